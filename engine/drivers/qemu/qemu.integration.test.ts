import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { newId } from "@/lib/ids";
import { setQemuHost } from "@/test/qemu-host";
import { createGuestHand, describeDriver, expectCode, type MemoryMethod, makeSpec, mebibyte } from "../contract";
import { createQemuDriver } from "./index";
import { connectUnix } from "./unix-socket";

const isRoot = process.getuid?.() === 0;
const host = await setQemuHost();
const { callAndKill, dataDir, image, makeOptions, removeMachines, top } = host;

const options = (memoryMethod?: MemoryMethod) => makeOptions(memoryMethod ? { memoryMethod } : {});

const { memory } = await createQemuDriver(options()).capabilities();
const methods: MemoryMethod[] = memory.method === "background" ? ["background", "standstill"] : ["standstill"];

afterAll(host.clear);

describeDriver("the QEMU driver, in a deep folder that others can't enter", {
  makeDriver: async ({ memoryMethod } = {}) => createQemuDriver(options(memoryMethod)),
  image: () => image,
  memoryMethods: methods,
  guest: {
    hasPage: true,
    damageMemory: async ({ serverId, snapshotId }) => {
      const file = await open(path.join(dataDir, "machines", serverId, "ram", `${snapshotId}.ram`), "r+");
      const { size } = await file.stat();
      await file.write(Buffer.from([0x55]), 0, 1, Math.floor(size / 2));
      await file.close();
    },
    // The port serves one at a time: whoever holds it without a word keeps the agent from all others.
    silenceAgent: async (serverId) => {
      const socket = await connectUnix(path.join(dataDir, "machines", serverId), "run/agent.sock", { timeoutMs: 1000 });
      return () => socket.destroy();
    },
  },
});

const readStatus = (pid: number): Map<string, string> => {
  const lines = readFileSync(`/proc/${pid}/status`, "utf8").split("\n");
  return new Map(lines.map((line) => [line.split(":")[0] ?? "", line.split(":")[1]?.trim() ?? ""]));
};

describe("a machine that is cut off in the middle", () => {
  const spec = makeSpec();
  const server = spec.id;
  const driver = createQemuDriver(options());
  const guest = createGuestHand(() => driver, server);

  beforeAll(async () => {
    await driver.servers.create(spec, image);
    await driver.servers.start(server);
    await guest.waitForAgent();
  });

  afterAll(() => removeMachines(driver));

  const isWhole = async (snapshotId: string): Promise<boolean> =>
    (await driver.snapshots.list(server)).some((snapshot) => snapshot.snapshotId === snapshotId && snapshot.complete);

  test("runs as a user without any rights, in QEMU's sandbox", async () => {
    const pid = Number(readFileSync(path.join(dataDir, "machines", server, "pid"), "utf8"));
    const status = readStatus(pid);
    if (isRoot) {
      expect(status.get("Uid")).toBe("64055\t64055\t64055\t64055");
      expect(status.get("Gid")).toBe("64055\t64055\t64055\t64055");
      expect(status.get("Groups")).toBe("");
      expect(status.get("CapBnd")).toMatch(/^0+$/);
    }
    expect(status.get("CapEff")).toMatch(/^0+$/);
    expect(status.get("CapPrm")).toMatch(/^0+$/);
    expect(status.get("NoNewPrivs")).toBe("1");
    expect(status.get("Seccomp")).toBe("2");
    expect(readFileSync(`/proc/${pid}/limits`, "utf8")).toMatch(/Max core file size\s+0\s+0/);
  });

  test.each([0, 60, 140, 400])(
    "has its snapshot with RAM whole when it is asked for again, killed after %i ms",
    async (afterMs) => {
      const target = { serverId: server, snapshotId: newId() };
      await callAndKill(`snapshots.create([${JSON.stringify(target)}], { mode: "memory" })`, afterMs);
      const [outcome] = await driver.snapshots.create([target], { mode: "memory" });
      expect(outcome?.memory).not.toBeNull();
      expect(await isWhole(target.snapshotId)).toBe(true);
      await driver.snapshots.verify(target);
      await guest.waitForTick();
      await driver.snapshots.remove(target);
    },
  );

  test("goes on by `start` when a kill left it standing still", async () => {
    const files = path.join(dataDir, "machines", server);
    const { connectQmp, monitorSockets } = await import("./qmp-client");
    const client = await connectQmp(files, monitorSockets.operations, { timeoutMs: 1000 });
    await client.execute("stop");
    client.close();
    expect((await driver.servers.facts(server)).state).toBe("paused");
    await driver.servers.start(server);
    expect((await driver.servers.facts(server)).state).toBe("running");
    await guest.waitForTick();
  });

  test("is unknown, not stopped, while QEMU does not answer", async () => {
    const pid = Number(readFileSync(path.join(dataDir, "machines", server, "pid"), "utf8"));
    process.kill(pid, "SIGSTOP");
    try {
      expect((await driver.servers.states()).get(server)).toBe("unknown");
    } finally {
      process.kill(pid, "SIGCONT");
    }
    await vi.waitFor(async () => expect((await driver.servers.states()).get(server)).toBe("running"));
  });

  test("comes back from RAM, whenever the calls before were killed", async () => {
    const target = { serverId: server, snapshotId: newId() };
    await guest.write({ disk: "kept", secondDisk: "kept", ram: "kept" });
    await driver.snapshots.create([target], { mode: "memory" });
    await guest.write({ disk: "lost", secondDisk: "lost", ram: "lost" });
    for (const afterMs of [0, 90, 250]) {
      await driver.servers.forceOff(server);
      await callAndKill(`snapshots.revert(${JSON.stringify(target)})`, afterMs / 2);
      await driver.snapshots.revert(target);
      await callAndKill(`snapshots.resume(${JSON.stringify(target)})`, afterMs);
      await driver.snapshots.resume(target);
      await guest.waitForAgent();
      expect([await guest.readRam(), await guest.readDisk()]).toEqual(["kept", "kept"]);
      await guest.waitForTick();
    }
    await callAndKill(`snapshots.remove(${JSON.stringify(target)})`, 10);
    await driver.snapshots.remove(target);
    expect(await driver.snapshots.list(server)).toEqual([]);
  });

  test("is started and removed whenever the calls before were killed", async () => {
    await driver.servers.stop(server, { timeoutMs: 20_000 });
    for (const afterMs of [0, 40, 120]) {
      await callAndKill(`servers.start(${JSON.stringify(server)})`, afterMs);
      await driver.servers.start(server);
      expect((await driver.servers.facts(server)).state).toBe("running");
      await driver.servers.forceOff(server);
    }
    await callAndKill(`servers.remove(${JSON.stringify(server)})`, 2);
    await driver.servers.remove(server);
    expect(await readdir(path.join(dataDir, "machines"))).toEqual([]);
  });
});

/** A small file system of our own that can be filled up. Null where we may not make one. */
const mountSmall = (megabytes: number): string | null => {
  if (!isRoot) return null;
  const folder = path.join(top, "small");
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "stillpoint-test", folder], { stdio: "pipe" });
    return folder;
  } catch {
    return null;
  }
};

describe("a host that runs out of room", () => {
  // Less than the RAM of a guest that has just started.
  const small = mountSmall(72);
  const place = { ...options(), dataDir: small ?? top };
  const careful = createQemuDriver(place);
  const careless = { ...place, freeReserveBytes: -1 };
  const spec = makeSpec();
  const guest = createGuestHand(() => careful, spec.id);

  afterAll(async () => {
    if (small === null) return;
    await removeMachines(careful);
    // The process that wrote RAM may be about to end.
    await vi.waitFor(() => execFileSync("umount", [small], { stdio: "pipe" }), { timeout: 20_000, interval: 100 });
  });

  test.runIf(small)("lets the guest run on and keeps nothing of the snapshot", async () => {
    await careful.servers.create(spec, image);
    await careful.servers.start(spec.id);
    await guest.waitForAgent();
    const target = { serverId: spec.id, snapshotId: newId() };
    await expectCode(careful.snapshots.create([target], { mode: "memory" }), "diskFull");
    const before = (await careful.space()).freeBytes;
    for (const memoryMethod of methods) {
      const driver = createQemuDriver({ ...careless, memoryMethod });
      await expectCode(driver.snapshots.create([target], { mode: "memory" }), "diskFull");
      expect(await careful.snapshots.list(spec.id)).toEqual([]);
      expect((await careful.servers.facts(spec.id)).state).toBe("running");
      await guest.waitForTick();
      expect((await careful.space()).freeBytes).toBeGreaterThan(before - 10 * mebibyte);
    }
    // Room for the disks alone is there, and a snapshot of them works afterwards.
    await createQemuDriver(careless).snapshots.create([target], { mode: "disks" });
    await careful.snapshots.verify(target);
  });
});

describe("an uploaded image", () => {
  const driver = createQemuDriver(options());
  const uploads = path.join(top, "uploads");
  const upload = (name: string) => path.join(uploads, name);
  const qemuImg = (...args: string[]) => execFileSync("qemu-img", args, { stdio: "pipe" });
  const code = "imageInvalid" as const;

  beforeAll(() => mkdirSync(uploads, { mode: 0o700 }));

  test("is taken as qcow2 or raw, by its content and not by its name", async () => {
    qemuImg("create", "-q", "-f", "qcow2", upload("good.raw"), "64M");
    chmodSync(upload("good.raw"), 0o600);
    expect(await driver.images.check(upload("good.raw"))).toEqual({ format: "qcow2", virtualBytes: 64 * mebibyte });
    writeFileSync(upload("plain.qcow2"), "x");
    truncateSync(upload("plain.qcow2"), 4 * mebibyte);
    expect(await driver.images.check(upload("plain.qcow2"))).toEqual({ format: "raw", virtualBytes: 4 * mebibyte });
  });

  test("is refused when it names another file, is encrypted, has snapshots inside, is broken or too large", async () => {
    qemuImg("create", "-q", "-f", "qcow2", upload("base"), "1M");
    qemuImg("create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", upload("base"), upload("backed"));
    await expectCode(driver.images.check(upload("backed")), code);
    qemuImg("create", "-q", "-f", "qcow2", "-o", `data_file=${upload("data")}`, upload("outside"), "1M");
    await expectCode(driver.images.check(upload("outside")), code);
    qemuImg("create", "-q", "-f", "qcow2", upload("inside"), "1M");
    qemuImg("snapshot", "-c", "one", upload("inside"));
    await expectCode(driver.images.check(upload("inside")), code);
    qemuImg("create", "-q", "-f", "qcow2", upload("huge"), "3T");
    await expectCode(driver.images.check(upload("huge")), code);
    qemuImg("create", "-q", "-f", "vmdk", upload("vmdk"), "1M");
    await expectCode(driver.images.check(upload("vmdk")), code);
    // Byte 35 is the last one of the header's crypt_method.
    const locked = readFileSync(upload("base"));
    locked.writeUInt8(2, 35);
    writeFileSync(upload("locked"), locked);
    await expectCode(driver.images.check(upload("locked")), code);
    writeFileSync(upload("cut"), readFileSync(upload("inside")).subarray(0, 80));
    await expectCode(driver.images.check(upload("cut")), code);
    writeFileSync(upload("text"), "this is no disk");
    await expectCode(driver.images.check(upload("text")), code);
    writeFileSync(upload("empty"), "");
    await expectCode(driver.images.check(upload("empty")), code);
  });

  test("is converted whole or not at all", async () => {
    const to = upload("converted.qcow2");
    const checked = await driver.images.check(upload("plain.qcow2"));
    await expectCode(
      driver.images.convert(upload("plain.qcow2"), to, checked, { signal: AbortSignal.abort() }),
      "operationCancelled",
    );
    await expect(stat(to)).rejects.toMatchObject({ code: "ENOENT" });
    const percents: number[] = [];
    const progress = (percent: number) => percents.push(percent);
    await driver.images.convert(upload("plain.qcow2"), to, checked, { progress });
    expect(percents.at(-1)).toBe(100);
    const info = JSON.parse(qemuImg("info", "--output=json", to).toString());
    expect(info).toMatchObject({ format: "qcow2", "virtual-size": 4 * mebibyte });
    expect(await readdir(path.join(dataDir, "staging"))).toEqual([]);
  });
});
