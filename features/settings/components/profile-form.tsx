"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { FormError } from "@/components/form/form-error";
import { Select } from "@/components/form/select";
import { TextField } from "@/components/form/text-field";
import { useAction } from "@/components/form/use-action";
import { applyLocale, applyTheme } from "@/components/layout/preferences";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toaster";
import { useFieldText } from "@/i18n/field-text";
import { type Locale, locales } from "@/i18n/locale";
import { useLocale, useTranslation } from "@/i18n/provider";
import { type Theme, themes } from "@/lib/theme";
import { saveSettings } from "../actions";
import type { OwnSettings } from "../loaders";

type Props = { settings: OwnSettings /** IANA names, in order. */; timeZones: readonly string[] };

export const ProfileForm = ({ settings, timeZones }: Props) => {
  const { t } = useTranslation(["settings", "common"]);
  const router = useRouter();
  const shown = useLocale();
  const { failure, isPending, run } = useAction();
  const fieldText = useFieldText(failure);
  const [name, setName] = useState(settings.name);
  const [locale, setLocale] = useState<Locale>(settings.locale ?? shown);
  const [theme, setTheme] = useState<Theme>(settings.theme ?? "system");
  const [timeZone, setTimeZone] = useState(settings.timeZone ?? "");

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await run(() => saveSettings({ locale, name, theme, timeZone: timeZone || null })))) return;
    applyTheme(theme);
    if (locale === shown) {
      toast.success({ title: t("done.saved") });
      router.refresh();
    } else applyLocale(locale);
  };

  return (
    <form className="grid gap-4" onSubmit={(event) => void save(event)}>
      <FormError failure={failure} />
      <TextField
        autoComplete="name"
        errorMessage={fieldText("name")}
        isRequired
        label={t("profile.name")}
        maxLength={100}
        onChange={setName}
        value={name}
      />
      <TextField
        description={t("profile.emailHint")}
        isReadOnly
        label={t("profile.email")}
        type="email"
        value={settings.email}
      />
      <Select
        description={t("language.hint")}
        label={t("language.label")}
        onChange={(value) => setLocale(locales.find((each) => each === value) ?? shown)}
        options={locales.map((each) => ({ label: t(`common:language.${each}`), value: each }))}
        value={locale}
      />
      <Select
        description={t("timeZone.hint")}
        errorMessage={fieldText("timeZone")}
        label={t("timeZone.label")}
        onChange={setTimeZone}
        options={[
          { label: t("timeZone.unset"), value: "" },
          ...timeZones.map((zone) => ({ label: zone.replaceAll("_", " "), value: zone })),
        ]}
        value={timeZone}
      />
      <Select
        label={t("theme.label")}
        onChange={(value) => setTheme(themes.find((each) => each === value) ?? "system")}
        options={themes.map((each) => ({ label: t(`common:theme.${each}`), value: each }))}
        value={theme}
      />
      <div>
        <Button isPending={isPending} type="submit" variant="primary">
          {t("common:action.save")}
        </Button>
      </div>
    </form>
  );
};
