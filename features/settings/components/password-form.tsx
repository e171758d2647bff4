"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { FormError } from "@/components/form/form-error";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toaster";
import { useFieldText } from "@/i18n/field-text";
import { useTranslation } from "@/i18n/provider";
import { passwordLength } from "@/lib/password-length";
import { changePassword } from "../actions";

/** `email` lets password managers know whose password this is. */
export const PasswordForm = ({ email }: { email: string }) => {
  const { t } = useTranslation("settings");
  const router = useRouter();
  const { failure, isPending, run } = useAction();
  const fieldText = useFieldText(failure);
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const isWrong = failure?.fields?.current === "invalid";

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await run(() => changePassword({ current, next })))) return;
    setCurrent("");
    setNext("");
    toast.success({ title: t("done.password") });
    router.refresh();
  };

  return (
    <form className="grid gap-4" onSubmit={(event) => void save(event)}>
      <FormError failure={failure} />
      <input autoComplete="username" hidden readOnly type="text" value={email} />
      <TextField
        autoComplete="current-password"
        errorMessage={isWrong ? t("password.wrong") : fieldText("current")}
        isRequired
        label={t("password.current")}
        onChange={setCurrent}
        type="password"
        value={current}
      />
      <TextField
        autoComplete="new-password"
        description={t("password.nextHint", { min: passwordLength.min })}
        errorMessage={fieldText("next")}
        isRequired
        label={t("password.next")}
        onChange={setNext}
        type="password"
        value={next}
      />
      <div>
        <Button isPending={isPending} type="submit">
          {t("password.button")}
        </Button>
      </div>
    </form>
  );
};
