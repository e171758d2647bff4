"use client";
import type { Opened } from "../lib/opened-dialog";
import { DeleteDialog } from "./delete-dialog";
import { EditDialog } from "./edit-dialog";
import { LockDialog } from "./lock-dialog";
import { RevertDialog } from "./revert-dialog";
import { UnlockDialog } from "./unlock-dialog";

/** The decision that is open; made anew each time. */
export const SnapshotDialog = ({ onClose, opened }: { onClose: () => void; opened: Opened }) => {
  switch (opened.kind) {
    case "delete":
      return <DeleteDialog onClose={onClose} onDone={opened.onDone} rows={opened.rows} />;
    case "edit":
      return <EditDialog onClose={onClose} snapshot={opened.snapshot} />;
    case "lock":
      return <LockDialog onClose={onClose} snapshot={opened.snapshot} />;
    case "revert":
      return <RevertDialog isUndo={opened.isUndo ?? false} onClose={onClose} snapshot={opened.snapshot} />;
    case "unlock":
      return <UnlockDialog onClose={onClose} snapshot={opened.snapshot} />;
  }
};
