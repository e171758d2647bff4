import "server-only";
import { Prisma } from "./generated/client";

/** A value as Prisma wants it in a json column; null becomes SQL NULL. */
export const toJson = (value: object | null): Prisma.InputJsonValue | typeof Prisma.DbNull =>
  value === null ? Prisma.DbNull : JSON.parse(JSON.stringify(value));
