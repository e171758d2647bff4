"use client";
import { useState } from "react";
import { Checkbox } from "@/components/form/checkbox";
import { FormError } from "@/components/form/form-error";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useFieldText } from "@/i18n/field-text";
import { useTranslation } from "@/i18n/provider";
import { passwordLength } from "@/lib/password-length";
import { addPerson } from "../actions";
import type { TenantChoice } from "../loaders";
import { RightsFields, type RightsValue } from "./rights-fields";

export type AddedPerson = { name: string; password: string | null };

type Props = {
  onAdded: (person: AddedPerson) => void;
  onClose: () => void;
  /** The tenant that the list is narrowed to, if it is. */
  startTenantId: string | undefined;
  tenants: readonly TenantChoice[];
};

export const AddPersonDialog = ({ onAdded, onClose, startTenantId, tenants }: Props) => {
  const { t } = useTranslation(["people", "common"]);
  const { failure, isPending, run } = useAction();
  const fieldText = useFieldText(failure);
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [isGenerated, setGenerated] = useState(true);
  const [rights, setRights] = useState<RightsValue>({
    isAdmin: false,
    memberships: startTenantId ? [{ role: "operator", tenantId: startTenantId }] : [],
  });

  const submit = async () => {
    const draft = { ...rights, email, memberships: [...rights.memberships], name };
    const added = await run(() => addPerson({ ...draft, password: isGenerated ? null : password }));
    if (added) onAdded({ name: name.trim(), password: added.value.password });
  };

  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{t("common:action.cancel")}</Button>
          <Button isPending={isPending} onPress={submit} variant="primary">
            {t("action.add")}
          </Button>
        </>
      }
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      onSubmit={() => void submit()}
      title={t("action.add")}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
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
        <RightsFields onChange={setRights} tenants={tenants} value={rights} />
        <Checkbox isSelected={isGenerated} onChange={setGenerated}>
          {t("form.generate")}
        </Checkbox>
        {isGenerated ? null : (
          <TextField
            autoComplete="new-password"
            description={t("form.passwordHint", { min: passwordLength.min })}
            errorMessage={fieldText("password")}
            isRequired
            label={t("form.password")}
            onChange={setPassword}
            type="password"
            value={password}
          />
        )}
        {/* Enter in a field sends the form; the button that shows stands in the footer. */}
        <button hidden type="submit" />
      </form>
    </Dialog>
  );
};
