import { AppError } from "@/lib/errors";

const noRoom = /No space left on device|ENOSPC|Disk quota exceeded|EDQUOT|File too large|EFBIG/;

const textOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} ${textOf(error.cause)}`;
};

/** The product's error for whatever went wrong below: `diskFull` where the host had no room, else `engineFailed`. */
export const toAppError = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  return new AppError(noRoom.test(textOf(error)) ? "diskFull" : "engineFailed", {}, { cause: error });
};

export const failed = (message: string, cause?: unknown): AppError =>
  toAppError(new Error(message, cause === undefined ? {} : { cause }));

export const throwIfCancelled = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted) throw new AppError("operationCancelled", {}, { cause: signal.reason });
};

/** Waits for all, even when one fails, so that nothing goes on behind an undo; then throws the first failure. */
export const settleAll = async <T>(tasks: readonly Promise<T>[]): Promise<T[]> => {
  const results = await Promise.allSettled(tasks);
  return results.map((result) => {
    if (result.status === "rejected") throw toAppError(result.reason);
    return result.value;
  });
};
