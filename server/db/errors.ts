import "server-only";
import { AppError } from "@/lib/errors";
import { Prisma } from "./generated/client";

const isKnown = (error: unknown, code: string) =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === code;

/** A row with the same unique value is there already. */
export const isUniqueViolation = (error: unknown): boolean => isKnown(error, "P2002");

/** The row to change is not there (any more). */
export const isMissingRow = (error: unknown): boolean => isKnown(error, "P2025");

/** Other rows still point at this one. */
export const isStillReferenced = (error: unknown): boolean => isKnown(error, "P2003");

/** Two that came with one name in the same moment: the second hears what it would have heard a moment later. */
export const orNameTaken = async (write: PromiseLike<unknown>, name: string): Promise<void> => {
  try {
    await write;
  } catch (error) {
    throw isUniqueViolation(error) ? new AppError("nameTaken", { name }) : error;
  }
};
