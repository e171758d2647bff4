/**
 * The store did not answer, or answered with something that no rule of ours explains. What was asked for may or may not
 * have happened. An operation that meets it stays as it is and is taken up again; it does not count as failed.
 */
export class StoreFailure extends Error {
  override readonly name = "StoreFailure";

  constructor(cause: unknown) {
    super("the store failed", { cause });
  }
}
