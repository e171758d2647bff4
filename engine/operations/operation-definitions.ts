import { importImage, removeImage } from "../images/image-operations";
import type { OperationInput, OperationKind, StepKey } from "../model/operation";
import { createServer } from "../servers/create-server";
import { deleteServer } from "../servers/delete-server";
import { editServer } from "../servers/edit-server";
import { forceServerOff, startServer, stopServer } from "../servers/power-server";
import { createSnapshot } from "../snapshots/create-snapshot";
import { deleteSnapshot } from "../snapshots/delete-snapshot";
import { revertSnapshot } from "../snapshots/revert-snapshot";
import type { OperationDefinition } from "./definition";

type Definitions = { readonly [K in OperationKind]: OperationDefinition<K> };

const definitions: Definitions = {
  "image.import": importImage,
  "image.remove": removeImage,
  "server.create": createServer,
  "server.delete": deleteServer,
  "server.edit": editServer,
  "server.forceOff": forceServerOff,
  "server.start": startServer,
  "server.stop": stopServer,
  "snapshot.create": createSnapshot,
  "snapshot.delete": deleteSnapshot,
  "snapshot.revert": revertSnapshot,
};

export const operationDefinition = <K extends OperationKind>(kind: K): Definitions[K] => definitions[kind];

/** The steps that an operation with this input goes through, in order; so that tests miss none. */
export const operationSteps = <K extends OperationKind>(kind: K, input: OperationInput<K>): readonly StepKey[] => {
  const definition: OperationDefinition<K> = operationDefinition(kind);
  return definition.steps(input).map(({ key }) => key);
};
