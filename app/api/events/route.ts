import { defineStream } from "@/server/route";
import { openEventStream } from "@/server/stream";

export const GET = defineStream("self.edit", async ({ actor, request }) => {
  const headers = {
    "Cache-Control": "no-cache, no-transform",
    "Content-Type": "text/event-stream; charset=utf-8",
    // nginx holds events back otherwise.
    "X-Accel-Buffering": "no",
  };
  return new Response(openEventStream(actor, request.signal), { headers });
});
