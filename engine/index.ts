export type {
  Capabilities,
  Driver,
  HostSpace,
  PowerState,
} from "./drivers/driver";
export { openQemuDriver, type QemuDriverOptions } from "./drivers/open-driver";
export { changedBytes, freedBytes, type SnapshotUsage, uniqueBytes } from "./drivers/snapshot-usage";
export { type ImageRequest, requestImageImport, requestImageRemove } from "./images/image-operations";
export { builtImageName, registerBuiltImage } from "./images/register-built-image";
export type { Hold } from "./model/hold";
export type { Image, ImageState, StoredImageFiles } from "./model/image";
export {
  type JournalEntry,
  type Operation,
  type OperationInput,
  type OperationKind,
  type OperationState,
  type OperationSubject,
  operationKinds,
  operationStates,
  type StepKey,
  stepKeys,
} from "./model/operation";
export {
  addedDisks,
  type Disk,
  type Nic,
  type Server,
  type ServerConfig,
  type ServerState,
  serverStates,
} from "./model/server";
export {
  type Consistency,
  consistencies,
  defaultName,
  maxDescriptionLength,
  maxNameLength,
  nameKeyOf,
  type Snapshot,
  type SnapshotMode,
  type SnapshotOrigin,
  type SnapshotState,
  snapshotModes,
  snapshotStates,
} from "./model/snapshot";
export { operationSteps } from "./operations/operation-definitions";
export type { Requested, Requester } from "./operations/request-operation";
export { type RunOptions, type RunResult, runOperation } from "./operations/run-operation";
export type {
  ActivityRepository,
  Clock,
  FaultPoints,
  Held,
  HoldRepository,
  ImageRepository,
  Log,
  MachineLocks,
  NewOperation,
  ObservedServer,
  OperationRepository,
  RequestPorts,
  ServerRepository,
  SnapshotRepository,
  Store,
  UsageRepository,
  WorkerPorts,
} from "./ports";
export { requestServer, type ServerRequest } from "./servers/create-server";
export { requestServerDelete } from "./servers/delete-server";
export { requestServerEdit, type ServerEdit } from "./servers/edit-server";
export { observeServers } from "./servers/observe-servers";
export { type PowerAction, requestPower } from "./servers/power-server";
export { serverLimits } from "./servers/server-limits";
export { requestSnapshot, type SnapshotRequest } from "./snapshots/create-snapshot";
export { requestSnapshotDelete } from "./snapshots/delete-snapshot";
export { editSnapshot, lockSnapshot, unlockSnapshot } from "./snapshots/edit-snapshot";
export { expireSnapshots } from "./snapshots/expire-snapshots";
export { measureNextUsage } from "./snapshots/measure-usage";
export { removeStrayGuards } from "./snapshots/remove-stray-guards";
export { type RevertRequest, requestRevert } from "./snapshots/request-revert";
export { guardMode, safetyKeepMs } from "./snapshots/safety-snapshot";
export { StoreFailure } from "./store-failure";
