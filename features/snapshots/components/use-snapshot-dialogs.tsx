"use client";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import type { SnapshotRow } from "../schema";

const DeleteDialog = dynamic(() => import("./delete-dialog").then((module) => module.DeleteDialog), { ssr: false });
const EditDialog = dynamic(() => import("./edit-dialog").then((module) => module.EditDialog), { ssr: false });
const LockDialog = dynamic(() => import("./lock-dialog").then((module) => module.LockDialog), { ssr: false });
const RevertDialog = dynamic(() => import("./revert-dialog").then((module) => module.RevertDialog), { ssr: false });
const UnlockDialog = dynamic(() => import("./unlock-dialog").then((module) => module.UnlockDialog), { ssr: false });

type Opened =
  | { kind: "delete"; onDone?: () => void; rows: readonly SnapshotRow[] }
  | { kind: "edit" | "lock" | "revert" | "unlock"; snapshot: SnapshotRow };

/** The decisions about snapshots, one at a time; each is fetched when it is first needed and made anew when opened. */
export const useSnapshotDialogs = (): { element: ReactNode; open: (opened: Opened) => void } => {
  const [opened, open] = useState<Opened | null>(null);
  const onClose = () => open(null);
  const element = (() => {
    switch (opened?.kind) {
      case "delete":
        return <DeleteDialog onClose={onClose} onDone={opened.onDone} rows={opened.rows} />;
      case "edit":
        return <EditDialog onClose={onClose} snapshot={opened.snapshot} />;
      case "lock":
        return <LockDialog onClose={onClose} snapshot={opened.snapshot} />;
      case "revert":
        return <RevertDialog onClose={onClose} snapshot={opened.snapshot} />;
      case "unlock":
        return <UnlockDialog onClose={onClose} snapshot={opened.snapshot} />;
      default:
        return null;
    }
  })();
  return { element, open };
};
