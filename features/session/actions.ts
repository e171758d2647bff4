"use server";
import { definePublicAction } from "@/server/action";
import { setUpAdmin } from "@/server/people";
import { firstAdmin } from "./schema";

export const createFirstAdmin = definePublicAction({
  input: firstAdmin,
  reason: "On an empty panel there is nobody yet who could allow it; with anybody there it is refused.",
  run: async ({ input }) => {
    await setUpAdmin(input);
  },
});
