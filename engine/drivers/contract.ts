import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { ErrorCode } from "@/lib/errors";
import { newId } from "@/lib/ids";
import type { Driver, ImageFiles, ServerSpec, SnapshotOutcome, SnapshotTarget } from "./driver";
import { changedBytes, freedBytes, uniqueBytes } from "./snapshot-usage";

export type MemoryMethod = "background" | "standstill";

export type ContractSubject = {
  /** A driver on always the same host: what one made, the next one finds. */
  makeDriver: (options?: { memoryMethod?: MemoryMethod }) => Promise<Driver>;
  /** Asked once the host is ready. */
  image: () => ImageFiles;
  /** Ways of keeping RAM that are to be proven; each costs some seconds. Asked once the host is ready. */
  memoryMethods: readonly MemoryMethod[];
  /** Makes the host ready, and clears it away again. */
  prepare?: () => Promise<void>;
  clear?: () => Promise<void>;
  guest: {
    /** Whether the guest's own page answers on `webPort`. */
    hasPage?: boolean;
    /** Spoils kept RAM. */
    damageMemory?: (target: SnapshotTarget) => Promise<void>;
    /** Keeps the guest's agent from answering, until what is returned is called. */
    silenceAgent: (serverId: string) => Promise<() => void>;
  };
};

export const mebibyte = 2 ** 20;

let cards = 0;

/** A small machine with two disks, so that "all disks" is not "the disk". */
export const makeSpec = (memoryMiB = 192): ServerSpec => {
  cards += 1;
  const mac = `52:54:00:00:${(cards >> 8).toString(16).padStart(2, "0")}:${(cards & 255).toString(16).padStart(2, "0")}`;
  return {
    id: newId(),
    name: "contract",
    vcpus: 1,
    memoryBytes: memoryMiB * mebibyte,
    disks: [
      { id: newId(), sizeBytes: 1024 * mebibyte },
      { id: newId(), sizeBytes: 256 * mebibyte },
    ],
    nics: [{ id: newId(), mac }],
  };
};

export const expectCode = (call: Promise<unknown>, code: ErrorCode): Promise<void> =>
  expect(call).rejects.toMatchObject({ name: "AppError", code });

/** A guest starts in some seconds, and in a minute where the host has other work. */
const patience = { timeout: 100_000, interval: 30 };
const agentTimeoutMs = 10_000;

/** A hand in the guest: what is on its disks and in its RAM, by the agent. */
export const createGuestHand = (driver: () => Driver, serverId: string) => {
  const run = async (command: readonly [string, ...string[]], stdin?: string): Promise<string> => {
    const input = stdin === undefined ? {} : { stdin };
    const { exitCode, stdout, stderr } = await driver().agent.run(serverId, command, {
      timeoutMs: agentTimeoutMs,
      ...input,
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    return stdout;
  };
  const write = async (place: { disk: string; secondDisk: string; ram: string }): Promise<void> => {
    await run(["/bin/tee", "/data/note"], place.disk);
    await run(["/bin/tee", "/dev/vdb"], place.secondDisk);
    await run(["/bin/tee", "/run/note"], place.ram);
    await run(["/bin/sync"]);
  };
  return {
    run,
    write,
    counter: async (kind: "ram" | "disk"): Promise<number> =>
      Number((await run(["/bin/cat", kind === "ram" ? "/run/ram" : "/data/counter"])).trim()),
    readDisk: () => run(["/bin/cat", "/data/note"]),
    readSecondDisk: (length: number) => run(["/bin/head", "-c", String(length), "/dev/vdb"]),
    readRam: () => run(["/bin/cat", "/run/note"]),
    waitForAgent: () =>
      vi.waitFor(async () => {
        expect(await driver().servers.facts(serverId, { askAgent: true })).toMatchObject({
          state: "running",
          agent: true,
        });
        // Counting has begun: both files are there.
        await run(["/bin/cat", "/run/ram"]);
        await run(["/bin/cat", "/data/counter"]);
      }, patience),
    waitForTick: async (): Promise<void> => {
      const before = Number((await run(["/bin/cat", "/run/ram"])).trim());
      await vi.waitFor(
        async () => expect(Number((await run(["/bin/cat", "/run/ram"])).trim())).toBeGreaterThan(before),
        patience,
      );
    },
  };
};

/**
 * The promises of `driver.ts`, as each driver must keep them. The tests of one block follow the life of one machine and
 * need each other's order: starting a machine costs seconds.
 */
export const describeDriver = (name: string, subject: ContractSubject): void => {
  describe(name, () => {
    let driver: Driver;
    const spec = makeSpec();
    const other = makeSpec();
    const server = spec.id;
    const target = (snapshotId: string, serverId = server): SnapshotTarget => ({ serverId, snapshotId });
    const guest = createGuestHand(() => driver, server);
    const state = async (serverId = server) => (await driver.servers.facts(serverId)).state;
    const listed = async (snapshotId: string, serverId = server) =>
      (await driver.snapshots.list(serverId)).find((snapshot) => snapshot.snapshotId === snapshotId);

    beforeAll(async () => {
      await subject.prepare?.();
      driver = await subject.makeDriver();
    });

    afterAll(async () => {
      for (const id of await driver.servers.list()) await driver.servers.remove(id);
      await driver.close();
      await subject.clear?.();
    });

    describe("a host without the machine", () => {
      test("says what it can do and what room it has", async () => {
        const capabilities = await driver.capabilities();
        expect(capabilities.version).not.toBe("");
        const { totalBytes, freeBytes } = await driver.space();
        expect(freeBytes).toBeGreaterThan(0);
        expect(totalBytes).toBeGreaterThanOrEqual(freeBytes);
      });

      test("knows no unknown machine, and removing what is not there is no error", async () => {
        await expectCode(driver.servers.facts(server), "notFound");
        await expectCode(driver.servers.start(server), "notFound");
        await expectCode(driver.snapshots.list(server), "notFound");
        await expectCode(driver.snapshots.usage(server), "notFound");
        await expectCode(driver.snapshots.create([target(newId())], { mode: "disks" }), "notFound");
        await driver.servers.remove(server);
        await driver.snapshots.remove(target(newId()));
        expect(await driver.servers.list()).not.toContain(server);
      });
    });

    describe("a stopped machine", () => {
      const asStopped = newId();

      test("is made stopped, and making it again changes nothing", async () => {
        await driver.servers.create(spec, subject.image());
        await driver.servers.create(spec, subject.image());
        await driver.servers.create(other, subject.image());
        expect(await driver.servers.list()).toEqual([server, other.id].sort());
        const facts = await driver.servers.facts(server, { askAgent: true });
        expect(facts).toMatchObject({ state: "stopped", agent: null, startedAt: null, webPort: null });
        expect(facts.disks.map(({ id, sizeBytes }) => ({ id, sizeBytes }))).toEqual(spec.disks);
        expect((await driver.servers.states()).get(server)).toBe("stopped");
      });

      test("is stopped and forced off without effect", async () => {
        await driver.servers.stop(server, { timeoutMs: 1000 });
        await driver.servers.forceOff(server);
        expect(await state()).toBe("stopped");
      });

      test("has its disks taken, without RAM and without a pause", async () => {
        const [outcome] = await driver.snapshots.create([target(asStopped)], { mode: "disks" });
        expect(outcome).toMatchObject({ ...target(asStopped), pauseMs: 0, quiesced: null, memory: null });
        expect(await listed(asStopped)).toEqual({ snapshotId: asStopped, complete: true, memory: false });
        await driver.snapshots.verify(target(asStopped));
      });

      test("has nothing that could be brought to rest", async () => {
        const still = target(newId());
        const [outcome] = await driver.snapshots.create([still], { mode: "disks", quiesce: true });
        expect(outcome).toMatchObject({ quiesced: null });
        await driver.snapshots.remove(still);
      });

      test("has no RAM to take or to go on from", async () => {
        const refused = newId();
        await expectCode(driver.snapshots.create([target(refused)], { mode: "memory" }), "memoryNeedsRunning");
        expect(await listed(refused)).toBeUndefined();
        await expectCode(driver.snapshots.resume(target(asStopped)), "snapshotMissing");
        await expectCode(driver.snapshots.verify(target(refused)), "snapshotMissing");
        await expectCode(driver.snapshots.revert(target(refused)), "snapshotMissing");
        await expectCode(driver.snapshots.size(target(refused)), "snapshotMissing");
      });

      test("does nothing for a call that is cancelled before it begins", async () => {
        const cancelled = newId();
        const signal = AbortSignal.abort();
        await expectCode(driver.snapshots.create([target(cancelled)], { mode: "disks", signal }), "operationCancelled");
        await expectCode(driver.servers.start(server, { signal }), "operationCancelled");
        expect(await listed(cancelled)).toBeUndefined();
        expect(await state()).toBe("stopped");
      });
    });

    describe("a running machine", () => {
      const live = newId();
      const written = { disk: "disk before", secondDisk: "second before", ram: "ram before" };
      const changed = { disk: "disk after", secondDisk: "second after!", ram: "ram after" };
      let first: SnapshotOutcome | undefined;

      test("starts, stays as it is when started again, and tells its facts", async () => {
        const before = Date.now();
        await driver.servers.start(server);
        await guest.waitForAgent();
        await driver.servers.start(server);
        const facts = await driver.servers.facts(server, { askAgent: true });
        expect(facts).toMatchObject({ state: "running", agent: true });
        // The kernel counts a process's start in hundredths of a second from its own boot.
        expect(facts.startedAt).toBeGreaterThan(before - 2000);
        expect(facts.startedAt).toBeLessThanOrEqual(Date.now());
        expect(facts.webPort).toBeGreaterThan(0);
        expect((await driver.servers.states()).get(server)).toBe("running");
      });

      test.runIf(subject.guest.hasPage)("shows the guest's page on its port", async () => {
        const { webPort } = await driver.servers.facts(server);
        const page = await fetch(`http://127.0.0.1:${webPort}/`);
        expect(page.headers.get("cache-control")).toBe("no-store");
        expect(await page.text()).toContain('<dd id="ram">');
      });

      test("runs programs in the guest with their arguments as they are", async () => {
        const odd = "two words; $HOME `id` 'x'";
        expect(await guest.run(["/bin/echo", odd])).toBe(`${odd}\n`);
        expect(await guest.run(["/bin/cat"], "typed in\n")).toBe("typed in\n");
        const missing = await driver.agent.run(server, ["/bin/cat", "/nowhere"], { timeoutMs: agentTimeoutMs });
        expect(missing.exitCode).toBe(1);
        expect(missing.stderr).toContain("/nowhere");
        await expectCode(driver.agent.run(other.id, ["/bin/cat"], { timeoutMs: 1000 }), "agentUnavailable");
      });

      test("has all its disks taken while it runs, without a pause", async () => {
        await guest.write(written);
        [first] = await driver.snapshots.create([target(live)], { mode: "disks" });
        expect(first).toMatchObject({ ...target(live), pauseMs: 0, quiesced: null, memory: null });
        expect(Math.abs((first?.takenAt ?? 0) - Date.now())).toBeLessThan(10_000);
        await guest.write(changed);
        expect(await listed(live)).toEqual({ snapshotId: live, complete: true, memory: false });
      });

      test("keeps a whole snapshot when it is taken again under the same id", async () => {
        expect(await driver.snapshots.create([target(live)], { mode: "disks" })).toEqual([first]);
      });

      test("does not let its disks be put back, nor RAM be loaded, while it runs", async () => {
        await expectCode(driver.snapshots.revert(target(live)), "serverNotStopped");
        await expectCode(driver.snapshots.resume(target(live)), "serverNotStopped");
        expect(await guest.readDisk()).toBe(changed.disk);
      });

      test("leaves no trace of a snapshot of which one target fails", async () => {
        const both = newId();
        const targets = [target(both), target(both, other.id)];
        await expectCode(driver.snapshots.create(targets, { mode: "memory" }), "memoryNeedsRunning");
        expect(await listed(both)).toBeUndefined();
        expect(await listed(both, other.id)).toBeUndefined();
        await guest.waitForTick();
      });

      test("is taken together with another machine", async () => {
        const both = newId();
        const outcomes = await driver.snapshots.create([target(both), target(both, other.id)], { mode: "disks" });
        expect(outcomes.map(({ serverId }) => serverId)).toEqual([server, other.id]);
        expect(await listed(both)).toMatchObject({ complete: true });
        expect(await listed(both, other.id)).toMatchObject({ complete: true });
        await driver.snapshots.remove(target(both));
        await driver.snapshots.remove(target(both));
        expect(await listed(both)).toBeUndefined();
        expect(await listed(both, other.id)).toMatchObject({ complete: true });
      });

      test("tells what each snapshot holds alone, and what several hold together", async () => {
        const [older, newer] = [newId(), newId()];
        await guest.write({ disk: "held", secondDisk: "held too", ram: "held" });
        await driver.snapshots.create([target(older)], { mode: "disks" });
        await driver.snapshots.create([target(newer)], { mode: "disks" });
        await guest.write({ disk: "let go", secondDisk: "let go too", ram: "let go" });
        const usage = await driver.snapshots.usage(server);
        expect(usage.disks.map(({ diskId }) => diskId)).toEqual(spec.disks.map(({ id }) => id));
        for (const { snapshotIds } of usage.disks) expect(snapshotIds.slice(-2)).toEqual([older, newer]);
        const free = (...ids: string[]) => freedBytes(usage, new Set(ids)).bytes;
        // What both hold and the present no longer does goes with the two only.
        expect(free(older, newer)).toBeGreaterThan(free(older) + free(newer));
        expect(free(newId())).toBe(0);
        expect(uniqueBytes(usage).get(older)).toBe(free(older));
        expect(uniqueBytes(usage).get(newer)).toBe(free(newer));

        const since = changedBytes(usage, older, "now");
        expect(since).toMatchObject({ disks: spec.disks.length, isAtLeast: false });
        expect(since?.bytes).toBeGreaterThan(0);
        expect(changedBytes(usage, "now", older)).toEqual(since);
        expect(changedBytes(usage, older, older)).toEqual({ bytes: 0, disks: 0, isAtLeast: false });
        expect(changedBytes(usage, newId(), "now")).toBeNull();

        await driver.snapshots.remove(target(older));
        const after = await driver.snapshots.usage(server);
        expect(freedBytes(after, new Set([newer])).bytes).toBeGreaterThan(free(newer));
        await driver.snapshots.remove(target(newer));
      });

      test("lives on when the driver goes, and the next driver finds it", async () => {
        await driver.close();
        driver = await subject.makeDriver();
        expect(await state()).toBe("running");
        await guest.waitForTick();
      });

      test("stops cleanly, and goes back to its disks as they were", async () => {
        await driver.servers.stop(server, { timeoutMs: 20_000 });
        expect(await state()).toBe("stopped");
        await driver.snapshots.revert(target(live));
        await driver.snapshots.revert(target(live));
        expect(await listed(live)).toMatchObject({ complete: true });
        await driver.servers.start(server);
        await guest.waitForAgent();
        expect(await guest.readDisk()).toBe(written.disk);
        expect(await guest.readSecondDisk(written.secondDisk.length)).toBe(written.secondDisk);
      });
    });

    describe.each(subject.memoryMethods)("a snapshot with RAM, kept in the way of %s", (memoryMethod) => {
      const kept = newId();
      const written = { disk: "disk kept", secondDisk: "second kept", ram: "ram kept" };
      const counted = { ram: 0, disk: 0 };

      beforeAll(async () => {
        driver = await subject.makeDriver({ memoryMethod });
      });

      test("is taken, and the guest goes on by itself", async () => {
        await guest.write(written);
        counted.ram = await guest.counter("ram");
        const percents: number[] = [];
        const progress = (percent: number) => percents.push(percent);
        const [outcome] = await driver.snapshots.create([target(kept)], { mode: "memory", progress });
        expect(outcome).toMatchObject({ ...target(kept), memory: { method: memoryMethod } });
        expect(outcome?.pauseMs).toBeGreaterThan(0);
        expect(outcome?.memory?.sizeBytes).toBeGreaterThan(mebibyte);
        expect(percents.at(-1)).toBe(100);
        expect(await state()).toBe("running");
        counted.disk = await guest.counter("disk");
        await guest.waitForTick();
        expect(await listed(kept)).toEqual({ snapshotId: kept, complete: true, memory: true });
        const size = await driver.snapshots.size(target(kept));
        expect(size.memoryBytes).toBe(outcome?.memory?.sizeBytes);
        expect(size.diskBytes).toBeGreaterThan(0);
        const unique = uniqueBytes(await driver.snapshots.usage(server));
        expect(unique.get(kept)).toBeGreaterThanOrEqual(size.memoryBytes);
        await driver.snapshots.verify(target(kept));
        expect(await driver.snapshots.create([target(kept)], { mode: "memory" })).toEqual([outcome]);
      });

      test("brings back disks and RAM, and the guest goes on from there", async () => {
        await guest.write({ disk: "lost", secondDisk: "lost too!!!", ram: "lost as well" });
        for (let ticks = 0; ticks < 4; ticks += 1) await guest.waitForTick();
        await driver.servers.forceOff(server);
        expect(await state()).toBe("stopped");
        await driver.snapshots.revert(target(kept));
        await driver.snapshots.resume(target(kept));
        expect(await state()).toBe("running");
        await guest.waitForAgent();
        expect(await guest.readRam()).toBe(written.ram);
        expect(await guest.readDisk()).toBe(written.disk);
        expect(await guest.readSecondDisk(written.secondDisk.length)).toBe(written.secondDisk);
        expect(await guest.counter("ram")).toBeGreaterThanOrEqual(counted.ram);
        await guest.waitForTick();
        // Done already: as a worker that was killed right after it would ask again.
        await driver.snapshots.resume(target(kept));
        expect(await guest.readRam()).toBe(written.ram);
      });

      const { damageMemory } = subject.guest;
      test.runIf(damageMemory)("is found out when its RAM is damaged", async () => {
        await damageMemory?.(target(kept));
        await expectCode(driver.snapshots.verify(target(kept)), "memoryFileDamaged");
        await driver.snapshots.verify(target(kept), { disksOnly: true });
        expect(await state()).toBe("running");
      });

      test("is removed with its RAM", async () => {
        await driver.snapshots.remove(target(kept));
        await driver.snapshots.remove(target(kept));
        expect(await listed(kept)).toBeUndefined();
        await expectCode(driver.snapshots.size(target(kept)), "snapshotMissing");
        await guest.waitForTick();
      });
    });

    describe("machines whose file systems are at rest for their snapshot", () => {
      const atRest = { mode: "disks", quiesce: true } as const;
      const single = newId();
      const second = createGuestHand(() => driver, other.id);

      beforeAll(async () => {
        driver = await subject.makeDriver();
        await driver.servers.start(other.id);
        await second.waitForAgent();
      }, patience.timeout);

      test("are taken with what was written and not yet synced, and write on", async () => {
        await guest.run(["/bin/tee", "/data/note"], "never synced");
        const [outcome] = await driver.snapshots.create([target(single)], atRest);
        expect(outcome).toMatchObject({ ...target(single), pauseMs: 0, memory: null });
        expect(outcome?.quiesced?.frozenMs).toBeGreaterThan(0);
        expect(outcome?.quiesced?.longestFrozenMs).toBe(outcome?.quiesced?.frozenMs);
        await guest.waitForTick();
        expect(await driver.snapshots.create([target(single)], atRest)).toEqual([outcome]);
      });

      test("are at rest together, and the longest time is told", async () => {
        const both = [newId()].flatMap((id) => [target(id), target(id, other.id)]);
        const outcomes = await driver.snapshots.create(both, atRest);
        const times = outcomes.map(({ quiesced }) => quiesced?.frozenMs ?? 0);
        expect(Math.min(...times)).toBeGreaterThan(0);
        for (const { quiesced } of outcomes) expect(quiesced?.longestFrozenMs).toBe(Math.max(...times));
        await guest.waitForTick();
        await second.waitForTick();
        for (const one of both) await driver.snapshots.remove(one);
      });

      test("go on all together, without a trace of a snapshot, when the agent of one does not answer", async () => {
        const both = newId();
        const speak = await subject.guest.silenceAgent(other.id);
        try {
          const call = driver.snapshots.create([target(both), target(both, other.id)], atRest);
          await expectCode(call, "agentUnavailable");
          await guest.waitForTick();
        } finally {
          speak();
        }
        await second.waitForTick();
        expect([await listed(both), await listed(both, other.id)]).toEqual([undefined, undefined]);
      });

      test("go on writing after they came back from RAM that was kept while they were at rest", async () => {
        const kept = newId();
        const [outcome] = await driver.snapshots.create([target(kept)], { mode: "memory", quiesce: true });
        expect(outcome?.memory).not.toBeNull();
        expect(outcome?.quiesced?.frozenMs).toBeGreaterThanOrEqual(outcome?.pauseMs ?? 0);
        await driver.servers.forceOff(server);
        await driver.snapshots.revert(target(kept));
        await driver.snapshots.resume(target(kept));
        await guest.waitForTick();
        await driver.snapshots.resume(target(kept));
        await guest.waitForTick();
      });

      test("come back to disks that hold what was not synced", async () => {
        await guest.run(["/bin/tee", "/data/note"], "later");
        await driver.servers.forceOff(server);
        await driver.snapshots.revert(target(single));
        await driver.servers.start(server);
        await guest.waitForAgent();
        expect(await guest.readDisk()).toBe("never synced");
      });
    });

    describe("a machine that is made another", () => {
      const [before, after, added] = [newId(), newId(), newId()];
      const larger = 512 * mebibyte;
      const [boot, data] = spec.disks;
      const disks = [boot, data && { ...data, sizeBytes: larger }, { id: added, sizeBytes: 64 * mebibyte }].filter(
        (disk) => disk !== undefined,
      );
      const changed: ServerSpec = { ...spec, vcpus: 2, memoryBytes: spec.memoryBytes + 32 * mebibyte, disks };
      const sizes = async () =>
        (await driver.servers.facts(server)).disks.map(({ id, sizeBytes }) => ({ id, sizeBytes }));

      test("has to be stopped for it", async () => {
        await guest.write({ disk: "small", secondDisk: "small", ram: "small" });
        await driver.snapshots.create([target(before)], { mode: "memory" });
        await expectCode(driver.servers.configure(changed), "serverNotStopped");
        await driver.servers.forceOff(server);
      });

      test("has larger disks and one more, all snapshots, and what was on its disks", async () => {
        await driver.servers.configure(changed);
        await driver.servers.configure(changed);
        expect(await sizes()).toEqual(disks);
        expect(await listed(before)).toEqual({ snapshotId: before, complete: true, memory: true });
        await driver.snapshots.verify(target(before));
        await driver.snapshots.create([target(after)], { mode: "disks" });
        await driver.servers.start(server);
        await guest.waitForAgent();
        await guest.write({ disk: "large", secondDisk: "large", ram: "large" });
        await driver.servers.forceOff(server);
      });

      test("gives back the size of the disks that were taken, and leaves the one that came later", async () => {
        await driver.snapshots.revert(target(before));
        expect(await sizes()).toEqual([...spec.disks, { id: added, sizeBytes: 64 * mebibyte }]);
        await driver.snapshots.revert(target(after));
        expect(await sizes()).toEqual(disks);
        await driver.snapshots.revert(target(before));
      });

      test("does not take RAM of what it is no longer", async () => {
        await expectCode(driver.snapshots.resume(target(before)), "memoryDoesNotFit");
        expect(await state()).toBe("stopped");
      });

      test("lets go of a disk and takes it back with its data, until it is removed", async () => {
        await expectCode(driver.servers.removeDisk(server, added), "conflict");
        await driver.servers.configure(spec);
        expect(await sizes()).toEqual(spec.disks);
        expect(await listed(after)).toMatchObject({ complete: false });
        await driver.servers.configure({ ...spec, disks: [...spec.disks, { id: added, sizeBytes: mebibyte }] });
        expect(await sizes()).toContainEqual({ id: added, sizeBytes: 64 * mebibyte });
        expect(await listed(after)).toMatchObject({ complete: true });
        await driver.snapshots.remove(target(after));
        await driver.servers.configure(spec);
        await driver.servers.removeDisk(server, added);
        await driver.servers.removeDisk(server, added);
      });

      test("goes on from RAM of what it is again", async () => {
        await driver.snapshots.resume(target(before));
        await guest.waitForAgent();
        expect(await guest.readRam()).toBe("small");
        expect(await guest.readDisk()).toBe("small");
        expect(await guest.readSecondDisk("small".length)).toBe("small");
        await driver.snapshots.remove(target(before));
      });
    });

    describe("the end of a machine", () => {
      test("that switches itself off shows as stopped within three seconds", async () => {
        // The agent goes down with the guest and owes its answer.
        await driver.agent.run(server, ["/bin/poweroff", "-f"], { timeoutMs: 2000 }).catch(() => undefined);
        await vi.waitFor(async () => expect((await driver.servers.states()).get(server)).toBe("stopped"), {
          timeout: 3000,
          interval: 50,
        });
      });

      test("comes with its removal, also while it runs", async () => {
        await driver.servers.start(server);
        await driver.servers.remove(server);
        expect(await driver.servers.list()).toEqual([other.id]);
        await expectCode(driver.servers.facts(server), "notFound");
        await driver.servers.remove(server);
      });
    });
  });
};
