"use server";
import { requestImageRemove } from "@/engine";
import { defineAction } from "@/server/action";
import { getImageScope } from "@/server/db/image-views";
import { requestPorts } from "@/server/engine";
import { deleteImageInput } from "./schema";

export const deleteImage = defineAction({
  permission: "platform.images",
  input: deleteImageInput,
  scope: ({ imageId }) => getImageScope(imageId),
  audit: "image.delete",
  run: ({ actor, input: { idempotencyKey, imageId }, requestId }) =>
    requestImageRemove(requestPorts(), { idempotencyKey, requestId, userId: actor.id }, { imageId }),
});
