import { Agent, request } from "node:http";

export type Target = { path: string; status?: number };
type Session = { url: string; cookie: string };

/** One request, from sending it to the last byte of its answer, ms. */
const timeOne = (agent: Agent, { url, cookie }: Session, { path, status = 200 }: Target): Promise<number> =>
  new Promise((resolve, reject) => {
    const begun = performance.now();
    const headers = { cookie, accept: "text/html,application/json" };
    const outgoing = request(new URL(path, url), { agent, headers }, (answer) => {
      answer.resume();
      answer.on("end", () => {
        if (answer.statusCode === status) resolve(performance.now() - begun);
        else reject(new Error(`${path} answered ${answer.statusCode}`));
      });
      answer.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end();
  });

/** Keeps `concurrent` requests under way until `count` have ended; the times of all of them, ms. */
export const timeMany = async (
  session: Session,
  target: Target,
  { concurrent, count }: { concurrent: number; count: number },
): Promise<number[]> => {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrent });
  const times: number[] = [];
  let begun = 0;
  const client = async () => {
    while (begun < count) {
      begun += 1;
      times.push(await timeOne(agent, session, target));
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrent }, client));
    return times;
  } finally {
    agent.destroy();
  }
};

const cookiesOf = (answer: Response): string[] =>
  answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");

/** Signs in as the form does and returns the cookie header. */
export const signInByHttp = async (url: string, person: { email: string; password: string }): Promise<string> => {
  const first = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = await first.json();
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    body: new URLSearchParams({ ...person, csrfToken, json: "true" }),
    headers: { cookie: cookiesOf(first).join("; ") },
    method: "POST",
    redirect: "manual",
  });
  await answer.body?.cancel();
  const cookie = [...cookiesOf(first), ...cookiesOf(answer)].join("; ");
  if (!cookie.includes("session-token")) throw new Error("sign-in was refused");
  return cookie;
};
