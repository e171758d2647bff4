import type { Metadata } from "next";
import { getOwnSettings } from "@/features/settings/loaders";
import { SettingsView } from "@/features/settings/settings-view";
import { Messages } from "@/i18n/provider";
import { getLocale, getT, pickMessages } from "@/i18n/server";
import { loadOr404 } from "@/server/loader";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getT("settings"))("title") });

const Page = async () => {
  const settings = await loadOr404(getOwnSettings, {});
  const [locale, messages] = [await getLocale(), await pickMessages("settings")];
  return (
    <Messages locale={locale} messages={messages}>
      <SettingsView settings={settings} timeZones={["UTC", ...Intl.supportedValuesOf("timeZone")]} />
    </Messages>
  );
};
export default Page;
