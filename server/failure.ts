import "server-only";
import type { z } from "zod";
import { AppError, type Failure } from "@/lib/errors";
import type { FieldCode } from "@/lib/field-errors";
import { log, logContext } from "./log";

const valueAt = (raw: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    raw,
  );

const fieldCode = (issue: z.core.$ZodIssue, raw: unknown): FieldCode => {
  const value = valueAt(raw, issue.path);
  if (value === undefined || value === null || value === "") return "required";
  switch (issue.code) {
    case "too_small":
      return issue.origin === "string" ? "tooShort" : "tooSmall";
    case "too_big":
      return issue.origin === "string" ? "tooLong" : "tooLarge";
    default:
      return "invalid";
  }
};

/** The first fault of each field, by its path. */
export const fieldsOf = (error: z.ZodError, raw: unknown): Record<string, FieldCode> => {
  const fields: Record<string, FieldCode> = {};
  for (const issue of error.issues) fields[issue.path.join(".")] ??= fieldCode(issue, raw);
  return fields;
};

/** What the door's input was refused for; a kind of `inputInvalid` that remembers the fields. */
export class InputError extends AppError {
  readonly fields: Readonly<Record<string, FieldCode>>;

  constructor(fields: Readonly<Record<string, FieldCode>>) {
    super("inputInvalid");
    this.fields = fields;
  }
}

/** Checks what came through a door; throws `InputError`. */
export const parseInput = <S extends z.ZodType>(schema: S, raw: unknown): z.output<S> => {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw new InputError(fieldsOf(parsed.error, raw));
  return parsed.data;
};

/** What people hear of an error. The unknown one is logged here, once, under the number that they are told. */
export const toFailure = (error: unknown, door: Record<string, unknown>): Failure => {
  if (error instanceof InputError) return { code: error.code, fields: error.fields, ok: false, params: {} };
  if (error instanceof AppError) return { code: error.code, ok: false, params: error.params };
  log.error({ err: error, ...door }, "unexpected error");
  return { code: "internal", ok: false, params: { requestId: logContext().requestId ?? "" } };
};
