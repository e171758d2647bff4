"use client";
import { FormError } from "@/components/form/form-error";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toaster";
import { useTranslation } from "@/i18n/provider";
import { deleteTenant } from "../actions";
import type { TenantRow } from "../loaders";

type Props = { onClose: () => void; tenant: TenantRow };

export const DeleteDialog = ({ onClose, tenant }: Props) => {
  const { t } = useTranslation(["tenants", "common"]);
  const { failure, isPending, run } = useAction();
  const { id, name } = tenant;
  const remove = async () => {
    if (!(await run(() => deleteTenant({ id })))) return;
    toast.success({ title: t("done.deleted", { name }) });
    onClose();
  };
  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{t("common:action.cancel")}</Button>
          <Button isPending={isPending} onPress={remove} variant="danger">
            {t("common:action.delete")}
          </Button>
        </>
      }
      isDestructive
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      size="sm"
      title={t("delete.title", { name })}
    >
      <div className="grid gap-3">
        <FormError failure={failure} />
        <p className="text-pretty">{t("delete.text", { name })}</p>
      </div>
    </Dialog>
  );
};
