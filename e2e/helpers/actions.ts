import type { Page } from "@playwright/test";

/** A server action's request as the browser sent it. */
export type SentAction = { url: string; id: string; contentType: string; body: string };

/** `code`: "ok", the code of the refusal, or null where the answer holds no result; `each`: the same of a batch's items. */
export type Outcome = { status: number; code: string | null; each: string[] };

/** Does something on the page and returns the first action that the page sends for it. */
export const captureAction = async (page: Page, act: () => Promise<unknown>): Promise<SentAction> => {
  const [request] = await Promise.all([
    page.waitForRequest((sent) => sent.method() === "POST" && "next-action" in sent.headers()),
    act(),
  ]);
  const headers = request.headers();
  return {
    body: request.postData() ?? "",
    contentType: headers["content-type"] ?? "text/plain;charset=UTF-8",
    id: headers["next-action"] ?? "",
    url: request.url(),
  };
};

type Result = { ok: boolean; code?: string; value?: unknown };
const isResult = (value: unknown): value is Result => typeof value === "object" && value !== null && "ok" in value;
const codeOf = ({ ok, code }: Result): string => (ok ? "ok" : (code ?? "no code"));

/** Finds the result among the lines of the answer. */
const findResult = (answer: string): Result | null => {
  for (const line of answer.split("\n")) {
    const json = /^[0-9a-f]+:(\{.*\})$/.exec(line)?.[1];
    const value: unknown = json === undefined ? null : JSON.parse(json);
    if (isResult(value)) return value;
  }
  return null;
};

/** Sends the action again past every control of the page, as the person whose page this is. */
export const postAction = async (page: Page, { url, id, contentType, body }: SentAction): Promise<Outcome> => {
  const answer = await page.request.post(url, {
    data: body,
    headers: {
      accept: "text/x-component",
      "content-type": contentType,
      "next-action": id,
      origin: new URL(url).origin,
    },
    maxRedirects: 0,
  });
  const result = findResult(await answer.text());
  const items = Array.isArray(result?.value) ? result.value.filter(isResult) : [];
  return { code: result && codeOf(result), each: items.map(codeOf), status: answer.status() };
};
