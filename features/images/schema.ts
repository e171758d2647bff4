import { z } from "zod";
import { type ImageRow, imageSorts } from "@/server/db/image-views";
import { listInput } from "@/server/list-input";

export const imageListInput = listInput(imageSorts, { by: "name", dir: "asc" });

export const deleteImageInput = z.object({ idempotencyKey: z.uuid(), imageId: z.uuid() });

export const imageUploadInput = z.object({
  description: z.string().trim().max(500).default(""),
  name: z.string().trim().min(1).max(100),
});

export type { ImageRow } from "@/server/db/image-views";

export type ImagePage = {
  /** Bytes that one upload may have at most. */
  maxBytes: number;
  rows: ImageRow[];
  total: number;
};
