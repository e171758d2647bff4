-- Each order of the snapshot lists reads its page from an index, whatever the number of rows behind it.

-- Search by any part of a name, upper and lower case alike: the compared form has no case.
CREATE INDEX "snapshots_name_key_trgm" ON "snapshots" USING GIN ("name_key" gin_trgm_ops);
CREATE INDEX "snapshots_name_key" ON "snapshots"("name_key", "id");

-- When it was taken, or asked for while there is nothing yet.
CREATE INDEX "snapshots_moment" ON "snapshots"((coalesce("taken_at", "created_at")), "id");

-- Disks and RAM together.
CREATE INDEX "snapshots_size" ON "snapshots"((coalesce("disk_bytes", 0) + coalesce("memory_bytes", 0)), "id");

-- By state, the newest first both ways.
CREATE INDEX "snapshots_state_up" ON "snapshots"("state", "created_at" DESC, "id");
CREATE INDEX "snapshots_state_down" ON "snapshots"("state" DESC, "created_at" DESC, "id");

-- What kind it is, or will be once it is Ready.
CREATE INDEX "snapshots_kind" ON "snapshots"((coalesce("consistency", CASE "mode" WHEN 'memory' THEN 'memory'::"Consistency" WHEN 'stop' THEN 'stopped'::"Consistency" ELSE 'crash'::"Consistency" END)), (coalesce("taken_at", "created_at")));
