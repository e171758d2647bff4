// What `server-only` is to tests and to the worker: they are the server.
export {};
