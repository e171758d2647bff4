/** One stream for all tabs of a browser: HTTP/1.1 allows six connections, and the seventh tab would wait for ever. */
const ports = new Set<MessagePort>();
let source: EventSource | undefined;

const leave = (port: MessagePort) => {
  ports.delete(port);
  if (ports.size > 0) return;
  source?.close();
  source = undefined;
};

const open = () => {
  // Closed for good, for instance by a sign-out: the next tab that joins tries again.
  if (source && source.readyState !== EventSource.CLOSED) return;
  source = new EventSource("/api/events");
  source.addEventListener("message", (event) => {
    for (const port of ports) port.postMessage(event.data);
  });
};

addEventListener("connect", (event) => {
  const port = event instanceof MessageEvent ? event.ports[0] : undefined;
  if (!port) return;
  ports.add(port);
  port.addEventListener("message", ({ data }) => {
    if (data === "bye") leave(port);
  });
  port.start();
  open();
});

export {};
