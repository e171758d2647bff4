import "server-only";
import { type Argon2Parameters, argon2, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { AppError } from "@/lib/errors";
import { passwordLength } from "@/lib/password-length";

const derive = promisify(argon2);

// OWASP's minimum for Argon2id (KiB, passes, lanes); about 50 ms on a small host.
const cost = { memory: 19_456, parallelism: 1, passes: 2, tagLength: 32 } as const;

const concurrent = 2;
const waitingAtMost = 50;
let running = 0;
const waiting: (() => void)[] = [];

/** Hashing is dear on purpose. A flood of sign-ins waits here in line instead of taking every core and the memory. */
const inLine = async <T>(run: () => Promise<T>): Promise<T> => {
  if (waiting.length >= waitingAtMost) throw new AppError("tooManyAttempts", { minutes: 1 });
  if (running >= concurrent) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await run();
  } finally {
    const next = waiting.shift();
    // The place passes on to the next in line, so `running` stays as it is.
    if (next) next();
    else running -= 1;
  }
};

const base64 = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");

const tagOf = (password: string, nonce: Buffer, parameters: Omit<Argon2Parameters, "message" | "nonce">) =>
  inLine(() => derive("argon2id", { message: password.normalize("NFKC"), nonce, ...parameters }));

/** A PHC string: Argon2id with its costs and salt, so that costs can grow later. */
export const hashPassword = async (password: string): Promise<string> => {
  if (password.length < passwordLength.min) throw new AppError("passwordTooShort", { min: passwordLength.min });
  const salt = randomBytes(16);
  const { memory, parallelism, passes } = cost;
  const tag = await tagOf(password, salt, cost);
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
};

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Of nobody: for people that do not exist the same work is done, so that the time tells nothing. */
const nobody = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(Buffer.alloc(16))}$${base64(Buffer.alloc(32))}`;

/** Whether the password fits. Without a stored hash it works as long and says no. */
export const verifyPassword = async (password: string, stored: string | null): Promise<boolean> => {
  const [, memory, passes, parallelism, salt, tag] = phc.exec(stored ?? nobody) ?? [];
  if (!salt || !tag) return false;
  const expected = Buffer.from(tag, "base64");
  const actual = await tagOf(password, Buffer.from(salt, "base64"), {
    memory: Number(memory),
    parallelism: Number(parallelism),
    passes: Number(passes),
    tagLength: expected.length,
  });
  return timingSafeEqual(actual, expected) && stored !== null;
};

// Without the signs that are mistaken for each other when read out: 0 and o, 1, l and i.
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password to hand over once: 20 signs, about 99 bits, in groups that can be read out. */
export const generatePassword = (): string => {
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join("");
  return [group(), group(), group(), group()].join("-");
};
