import { afterAll, beforeAll, expect, test } from "vitest";
import { requestSnapshot } from "@/engine";
import { type Stage, setStage, someone } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

test("web and workers that come to an empty database together open one queue, and the knock arrives", async () => {
  const bosses = [stage.openWorkerQueue(), stage.openWorkerQueue(), stage.openWorkerQueue()];
  const server = await stage.makeServer({ start: false });
  const [first, second] = await Promise.all(bosses);
  const knocks: string[] = [];
  for (const boss of [first, second]) {
    await boss?.work<{ operationId: string }>("operations", { pollingIntervalSeconds: 0.5 }, async (jobs) => {
      for (const { data } of jobs) knocks.push(data.operationId);
    });
  }
  const { operationId } = await requestSnapshot(stage.ports, someone, stage.wishFor(server.id));
  await expect.poll(() => knocks, { timeout: 20_000 }).toContain(operationId);
  expect(knocks.filter((id) => id === operationId)).toHaveLength(1);
  for (const boss of await Promise.all(bosses)) await boss.stop({ graceful: false });
});

test("a wish that is refused leaves no knock behind", async () => {
  const server = await stage.makeServer({ start: false });
  const count = async () => {
    const { rows } = await stage.database.query("select count(*)::int as n from pgboss.job");
    return rows[0]?.n;
  };
  await requestSnapshot(stage.ports, someone, stage.wishFor(server.id, { name: "taken" }));
  const before = await count();
  const again = requestSnapshot(stage.ports, someone, stage.wishFor(server.id, { name: "taken" }));
  await expect(again).rejects.toMatchObject({ code: "nameTaken" });
  expect(await count()).toBe(before);
});
