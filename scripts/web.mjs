// @ts-check
// The web server's process. Next's own `next start` ends an upload after 300 s and does not end on SIGTERM while a page
// listens for live events; both are settled here.
import { createServer } from "node:http";
import next from "next";
import { root } from "./paths.mjs";

const port = Number(process.env.PORT ?? 3000);
const hostname = process.env.HOST ?? "127.0.0.1";
const isHttps = process.env.PUBLIC_URL?.startsWith("https://") === true;
/** Uploads and downloads in flight get this long; within it live streams are closed by the panel itself. */
const graceMs = 4000;

// From here on the header below is ours, and the panel believes it.
process.env.STILLPOINT_ADDRESS_HEADER = "1";

const app = next({ dev: process.env.NODE_ENV === "development", dir: root, hostname, port });
await app.prepare();
const handle = app.getRequestHandler();

const server = createServer((request, response) => {
  request.headers["x-stillpoint-address"] = request.socket.remoteAddress ?? "";
  if (isHttps) response.setHeader("Strict-Transport-Security", "max-age=63072000");
  handle(request, response).catch(() => {
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
});
// A body may take as long as it takes; its headers may not.
server.requestTimeout = 0;
server.headersTimeout = 60_000;
server.keepAliveTimeout = 65_000;

const stop = () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => {
    server.closeAllConnections();
    process.exit(0);
  }, graceMs).unref();
};
process.once("SIGTERM", stop);
process.once("SIGINT", stop);

server.once("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
server.listen(port, hostname);
