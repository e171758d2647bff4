import { expect, it } from "vitest";
import { z } from "zod";
import { newIntentKey } from "./intent-key";

it("gives UUIDs of version 4, each its own", () => {
  const keys = Array.from({ length: 200 }, newIntentKey);
  for (const key of keys) expect(z.uuidv4().safeParse(key).success).toBe(true);
  expect(new Set(keys).size).toBe(keys.length);
});
