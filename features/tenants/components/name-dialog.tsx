"use client";
import { useState } from "react";
import { FormError } from "@/components/form/form-error";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toaster";
import { useFieldText } from "@/i18n/field-text";
import { useTranslation } from "@/i18n/provider";
import { createTenant, renameTenant } from "../actions";
import { tenantNameMax } from "../list";
import type { TenantRow } from "../loaders";

type Props = { onClose: () => void /** The one to rename; none to create a new one. */; tenant: TenantRow | null };

export const NameDialog = ({ onClose, tenant }: Props) => {
  const { t } = useTranslation(["tenants", "common"]);
  const { failure, isPending, run } = useAction();
  const fieldText = useFieldText(failure);
  const [name, setName] = useState(tenant?.name ?? "");

  const save = async () => {
    const saved = tenant
      ? await run(() => renameTenant({ id: tenant.id, name }))
      : await run(() => createTenant({ name }));
    if (!saved) return;
    toast.success({ title: t(tenant ? "done.renamed" : "done.created", { name: name.trim() }) });
    onClose();
  };

  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{t("common:action.cancel")}</Button>
          <Button isPending={isPending} onPress={save} variant="primary">
            {t(tenant ? "common:action.rename" : "action.create")}
          </Button>
        </>
      }
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      onSubmit={() => void save()}
      size="sm"
      title={tenant ? t("rename.title", { name: tenant.name }) : t("create.title")}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <FormError failure={failure} />
        <TextField
          autoComplete="off"
          description={t("form.nameHint", { max: tenantNameMax })}
          errorMessage={fieldText("name")}
          isRequired
          label={t("form.name")}
          maxLength={tenantNameMax}
          onChange={setName}
          value={name}
        />
      </form>
    </Dialog>
  );
};
