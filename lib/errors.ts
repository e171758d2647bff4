/**
 * Every error a person can meet, by code. The text of each stands in `locales/<language>/errors.json`
 * under the same key; a code without a text in both languages does not compile (see `i18n/resources.ts`).
 */
export const errorCodes = [
  "agentUnavailable",
  "alreadyRunning",
  "conflict",
  "diskFull",
  "diskInSnapshots",
  "emailTaken",
  "engineFailed",
  "engineUnavailable",
  "expiryInPast",
  "forbidden",
  "guestStopped",
  "hostFull",
  "imageInUse",
  "imageInvalid",
  "imageTooLarge",
  "inputInvalid",
  "internal",
  "invalidCredentials",
  "machineLost",
  "memoryDoesNotFit",
  "memoryFileDamaged",
  "memoryNeedsRunning",
  "nameTaken",
  "notCancellable",
  "notFound",
  "operationCancelled",
  "operationLost",
  "passwordTooShort",
  "quiesceFailed",
  "quiesceNeedsRunning",
  "selfLockout",
  "serverBusy",
  "serverHasLocked",
  "serverHasSnapshots",
  "serverNotRunning",
  "serverNotStopped",
  "serverStateUnknown",
  "sessionExpired",
  "setupDone",
  "snapshotLocked",
  "snapshotMissing",
  "snapshotNotReady",
  "stopNeedsRunning",
  "stopTimedOut",
  "tenantNotEmpty",
  "thawUnconfirmed",
  "tooManyAttempts",
  "workerUnavailable",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Values a text may name: only plain ones, so that they survive JSON in a row or an answer. */
export type ErrorParams = Readonly<Record<string, string | number>>;

/** The one error of the product. `message` is for the log; people read the text of `code` in their language. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, options: { cause?: unknown } = {}) {
    super(`${code} ${JSON.stringify(params)}`, options);
    this.code = code;
    this.params = params;
  }
}

export type Failure = { ok: false; code: ErrorCode; params: ErrorParams; fields?: Readonly<Record<string, string>> };
export type Result<T> = { ok: true; value: T } | Failure;

export const isErrorCode = (value: unknown): value is ErrorCode => errorCodes.some((code) => code === value);

/** For `default:` of a switch over a union: the compiler proves that it is never reached. */
export const assertNever = (value: never): never => {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
};
