"use client";
import { useState } from "react";
import { FormError } from "@/components/form/form-error";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { usePerson } from "@/components/person-provider";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toaster";
import { useFieldText } from "@/i18n/field-text";
import { useTranslation } from "@/i18n/provider";
import { changeRights, editPerson } from "../actions";
import type { PersonDetail, TenantChoice } from "../loaders";
import { RightsFields, type RightsValue } from "./rights-fields";

type Props = { onDone: () => void; person: PersonDetail };

export const EditPersonDialog = ({ onDone, person }: Props) => {
  const { t } = useTranslation(["people", "common"]);
  const { failure, isPending, run } = useAction();
  const fieldText = useFieldText(failure);
  const [name, setName] = useState(person.name);
  const [email, setEmail] = useState(person.email);
  const save = async () => {
    if (!(await run(() => editPerson({ email, id: person.id, name })))) return;
    toast.success({ title: t("done.edited") });
    onDone();
  };
  return (
    <Dialog
      footer={
        <>
          <Button onPress={onDone}>{t("common:action.cancel")}</Button>
          <Button isPending={isPending} onPress={save} variant="primary">
            {t("common:action.save")}
          </Button>
        </>
      }
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onDone();
      }}
      onSubmit={() => void save()}
      size="sm"
      title={t("action.edit")}
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
          errorMessage={fieldText("name")}
          isRequired
          label={t("form.name")}
          maxLength={100}
          onChange={setName}
          value={name}
        />
        <TextField
          autoComplete="off"
          errorMessage={fieldText("email")}
          isRequired
          label={t("form.email")}
          onChange={setEmail}
          type="email"
          value={email}
        />
        <button hidden type="submit" />
      </form>
    </Dialog>
  );
};

export const RightsDialog = ({ onDone, person, tenants }: Props & { tenants: readonly TenantChoice[] }) => {
  const { t } = useTranslation(["people", "common"]);
  const { failure, isPending, run } = useAction();
  const self = usePerson();
  const [rights, setRights] = useState<RightsValue>({
    isAdmin: person.isAdmin,
    memberships: person.memberships.map(({ role, tenantId }) => ({ role, tenantId })),
  });
  const save = async () => {
    const { isAdmin, memberships } = rights;
    if (!(await run(() => changeRights({ id: person.id, isAdmin, memberships: [...memberships] })))) return;
    toast.success({ title: t("done.edited") });
    onDone();
  };
  return (
    <Dialog
      footer={
        <>
          <Button onPress={onDone}>{t("common:action.cancel")}</Button>
          <Button isPending={isPending} onPress={save} variant="primary">
            {t("common:action.save")}
          </Button>
        </>
      }
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onDone();
      }}
      onSubmit={() => void save()}
      title={t("rights.title", { name: person.name })}
    >
      <div className="grid gap-4">
        <FormError failure={failure} />
        <RightsFields
          adminDisabledReason={self.id === person.id ? t("self.reason") : undefined}
          onChange={setRights}
          tenants={tenants}
          value={rights}
        />
      </div>
    </Dialog>
  );
};
