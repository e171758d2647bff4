import type { ListOptions } from "@/lib/list-state";
import type { ImageSort } from "@/server/db/image-views";

const sortBy = ["createdAt", "diskBytes", "name", "state"] satisfies ImageSort[];

/** What may stand in the address of the list of images. */
export const imageList: ListOptions = { defaultSort: { by: "name", dir: "asc" }, sortBy };
