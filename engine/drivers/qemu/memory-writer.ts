/**
 * A process of its own that keeps the RAM of one snapshot: it listens on a socket, writes all that QEMU sends, and tells
 * by a marker file how it went. It reads to the very end whatever happens to the file, and outlives whoever started it:
 * when the stream of a background snapshot breaks off, QEMU can lock up for ever and the customer's server is lost.
 *
 * Run in the machine's folder as `memory-writer <snapshotId>`. Only node: imports, so that it is one file wherever it
 * is put. It prints "listening" once, and ends by itself.
 */
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";

/** Long enough for QEMU to come; short enough that a writer whose worker was killed before it told QEMU goes away. */
const connectTimeoutMs = 30_000;

type Kept = { ok: true; bytes: number; sha256: string };
type Marker = Kept | { ok: false; code: string };

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "EIO";

const writeAll = async (file: FileHandle, chunk: Buffer): Promise<void> => {
  let offset = 0;
  while (offset < chunk.length) offset += (await file.write(chunk, offset)).bytesWritten;
};

const writeMarker = async (path: string, marker: Marker): Promise<void> => {
  const file = await open(`${path}.part`, "w", 0o600);
  try {
    await file.writeFile(`${JSON.stringify(marker)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
};

const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  await folder.sync().finally(() => folder.close());
};

const keep = async (socket: Socket, snapshotId: string): Promise<Marker> => {
  const path = `ram/${snapshotId}.ram`;
  const part = `${path}.part`;
  const hash = createHash("sha256");
  let bytes = 0;
  let failure: string | null = null;
  let file: FileHandle | null = null;

  const giveUp = async (error: unknown): Promise<void> => {
    failure ??= codeOf(error);
    await file?.close().catch(() => undefined);
    file = null;
    // Room comes back at once: the guest's own disks may need it.
    await rm(part, { force: true }).catch(() => undefined);
  };

  try {
    await rm(part, { force: true });
    file = await open(part, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW, 0o600);
  } catch (error) {
    await giveUp(error);
  }
  try {
    for await (const chunk of socket) {
      if (!Buffer.isBuffer(chunk) || file === null) continue;
      const writing = writeAll(file, chunk);
      hash.update(chunk);
      bytes += chunk.length;
      await writing.catch(giveUp);
    }
    await file?.sync();
  } catch (error) {
    await giveUp(error);
  }
  if (file === null || failure !== null) return { ok: false, code: failure ?? "EIO" };
  await file.close();
  await rename(part, path);
  await syncFolder("ram");
  return { ok: true, bytes, sha256: hash.digest("hex") };
};

const accept = (server: Server): Promise<Socket | null> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), connectTimeoutMs);
    server.once("connection", (socket) => {
      clearTimeout(timer);
      resolve(socket);
    });
  });

const main = async (snapshotId: string): Promise<void> => {
  // Whoever ends the worker's processes must not end this one in the middle of a stream.
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGXFSZ"] as const) process.on(signal, () => undefined);
  process.stdout.on("error", () => undefined);

  const socketPath = `ram/${snapshotId}.sock`;
  await rm(socketPath, { force: true });
  const server = createServer();
  // QEMU runs as another user. Who may reach the socket at all is decided by the folder's rights.
  process.umask(0);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socketPath, resolve);
  });
  process.umask(0o077);
  const accepted = accept(server);
  process.stdout.write("listening\n");
  const socket = await accepted;
  server.close();
  if (!socket) return;
  const marker = await keep(socket, snapshotId);
  await writeMarker(`ram/${snapshotId}.json`, marker);
};

const snapshotId = process.argv[2] ?? "";
if (!/^[0-9a-f-]{36}$/.test(snapshotId)) throw new Error("memory-writer <snapshotId>");
await main(snapshotId);
