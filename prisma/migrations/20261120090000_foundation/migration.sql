-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "TenantRole" AS ENUM ('owner', 'operator', 'viewer');

-- CreateEnum
CREATE TYPE "ServerState" AS ENUM ('pending', 'creating', 'running', 'stopped', 'unknown', 'deleting', 'failed');

-- CreateEnum
CREATE TYPE "SnapshotState" AS ENUM ('pending', 'creating', 'ready', 'reverting', 'deleting', 'failed');

-- CreateEnum
CREATE TYPE "SnapshotMode" AS ENUM ('disks', 'memory', 'stop');

-- CreateEnum
CREATE TYPE "Consistency" AS ENUM ('crash', 'quiesced', 'memory', 'stopped');

-- CreateEnum
CREATE TYPE "SnapshotOrigin" AS ENUM ('manual', 'scheduled', 'safety', 'uploaded');

-- CreateEnum
CREATE TYPE "OperationState" AS ENUM ('waiting', 'running', 'done', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "ImageState" AS ENUM ('pending', 'importing', 'ready', 'failed');

-- CreateTable
CREATE TABLE "tenants" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "is_admin" BOOLEAN NOT NULL DEFAULT false,
    "locale" TEXT,
    "time_zone" TEXT,
    "theme" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identities" (
    "id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "identities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "tenant_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "TenantRole" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("tenant_id","user_id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "address" TEXT,
    "agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" TIMESTAMPTZ(3),

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "heartbeats" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "heartbeats_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "images" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "state" "ImageState" NOT NULL,
    "files" JSONB,
    "disk_bytes" BIGINT NOT NULL,
    "error_code" TEXT,
    "error_params" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "images_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "servers" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "image_id" UUID,
    "name" TEXT NOT NULL,
    "state" "ServerState" NOT NULL,
    "agent" BOOLEAN,
    "vcpus" INTEGER NOT NULL,
    "memory_bytes" BIGINT NOT NULL,
    "web_port" INTEGER,
    "started_at" TIMESTAMPTZ(3),
    "used_bytes" BIGINT,
    "current_snapshot_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "servers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disks" (
    "id" UUID NOT NULL,
    "server_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "used_bytes" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "disks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "nics" (
    "id" UUID NOT NULL,
    "server_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "mac" TEXT NOT NULL,

    CONSTRAINT "nics_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "snapshots" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "server_id" UUID NOT NULL,
    "parent_id" UUID,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "mode" "SnapshotMode" NOT NULL,
    "state" "SnapshotState" NOT NULL,
    "origin" "SnapshotOrigin" NOT NULL,
    "consistency" "Consistency",
    "config" JSONB NOT NULL,
    "memory_method" TEXT,
    "memory_sha256" TEXT,
    "pause_ms" DOUBLE PRECISION,
    "disk_bytes" BIGINT,
    "memory_bytes" BIGINT,
    "taken_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "error_code" TEXT,
    "error_params" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" UUID,

    CONSTRAINT "snapshots_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "holds" (
    "id" UUID NOT NULL,
    "snapshot_id" UUID NOT NULL,
    "user_id" UUID,
    "reason" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(3),
    "released_at" TIMESTAMPTZ(3),

    CONSTRAINT "holds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operations" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" "OperationState" NOT NULL,
    "tenant_id" UUID,
    "server_id" UUID,
    "image_id" UUID,
    "snapshot_id" UUID,
    "subject" JSONB NOT NULL,
    "input" JSONB NOT NULL,
    "journal" JSONB NOT NULL,
    "step" TEXT,
    "percent" INTEGER NOT NULL DEFAULT 0,
    "cancellable" BOOLEAN NOT NULL DEFAULT false,
    "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "worker_id" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "error_code" TEXT,
    "error_params" JSONB,
    "request_id" TEXT,
    "idempotency_key" TEXT,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "operations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activities" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "event" TEXT NOT NULL,
    "tenant_id" UUID,
    "server_id" UUID,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "address" TEXT,
    "outcome" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "request_id" TEXT,

    CONSTRAINT "activities_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "tenants_name_key" ON "tenants"("name");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "identities_user_id_idx" ON "identities"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "identities_issuer_subject_key" ON "identities"("issuer", "subject");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE INDEX "sessions_user_id_revoked_at_idx" ON "sessions"("user_id", "revoked_at");

-- CreateIndex
CREATE INDEX "heartbeats_kind_at_idx" ON "heartbeats"("kind", "at");

-- CreateIndex
CREATE UNIQUE INDEX "images_name_key" ON "images"("name");

-- CreateIndex
CREATE UNIQUE INDEX "servers_current_snapshot_id_key" ON "servers"("current_snapshot_id");

-- CreateIndex
CREATE INDEX "servers_name_idx" ON "servers"("name");

-- CreateIndex
CREATE INDEX "servers_state_idx" ON "servers"("state");

-- CreateIndex
CREATE UNIQUE INDEX "servers_tenant_id_name_key" ON "servers"("tenant_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "disks_server_id_position_key" ON "disks"("server_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "nics_mac_key" ON "nics"("mac");

-- CreateIndex
CREATE UNIQUE INDEX "nics_server_id_position_key" ON "nics"("server_id", "position");

-- CreateIndex
CREATE INDEX "snapshots_server_id_created_at_idx" ON "snapshots"("server_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "snapshots_tenant_id_created_at_idx" ON "snapshots"("tenant_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "snapshots_created_at_idx" ON "snapshots"("created_at" DESC);

-- CreateIndex
CREATE INDEX "snapshots_name_idx" ON "snapshots"("name");

-- CreateIndex
CREATE INDEX "snapshots_state_idx" ON "snapshots"("state");

-- CreateIndex
CREATE INDEX "snapshots_expires_at_idx" ON "snapshots"("expires_at");

-- CreateIndex
CREATE INDEX "snapshots_parent_id_idx" ON "snapshots"("parent_id");

-- CreateIndex
CREATE UNIQUE INDEX "snapshots_server_id_name_key_key" ON "snapshots"("server_id", "name_key");

-- CreateIndex
CREATE INDEX "holds_snapshot_id_released_at_idx" ON "holds"("snapshot_id", "released_at");

-- CreateIndex
CREATE UNIQUE INDEX "operations_idempotency_key_key" ON "operations"("idempotency_key");

-- CreateIndex
CREATE INDEX "operations_state_created_at_idx" ON "operations"("state", "created_at");

-- CreateIndex
CREATE INDEX "operations_server_id_state_idx" ON "operations"("server_id", "state");

-- CreateIndex
CREATE INDEX "operations_tenant_id_created_at_idx" ON "operations"("tenant_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "operations_created_at_idx" ON "operations"("created_at" DESC);

-- CreateIndex
CREATE INDEX "activities_server_id_at_idx" ON "activities"("server_id", "at" DESC);

-- CreateIndex
CREATE INDEX "activities_tenant_id_at_idx" ON "activities"("tenant_id", "at" DESC);

-- CreateIndex
CREATE INDEX "activities_at_idx" ON "activities"("at" DESC);

-- AddForeignKey
ALTER TABLE "identities" ADD CONSTRAINT "identities_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "servers" ADD CONSTRAINT "servers_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "servers" ADD CONSTRAINT "servers_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "images"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "servers" ADD CONSTRAINT "servers_current_snapshot_id_fkey" FOREIGN KEY ("current_snapshot_id") REFERENCES "snapshots"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disks" ADD CONSTRAINT "disks_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "servers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nics" ADD CONSTRAINT "nics_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "servers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "servers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "snapshots"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holds" ADD CONSTRAINT "holds_snapshot_id_fkey" FOREIGN KEY ("snapshot_id") REFERENCES "snapshots"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "holds" ADD CONSTRAINT "holds_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operations" ADD CONSTRAINT "operations_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operations" ADD CONSTRAINT "operations_server_id_fkey" FOREIGN KEY ("server_id") REFERENCES "servers"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operations" ADD CONSTRAINT "operations_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "images"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operations" ADD CONSTRAINT "operations_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activities" ADD CONSTRAINT "activities_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE SET NULL ON UPDATE CASCADE;



-- Prisma's schema knows no partial index: one change at a time for each server, held by the database itself.
CREATE UNIQUE INDEX "operations_one_running_per_server" ON "operations"("server_id") WHERE "state" = 'running';

-- Names are searched by any part of them.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";
CREATE INDEX "snapshots_name_trgm" ON "snapshots" USING GIN ("name" gin_trgm_ops);
CREATE INDEX "servers_name_trgm" ON "servers" USING GIN ("name" gin_trgm_ops);
