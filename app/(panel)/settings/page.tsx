import { getOwnSettings } from "@/features/settings/loaders";
import { SettingsView } from "@/features/settings/settings-view";
import { Messages } from "@/i18n/provider";
import { getLocale, getT, pickMessages } from "@/i18n/server";
import { loadOr404 } from "@/server/loader";

const Page = async () => {
  const settings = await loadOr404(getOwnSettings, {});
  const [t, locale, messages] = [await getT("settings"), await getLocale(), await pickMessages("settings")];
  return (
    <Messages locale={locale} messages={messages}>
      <title>{t("title")}</title>
      <SettingsView settings={settings} timeZones={["UTC", ...Intl.supportedValuesOf("timeZone")]} />
    </Messages>
  );
};
export default Page;
