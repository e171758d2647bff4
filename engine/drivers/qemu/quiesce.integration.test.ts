import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { newId } from "@/lib/ids";
import { setQemuHost } from "@/test/qemu-host";
import { createGuestHand, expectCode, makeSpec } from "../contract";
import type { SnapshotTarget } from "../driver";
import { createQemuDriver } from "./index";

const { clear, dataDir, image, makeOptions, removeMachines, startCall } = await setQemuHost();
const spec = makeSpec();
const folder = path.join(dataDir, "machines", spec.id);
const driver = createQemuDriver(makeOptions());
const guest = createGuestHand(() => driver, spec.id);
const atRest = { mode: "disks", quiesce: true } as const;
const newTarget = (): SnapshotTarget => ({ serverId: spec.id, snapshotId: newId() });
/** A frozen guest runs no program for us: its agent refuses all but letting go. */
const expectWritingOn = () => vi.waitFor(() => guest.waitForTick(), { timeout: 30_000, interval: 50 });

/** The process that holds the guest's file systems. */
const findFreezer = (): number | undefined =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => {
      try {
        const isFreezer = readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("guest-freezer");
        return isFreezer && readlinkSync(`/proc/${pid}/cwd`) === folder;
      } catch {
        return false;
      }
    });

/** A call for a quiesced snapshot whose process does something to itself as soon as the guest is frozen. */
const callUntilFrozen = async (target: SnapshotTarget, signal: "SIGKILL" | "SIGSTOP", freezeLimitMs?: number) => {
  const log = `(event) => {
    if (event !== "guestFrozen") return;
    writeSync(1, "frozen\\n");
    process.kill(process.pid, ${JSON.stringify(signal)});
  }`;
  const call = `snapshots.create([${JSON.stringify(target)}], ${JSON.stringify(atRest)})`;
  const options = makeOptions(freezeLimitMs === undefined ? {} : { freezeLimitMs });
  const process = await startCall(call, { log, options });
  await process.hear("frozen");
  return process;
};

/** What the journal of the first disk says in a snapshot, read without its guest. */
const needsRecovery = (snapshotId: string): boolean => {
  const copy = path.join(dataDir, `${snapshotId}.raw`);
  const disk = path.join(folder, `${spec.disks[0]?.id}.qcow2`);
  execFileSync("qemu-img", ["convert", "-U", "-l", `snapshot.name=${snapshotId}`, "-O", "raw", disk, copy]);
  return execFileSync("dumpe2fs", ["-h", copy], { stdio: "pipe" }).toString().includes("needs_recovery");
};

beforeAll(async () => {
  await driver.servers.create(spec, image);
  await driver.servers.start(spec.id);
  await guest.waitForAgent();
});

afterAll(async () => {
  await removeMachines(driver);
  clear();
});

test("leaves a clean journal in the snapshot, where one that is not quiesced has to be repaired", async () => {
  const [quiesced, plain] = [newTarget(), newTarget()];
  await driver.snapshots.create([quiesced], atRest);
  await driver.snapshots.create([plain], { mode: "disks" });
  expect(needsRecovery(plain.snapshotId)).toBe(true);
  expect(needsRecovery(quiesced.snapshotId)).toBe(false);
});

describe("a guest that is frozen", () => {
  test("is let go within seconds when the one who froze it is killed", async () => {
    const target = newTarget();
    const { ended } = await callUntilFrozen(target, "SIGKILL");
    expect(await ended).toBe("begun\nfrozen\n");
    await expectWritingOn();
    const [outcome] = await driver.snapshots.create([target], atRest);
    expect(outcome?.quiesced).not.toBeNull();
    await expectWritingOn();
  });

  test("is let go when the time is over, and what was taken too late is not kept", async () => {
    const target = newTarget();
    const { ended, kill } = await callUntilFrozen(target, "SIGSTOP", 300);
    await expectWritingOn();
    kill("SIGCONT");
    expect(await ended).toBe("begun\nfrozen\nquiesceFailed\n");
    expect((await driver.snapshots.list(spec.id)).map(({ snapshotId }) => snapshotId)).not.toContain(target.snapshotId);
  });

  test("is let go by another when the process that holds it is killed", async () => {
    const target = newTarget();
    let killed: number | undefined;
    const watching = createQemuDriver({
      ...makeOptions(),
      log: (event) => {
        if (event !== "guestFrozen") return;
        killed = findFreezer();
        if (killed !== undefined) process.kill(killed, "SIGKILL");
      },
    });
    await expectCode(watching.snapshots.create([target], atRest), "quiesceFailed");
    expect(killed).toBeGreaterThan(0);
    await expectWritingOn();
    expect((await driver.snapshots.list(spec.id)).map(({ snapshotId }) => snapshotId)).not.toContain(target.snapshotId);
  });

  test("fails its snapshot when its agent stops answering, and is let go once that answers again", async () => {
    const target = newTarget();
    // The agent makes this file when it begins to freeze. It may still say that it is done, but nothing after that.
    const script = `
      agent=$(pidof qemu-ga)
      dd if=/dev/zero of=/data/unsynced bs=1M count=16
      touch /run/watching
      until [ -e /run/qga.state.isfrozen ]; do :; done
      kill -STOP $agent; sleep 3; kill -CONT $agent`;
    await guest.run(["/bin/sh", "-c", `(${script}) </dev/null >/dev/null 2>&1 &`]);
    await vi.waitFor(() => guest.run(["/bin/cat", "/run/watching"]), { timeout: 30_000, interval: 50 });
    const hasty = createQemuDriver(makeOptions({ freezeLimitMs: 1000 }));
    await expect(hasty.snapshots.create([target], atRest)).rejects.toMatchObject({
      code: expect.stringMatching(/^(quiesceFailed|thawUnconfirmed)$/),
    });
    await expectWritingOn();
    expect((await driver.snapshots.list(spec.id)).map(({ snapshotId }) => snapshotId)).not.toContain(target.snapshotId);
    await driver.snapshots.create([target], atRest);
  });

  test("leaves no process behind", async () => {
    await vi.waitFor(() => expect(findFreezer()).toBeUndefined());
  });
});
