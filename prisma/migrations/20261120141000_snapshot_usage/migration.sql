-- Who holds which bytes of a server's disks, and what each snapshot holds alone.
ALTER TABLE "snapshots" ADD COLUMN "unique_bytes" BIGINT;

CREATE TABLE "server_usages" (
    "server_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "measured_at" TIMESTAMPTZ(3),
    "figures" JSONB,

    CONSTRAINT "server_usages_pkey" PRIMARY KEY ("server_id")
);

ALTER TABLE "server_usages" ADD CONSTRAINT "server_usages_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "servers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE INDEX "server_usages_due_at_idx" ON "server_usages"("due_at");

-- What would become free, for the order of the lists; what is not measured counts as least.
CREATE INDEX "snapshots_unique" ON "snapshots"((coalesce("unique_bytes", -1)), "id");

INSERT INTO "server_usages" ("server_id", "due_at") SELECT "id", now() FROM "servers";
