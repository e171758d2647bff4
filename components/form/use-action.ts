"use client";
import { useState } from "react";
import type { Failure, Result } from "@/lib/errors";

/** The call itself did not arrive or not come back, so nobody knows whether it was done. */
const lost: Failure = { code: "internal", ok: false, params: { requestId: "–" } };

/** One action at a time, with what it was refused for. `run` gives the value, or null after a refusal. */
export const useAction = () => {
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = async <T>(call: () => Promise<Result<T>>): Promise<{ value: T } | null> => {
    if (isPending) return null;
    setPending(true);
    setFailure(null);
    const result = await call().catch((): Failure => lost);
    setPending(false);
    if (result.ok) return { value: result.value };
    setFailure(result);
    return null;
  };
  return { failure, isPending, run };
};
