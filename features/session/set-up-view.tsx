"use client";
import { type FormEvent, useState } from "react";
import { FormError } from "@/components/form/form-error";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { useFieldText } from "@/i18n/field-text";
import { useLocale, useTranslation } from "@/i18n/provider";
import type { Failure } from "@/lib/errors";
import { signIn } from "@/lib/sign-in";
import { createFirstAdmin } from "./actions";

export const SetUpView = ({ passwordMin }: { passwordMin: number }) => {
  const { t } = useTranslation("auth");
  const locale = useLocale();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isPending, setPending] = useState(false);
  const fieldText = useFieldText(failure);

  const create = async (form: FormData) => {
    const [name, email, password] = ["name", "email", "password"].map((field) => String(form.get(field)));
    if (name === undefined || email === undefined || password === undefined) return;
    setPending(true);
    const result = await createFirstAdmin({ email, locale, name, password });
    if (!result.ok) {
      setFailure(result);
      setPending(false);
      return;
    }
    const problem = await signIn({ email, password }).catch(() => ({}));
    location.assign(problem ? "/sign-in" : "/");
  };

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isPending) void create(new FormData(event.currentTarget));
  };

  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      <p className="text-pretty text-muted">{t("setUp.intro")}</p>
      <FormError failure={failure} />
      <TextField
        autoComplete="name"
        errorMessage={fieldText("name")}
        isRequired
        label={t("setUp.name")}
        maxLength={100}
        name="name"
      />
      <TextField
        autoComplete="username"
        errorMessage={fieldText("email")}
        isRequired
        label={t("signIn.email")}
        name="email"
        type="email"
      />
      <TextField
        autoComplete="new-password"
        description={t("setUp.passwordHint", { min: passwordMin })}
        errorMessage={fieldText("password")}
        isRequired
        label={t("signIn.password")}
        name="password"
        type="password"
      />
      <Button isPending={isPending} type="submit" variant="primary">
        {t("setUp.button")}
      </Button>
    </form>
  );
};
