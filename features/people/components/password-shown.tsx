"use client";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { useTranslation } from "@/i18n/provider";

type Props = { onClose: () => void; password: string; text: string; title: string };

/** A made password, shown this once. It is closed on purpose only, by its button. */
export const PasswordShown = ({ onClose, password, text, title }: Props) => {
  const { t } = useTranslation();
  return (
    <Dialog
      footer={
        <Button onPress={onClose} variant="primary">
          {t("action.close")}
        </Button>
      }
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      size="sm"
      title={title}
    >
      <div className="grid gap-3">
        <p className="text-pretty">{text}</p>
        <p className="flex items-center justify-between gap-2 rounded-md bg-sunken px-3 py-2 font-mono">
          <span className="break-all" data-password="">
            {password}
          </span>
          <CopyButton value={password} />
        </p>
      </div>
    </Dialog>
  );
};
