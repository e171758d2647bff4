import { copyFile, open, rename } from "node:fs/promises";
import { AppError } from "@/lib/errors";
import type { ImageOps } from "../driver";
import { type Fake, throwIfCancelled } from "./options";

const headBytes = 32;
const qcow2Magic = 0x514649fb;
const sectorBytes = 512;

/** Looks at real files, so that uploads can be tested with it; it converts nothing. */
export const createImageOps = ({ reach }: Fake): ImageOps => ({
  check: async (path) => {
    await reach("images.check");
    const handle = await open(path, "r");
    try {
      const { size } = await handle.stat();
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      if (bytesRead === headBytes && buffer.readUInt32BE(0) === qcow2Magic) {
        if (buffer.readBigUInt64BE(8) !== 0n) throw new AppError("imageInvalid");
        return { format: "qcow2", virtualBytes: Number(buffer.readBigUInt64BE(24)) };
      }
      if (size === 0 || size % sectorBytes !== 0) throw new AppError("imageInvalid");
      return { format: "raw", virtualBytes: size };
    } finally {
      await handle.close();
    }
  },
  convert: async (from, to, _check, { signal, progress } = {}) => {
    await reach("images.convert");
    throwIfCancelled(signal);
    await copyFile(from, `${to}.part`);
    await rename(`${to}.part`, to);
    progress?.(100);
  },
});
