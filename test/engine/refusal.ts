import { expect } from "vitest";
import { AppError, type ErrorCode } from "@/lib/errors";

/** That the call is refused with this code and none other. */
export const expectRefusal = async (call: Promise<unknown>, code: ErrorCode): Promise<void> => {
  const outcome = await call.then(
    () => "no refusal",
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
  expect(outcome).toBe(code);
};
