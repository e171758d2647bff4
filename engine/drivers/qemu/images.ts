import { open } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { CallOptions, ImageCheck, ImageOps } from "../driver";
import { throwIfCancelled, toAppError } from "./failure";
import type { Host } from "./host";
import { isForeignFormat, parseQcow2Header, qcow2HeaderBytes } from "./qcow2-header";
import { diskOptions, qemuImg } from "./qemu-img";
import { readSpace } from "./space";
import { moveWhole, shareReadable, withReadOnlyStaging } from "./staging";

const maxVirtualBytes = 2 * 2 ** 40;
const sectorBytes = 512;

/** A hostile image may make a tool spin or eat memory: both end early. */
const checkLimits = { cpuSeconds: 10, addressBytes: 2 ** 31 };
const convertLimits = { cpuSeconds: 3600, addressBytes: 4 * 2 ** 30 };

const infoSchema = z.object({
  format: z.string(),
  "virtual-size": z.number(),
  "backing-filename": z.string().optional(),
  encrypted: z.boolean().optional(),
  snapshots: z.array(z.unknown()).optional(),
  "format-specific": z
    .object({ data: z.object({ "data-file": z.string().optional(), corrupt: z.boolean().optional() }) })
    .optional(),
});

const invalid = (why: string): AppError => new AppError("imageInvalid", {}, { cause: new Error(why) });

const readHead = async (file: string): Promise<{ head: Buffer; bytes: number }> => {
  const handle = await open(file, "r");
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw invalid("not a plain file");
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(qcow2HeaderBytes), 0, qcow2HeaderBytes, 0);
    return { head: buffer.subarray(0, bytesRead), bytes: stat.size };
  } finally {
    await handle.close();
  }
};

/** The format is told by the file's first bytes and by nothing that its sender says. */
const readFormat = async (file: string): Promise<"qcow2" | "raw"> => {
  const { head, bytes } = await readHead(file);
  const header = parseQcow2Header(head);
  if (!header) {
    if (isForeignFormat(head)) throw invalid("a format that is not taken");
    if (bytes === 0 || bytes % sectorBytes !== 0) throw invalid("no whole number of sectors");
    if (bytes > maxVirtualBytes) throw invalid("too large");
    return "raw";
  }
  if (header.version !== 2 && header.version !== 3) throw invalid("unknown version");
  if (header.hasBackingFile) throw invalid("names a backing file");
  if (header.hasExternalData) throw invalid("names a data file");
  if (header.isEncrypted) throw invalid("encrypted");
  if (header.snapshotCount > 0) throw invalid("has snapshots inside");
  if (header.hasUnknownFeatures) throw invalid("unknown features");
  if (header.virtualBytes === 0n || header.virtualBytes > BigInt(maxVirtualBytes)) throw invalid("size");
  return "qcow2";
};

const check = async (host: Host, file: string): Promise<ImageCheck> => {
  const format = await readFormat(file);
  return await withReadOnlyStaging(host, [], async (folder) => {
    await shareReadable(host, file, path.join(folder, "upload"));
    const args = ["info", "-f", format, "--output=json", "upload"];
    const text = await qemuImg(host, folder, args, { limits: checkLimits }).catch((error: unknown) => {
      throw new AppError("imageInvalid", {}, { cause: error });
    });
    const info = infoSchema.safeParse(JSON.parse(text));
    if (!info.success || info.data.format !== format) throw invalid("unreadable");
    const { data } = info;
    const named = data["backing-filename"] ?? data["format-specific"]?.data["data-file"];
    if (named !== undefined) throw invalid("names another file");
    if (data.encrypted || data["format-specific"]?.data.corrupt || (data.snapshots ?? []).length > 0)
      throw invalid("refused");
    if (data["virtual-size"] <= 0 || data["virtual-size"] > maxVirtualBytes) throw invalid("size");
    return { format, virtualBytes: data["virtual-size"] };
  });
};

const convert = async (
  host: Host,
  { from, to, check: checked, options }: { from: string; to: string; check: ImageCheck; options: CallOptions },
): Promise<void> => {
  throwIfCancelled(options.signal);
  // Between check and now the file may have been changed.
  if ((await readFormat(from)) !== checked.format) throw invalid("changed since it was checked");
  await withReadOnlyStaging(host, ["converted"], async (folder) => {
    await shareReadable(host, from, path.join(folder, "upload"));
    const { freeBytes } = await readSpace(host);
    const room = Math.max(0, freeBytes - Math.max(0, host.freeReserveBytes));
    const fileBytes = Math.min(room, checked.virtualBytes * 1.1 + 64 * 2 ** 20);
    const args = ["convert", "-p", "-f", checked.format, "-O", "qcow2", "-o", diskOptions, "upload", "converted"];
    await qemuImg(host, folder, args, {
      limits: { ...convertLimits, fileBytes },
      signal: options.signal,
      onOutput: (text) => {
        const percent = /\((\d+)(?:\.\d+)?\/100%\)\s*$/.exec(text)?.[1];
        if (percent !== undefined) options.progress?.(Number(percent));
      },
    });
    await moveWhole(path.join(folder, "converted"), path.resolve(to));
  });
};

export const createImageOps = (host: Host): ImageOps => {
  const guarded = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw toAppError(error);
    });
  return {
    check: (file) => guarded(check(host, path.resolve(file))),
    convert: (from, to, checked, options = {}) =>
      guarded(convert(host, { from: path.resolve(from), to, check: checked, options })),
  };
};
