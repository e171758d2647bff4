import "server-only";
import { listImageRows } from "@/server/db/image-views";
import { defineLoader } from "@/server/loader";
import { maxUploadBytes } from "./limits";
import { type ImagePage, imageListInput } from "./schema";

export const listImages = defineLoader({
  permission: "platform.images",
  input: imageListInput,
  run: async ({ input }): Promise<ImagePage> => ({
    ...(await listImageRows(input)),
    maxBytes: maxUploadBytes,
  }),
});
