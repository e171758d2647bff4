import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { newId } from "@/lib/ids";
import type { Machine } from "./machine-folder";
import { findRecord, noteShapes, shapeOf, writeRecord } from "./snapshot-records";

const folder = await mkdtemp(path.join(tmpdir(), "stillpoint-records-"));
afterAll(() => rm(folder, { recursive: true }));
for (const name of ["snapshots", "ram"]) await mkdir(path.join(folder, name));

const shape = (vcpus: number) => ({ vcpus, memoryBytes: 1, disks: [{ id: newId(), sizeBytes: 1 }], nics: [] });
const machineOf = (server: ReturnType<typeof shape>): Machine => ({
  id: newId(),
  folder,
  spec: {
    version: 1,
    server: { ...server, id: newId(), name: "web-01" },
    boot: { kind: "disk" },
    machineType: "q35",
    webPort: null,
  },
});
const outcome = { takenAt: 1, pauseMs: 0, diskBytes: 1, quiesced: null, memory: null };

test("a record that says nothing of the machine is told before that changes, and others stay as they are", async () => {
  const [old, recent] = [newId(), newId()];
  const [now, before] = [shape(2), shape(1)];
  const machine = machineOf(now);
  await writeFile(path.join(folder, "snapshots", `${old}.json`), JSON.stringify(outcome));
  await writeRecord(machine, recent, { ...outcome, machine: before });
  await noteShapes(machine);
  const changed = machineOf(shape(4));
  const shapes = [await findRecord(machine, old), await findRecord(machine, recent)].map(
    (record) => record && shapeOf(changed, record),
  );
  expect(shapes).toEqual([now, before]);
});
