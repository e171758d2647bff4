import { type Failure, isErrorCode } from "@/lib/errors";

export type Sent = { ok: true } | { ok: false; failure: Failure } | { ok: false; failure: "interrupted" | "stopped" };

type Options = { file: File; onProgress: (sentBytes: number) => void; path: string; signal: AbortSignal };

const answerOf = (request: XMLHttpRequest): Sent => {
  if (request.status === 201) return { ok: true };
  const body: unknown = request.response;
  if (typeof body !== "object" || body === null || !("code" in body) || !isErrorCode(body.code))
    return { failure: "interrupted", ok: false };
  const params = "params" in body && typeof body.params === "object" && body.params !== null ? body.params : {};
  return { failure: { code: body.code, ok: false, params: { ...params } }, ok: false };
};

/** Sends a file as the body of a PUT. `fetch` can't tell how far an upload is. Never rejects. */
export const sendFile = ({ file, onProgress, path, signal }: Options): Promise<Sent> =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("PUT", path);
    request.responseType = "json";
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", ({ loaded }) => onProgress(loaded));
    request.addEventListener("load", () => resolve(answerOf(request)));
    request.addEventListener("error", () => resolve({ failure: "interrupted", ok: false }));
    request.addEventListener("abort", () => resolve({ failure: "stopped", ok: false }));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
