"use client";
import { Fragment } from "react";
import { useTranslation } from "@/i18n/provider";
import { Dialog } from "../ui/dialog";
import { listShortcuts } from "./shortcuts";

const Key = ({ children }: { children: string }) => (
  <kbd className="inline-grid h-6 min-w-6 place-items-center rounded-sm border border-b-2 bg-ground px-1.5 font-sans text-sm">
    {children}
  </kbd>
);

const commandKey = () => (navigator.platform.startsWith("Mac") ? "⌘" : "Ctrl");

export const ShortcutsDialog = ({
  isOpen,
  onOpenChange,
}: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}) => {
  const { t } = useTranslation();
  const rows = [
    { description: t("shortcut.palette"), keys: [commandKey(), "K"] },
    ...listShortcuts().map(({ description, keys }) => ({ description, keys: keys.split(" "), isSequence: true })),
    { description: t("shortcut.submit"), keys: [commandKey(), "↵"] },
    { description: t("shortcut.close"), keys: ["Esc"] },
  ];
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} size="sm" title={t("shortcut.title")}>
      <dl className="grid grid-cols-[1fr_auto] items-center gap-y-2">
        {rows.map((row) => (
          <Fragment key={row.keys.join(" ")}>
            <dt>{row.description}</dt>
            <dd className="flex items-center justify-end gap-1.5">
              {row.keys.map((key, index) => (
                <Fragment key={key}>
                  {index > 0 && "isSequence" in row ? (
                    <span className="text-muted text-sm">{t("shortcut.then")}</span>
                  ) : null}
                  <Key>{key}</Key>
                </Fragment>
              ))}
            </dd>
          </Fragment>
        ))}
      </dl>
      <p className="pb-2 text-muted text-sm">{t("shortcut.none")}</p>
    </Dialog>
  );
};
