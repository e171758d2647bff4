"use client";
import { PageHeader } from "@/components/ui/page-header";
import { useTranslation } from "@/i18n/provider";
import { OwnSessions } from "./components/own-sessions";
import { PasswordForm } from "./components/password-form";
import { ProfileForm } from "./components/profile-form";
import { Section } from "./components/section";
import type { OwnSettings } from "./loaders";

type Props = { settings: OwnSettings; timeZones: readonly string[] };

export const SettingsView = ({ settings, timeZones }: Props) => {
  const { t } = useTranslation("settings");
  return (
    <>
      <PageHeader path={[{ label: t("title") }]} title={t("title")} />
      <div>
        <Section title={t("profile.title")}>
          <ProfileForm settings={settings} timeZones={timeZones} />
        </Section>
        <Section title={t("password.title")}>
          {settings.hasPassword ? (
            <PasswordForm email={settings.email} />
          ) : (
            <p className="text-muted">{t("password.none")}</p>
          )}
        </Section>
        <Section hint={t("session.hint")} title={t("session.title")}>
          <OwnSessions sessions={settings.sessions} />
        </Section>
      </div>
    </>
  );
};
