"use client";
import { useQueryClient } from "@tanstack/react-query";
import { usePerson } from "@/components/person-provider";
import { useTranslation } from "@/i18n/provider";
import type { SnapshotRow } from "../schema";

type Subject = Pick<SnapshotRow, "id" | "name">;

/** Locks and unlocks; how that is done is fetched with the first press. */
export const useLock = () => {
  const client = useQueryClient();
  const person = usePerson();
  const { t } = useTranslation(["snapshots", "errors"]);
  const change = async (snapshot: Subject, lock: SnapshotRow["lock"]): Promise<void> => {
    const { changeLock } = await import("./change-lock");
    await changeLock({ client, lock, snapshot, t });
  };
  return {
    lock: (snapshot: Subject, reason = "") =>
      change(snapshot, { at: new Date().toISOString(), by: person.name, reason }),
    unlock: (snapshot: Subject) => change(snapshot, null),
  };
};
