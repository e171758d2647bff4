import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { builtImageName, requestPower, requestServer } from "@/engine";
import { type CrashStage, mebibyte, setCrashStage } from "../engine/crash-stage";
import { type FaultKind, faultKinds, mountRoom } from "./faults";
import { createRandom } from "./random";
import { createTrial, type Outcome } from "./trial";

const someone = { userId: null, requestId: null };
const runs = Number(process.env.FAULT_RUNS ?? 6);
const seed = Number(process.env.FAULT_SEED ?? 1);
/** One kind alone, to look into it. */
const only = process.env.FAULT_ONLY;
/** The guest's disks, its RAM some times over, and the reserve that the driver keeps. */
const roomBytes = 2_000 * mebibyte;

let stage: CrashStage;
let guest = "";
let leave: (() => Promise<void>) | null = null;

beforeAll(async () => {
  stage = await setCrashStage({
    before: async (dataDir) => {
      leave = await mountRoom(dataDir, roomBytes);
    },
  });
  stage.startWorker();
  const image = await vi.waitUntil(() => stage.ports.store.images.findByName(builtImageName), { timeout: 60_000 });
  const wish = { tenantId: stage.tenantId, imageId: image.id, name: "trial", vcpus: 1, memoryBytes: 192 * mebibyte };
  const diskBytes: [number, number] = [image.diskBytes, 64 * mebibyte];
  guest = (await stage.finish(requestServer(stage.ports, someone, { ...wish, diskBytes, start: true }))).serverId;
}, 300_000);
afterAll(async () => {
  await stage?.close({ before: async () => leave?.() });
});

const tableOf = (outcomes: readonly Outcome[]): string => {
  const lines = faultKinds.map((fault) => {
    const those = outcomes.filter((outcome) => outcome.fault === fault);
    const count = (isIt: (outcome: Outcome) => boolean) => those.filter(isIt).length;
    return [
      fault,
      those.length,
      count(({ hit }) => hit),
      count(({ end }) => end === "done"),
      count(({ end }) => end === "failed"),
      count(({ end }) => end === "hung"),
      count(({ problems }) => problems.length > 0),
    ].map(String);
  });
  const all = [["fault", "runs", "hit", "done", "failed", "hung", "wrong"], ...lines];
  return all
    .map((cells) => cells.map((cell, index) => (index === 0 ? cell.padEnd(10) : cell.padStart(8))).join(""))
    .join("\n");
};

test(
  `whatever falls and whenever, what says Ready is there (${runs} runs, seed ${seed})`,
  async () => {
    const random = createRandom(seed);
    const trial = createTrial(stage, guest, random);
    await trial.waitForAgent();
    const [first, ...others] = faultKinds.filter(
      (kind) => (kind !== "disk" || leave !== null) && (!only || kind === only),
    );
    if (!first) throw new Error(`there is no fault "${only}" here`);
    const faults: [FaultKind, ...FaultKind[]] = [first, ...others];
    const outcomes: Outcome[] = [];
    for (let round = 0; round < runs; round += 1) {
      const outcome = await trial.once(faults);
      outcomes.push(outcome);
      if (process.env.FAULT_RUNS || outcome.problems.length > 0) {
        const { wish, fault, hit, end, problems } = outcome;
        if (problems.length > 0) console.log(await stage.readLog());
        console.log(`${round + 1}. ${wish}, ${fault}${hit ? "" : " (nothing to hit)"}: ${end}`, ...problems);
      }
    }
    const left = await trial.checkAll();
    await stage.finish(requestPower(stage.ports, someone, { serverId: guest, action: "forceOff" }));
    await stage.verifyDisks(guest);
    console.log(tableOf(outcomes));
    expect([...outcomes.flatMap(({ problems }) => problems), ...left]).toEqual([]);
  },
  runs * 120_000,
);
