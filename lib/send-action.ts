import type { Result } from "./errors";

/**
 * Calls a server action. Actions answer refusals themselves; what throws is the way to them: a server that restarts, a
 * line that broke. Whether the change was made is then unknown, which is what the text of `internal` says.
 */
export const sendAction = async <T>(send: () => Promise<Result<T>>): Promise<Result<T>> => {
  try {
    return await send();
  } catch {
    return { code: "internal", ok: false, params: { requestId: "–" } };
  }
};
