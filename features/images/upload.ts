import "server-only";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { requestImageImport } from "@/engine";
import { AppError } from "@/lib/errors";
import { formatBytes } from "@/lib/format";
import { newId } from "@/lib/ids";
import { audit } from "@/server/audit";
import type { Actor } from "@/server/auth/actor";
import { requirePermission } from "@/server/authz";
import { isImageNameTaken } from "@/server/db/image-views";
import { requestPorts } from "@/server/engine";
import { env } from "@/server/env";
import { parseInput } from "@/server/failure";
import { defineStream } from "@/server/route";
import { requireSameOrigin } from "@/server/same-origin";
import { maxUploadBytes } from "./limits";
import { imageUploadInput } from "./schema";

/** Left free for the guests that run beside an upload. */
const reserveBytes = 2_000_000_000;
/** A part to which nothing was written for so long belongs to an upload that nobody ended, e.g. by a power cut. */
const abandonedAfterMs = 3_600_000;

const tooLarge = () => new AppError("imageTooLarge", { limit: formatBytes(maxUploadBytes, "en") });

const clearAbandoned = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    const part = path.join(folder, name);
    const { mtimeMs } = await stat(part).catch(() => ({ mtimeMs: Date.now() }));
    if (name.endsWith(".part") && Date.now() - mtimeMs > abandonedAfterMs) await rm(part, { force: true });
  }
};

const requireRoom = async (folder: string, bytes: number): Promise<void> => {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes + reserveBytes) throw new AppError("diskFull");
};

/** Passes the bytes on and ends the upload where it grows beyond what is allowed, whatever length was announced. */
async function* withinLimit(chunks: AsyncIterable<Uint8Array>) {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > maxUploadBytes) throw tooLarge();
    yield chunk;
  }
}

const reasonOf = (error: unknown, signal: AbortSignal): unknown => {
  if (error instanceof AppError) return error;
  if (signal.aborted) return new AppError("operationCancelled", {}, { cause: error });
  const isFull = error instanceof Error && "code" in error && error.code === "ENOSPC";
  return isFull ? new AppError("diskFull", {}, { cause: error }) : error;
};

/** Writes the body into the uploads' folder, whole or not at all; gives its path below the data folder. */
const receive = async (request: Request): Promise<string> => {
  if (!request.body) throw new AppError("imageInvalid");
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > maxUploadBytes) throw tooLarge();
  const folder = path.resolve(env().data, "uploads");
  await mkdir(folder, { mode: 0o700, recursive: true });
  await clearAbandoned(folder);
  await requireRoom(folder, announced);
  const id = newId();
  const part = path.join(folder, `${id}.part`);
  try {
    await pipeline(withinLimit(request.body), createWriteStream(part, { flags: "wx", mode: 0o600 }), {
      signal: request.signal,
    });
    await rename(part, path.join(folder, id));
    return path.join("uploads", id);
  } catch (error) {
    await rm(part, { force: true });
    throw reasonOf(error, request.signal);
  }
};

const importUpload = async (request: Request, { actor, requestId }: { actor: Actor; requestId: string }) => {
  const { description, name } = parseInput(imageUploadInput, Object.fromEntries(new URL(request.url).searchParams));
  // Before many gigabytes are sent for nothing; the request itself looks again.
  if (await isImageNameTaken(name)) throw new AppError("nameTaken", { name });
  const uploadPath = await receive(request);
  try {
    return await requestImageImport(requestPorts(), { requestId, userId: actor.id }, { description, name, uploadPath });
  } catch (error) {
    await rm(path.resolve(env().data, uploadPath), { force: true });
    throw error;
  }
};

/** `PUT ?name=&description=` with the file as its body: stores it, and asks the worker to check and convert it. */
export const uploadImage = defineStream("platform.images", async ({ actor, request, requestId }) => {
  requirePermission(actor, "platform.images", null);
  requireSameOrigin(request.headers, env().publicUrl);
  const image = new URL(request.url).searchParams.get("name")?.slice(0, 100) ?? "";
  const entry = { actor, event: "image.upload", subject: { image }, tenantId: null } as const;
  try {
    const value = await importUpload(request, { actor, requestId });
    await audit({ ...entry, outcome: "ok" });
    return Response.json({ ok: true, value }, { headers: { "Cache-Control": "private, no-store" }, status: 201 });
  } catch (error) {
    if (error instanceof AppError && error.code !== "inputInvalid") await audit({ ...entry, outcome: error.code });
    throw error;
  }
});
