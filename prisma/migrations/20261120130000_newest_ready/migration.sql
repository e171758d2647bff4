-- The newest Ready snapshot of a server, read from the index alone.
CREATE INDEX "snapshots_newest_ready" ON "snapshots"("server_id", "taken_at") WHERE "state" = 'ready';
