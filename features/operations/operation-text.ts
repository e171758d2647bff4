import { assertNever } from "@/lib/errors";
import type { OperationSummary } from "./schema";

type Active = "running" | "waiting";
type Ended = Exclude<OperationSummary["state"], Active>;

/** The sentence that names an operation: what it does while it is at work, what came of it afterwards. */
export const sentenceKey = ({ kind, state }: OperationSummary): `${"kind" | Ended}.${OperationSummary["kind"]}` => {
  switch (state) {
    case "running":
    case "waiting":
      return `kind.${kind}`;
    case "done":
    case "failed":
    case "cancelled":
      return `${state}.${kind}`;
    default:
      return assertNever(state);
  }
};

/** The names that the sentences need; those that an operation does not have stand in none of its own. */
export const namesIn = ({ subject }: OperationSummary) => ({
  image: subject.image ?? "",
  server: subject.server ?? "",
  snapshot: subject.snapshot ?? "",
});

/** Where what an operation left can be seen; null where nothing is left to see. */
export const placeOf = ({ kind, serverId, imageId }: OperationSummary): string | null => {
  switch (kind) {
    case "image.import":
    case "image.remove":
      return imageId ? "/images" : null;
    case "server.create":
    case "server.delete":
    case "server.edit":
    case "server.forceOff":
    case "server.start":
    case "server.stop":
      return serverId ? `/servers/${serverId}` : null;
    case "snapshot.create":
    case "snapshot.delete":
    case "snapshot.revert":
      return serverId ? `/servers/${serverId}/snapshots` : null;
    default:
      return assertNever(kind);
  }
};
