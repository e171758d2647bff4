-- The wish for file systems at rest, and how long they were.
ALTER TABLE "snapshots" ADD COLUMN "quiesce" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "frozen_ms" DOUBLE PRECISION;
-- What kind it is, or will be once it is Ready.
DROP INDEX "snapshots_kind";
CREATE INDEX "snapshots_kind" ON "snapshots"((coalesce("consistency", CASE WHEN "mode" = 'memory' THEN 'memory'::"Consistency" WHEN "mode" = 'stop' THEN 'stopped'::"Consistency" WHEN "quiesce" THEN 'quiesced'::"Consistency" ELSE 'crash'::"Consistency" END)), (coalesce("taken_at", "created_at")));
