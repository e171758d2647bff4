"use client";
import { FormError } from "@/components/form/form-error";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toaster";
import { useTranslation } from "@/i18n/provider";
import { disablePerson, endSessions, resetPassword } from "../actions";
import type { PersonDetail } from "../loaders";

export type Decision = "disable" | "endSessions" | "reset";

type Props = {
  decision: Decision;
  onClose: () => void;
  onNewPassword: (password: string) => void;
  person: PersonDetail;
};

const verbs = { disable: "action.disable", endSessions: "action.endSessions", reset: "action.resetPassword" } as const;

/** Names the person and what follows for them, before it happens. */
export const ConfirmDialog = ({ decision, onClose, onNewPassword, person }: Props) => {
  const { t } = useTranslation(["people", "common"]);
  const { failure, isPending, run } = useAction();
  const { id, name } = person;

  const perform = async (): Promise<void> => {
    switch (decision) {
      case "disable": {
        if (!(await run(() => disablePerson({ id })))) return;
        toast.success({ title: t("done.disabled", { name }) });
        onClose();
        return;
      }
      case "endSessions": {
        const ended = await run(() => endSessions({ id }));
        if (!ended) return;
        toast.success({ title: t("done.sessionsEnded", { count: ended.value.count }) });
        onClose();
        return;
      }
      case "reset": {
        const made = await run(() => resetPassword({ id }));
        if (made) onNewPassword(made.value.password);
      }
    }
  };

  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{t("common:action.cancel")}</Button>
          <Button isPending={isPending} onPress={perform} variant={decision === "disable" ? "danger" : "primary"}>
            {t(verbs[decision])}
          </Button>
        </>
      }
      isDestructive
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      size="sm"
      title={t(`${decision}.title`, { name })}
    >
      <div className="grid gap-3">
        <FormError failure={failure} />
        <p className="text-pretty">{t(`${decision}.text`, { name })}</p>
      </div>
    </Dialog>
  );
};
