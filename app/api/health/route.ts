import { findActor } from "@/server/auth/actor";
import { definePublic } from "@/server/door";
import { getHealth } from "@/server/health";

export const GET = definePublic(
  "Supervisors ask without a session; they learn codes, and only admins versions.",
  async () => {
    const { health, versions } = await getHealth();
    // Without the database nobody can be known, and the answer has to come all the same.
    const isAdmin = versions !== null && (await findActor())?.isAdmin === true;
    return Response.json(isAdmin ? { ...health, versions } : health, {
      headers: { "Cache-Control": "private, no-store" },
      status: health.status === "ok" ? 200 : 503,
    });
  },
);
