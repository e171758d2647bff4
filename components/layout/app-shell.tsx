"use client";
import dynamic from "next/dynamic";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "@/i18n/provider";
import { LiveQueries } from "../live-events";
import { IconButton } from "../ui/button";
import type { Account } from "./person-menu";
import { remember } from "./preferences";
import { RailLinks } from "./rail";
import { GeneralShortcuts } from "./shortcuts";
import { TopBar } from "./top-bar";

const CommandPalette = dynamic(() => import("./command-palette").then((module) => module.CommandPalette), {
  ssr: false,
});
const ShortcutsDialog = dynamic(() => import("./shortcuts-dialog").then((module) => module.ShortcutsDialog), {
  ssr: false,
});

type Props = {
  account: Account;
  children: ReactNode;
  /** Which zone the browser is in is not yet known to the server. */
  isZoneUnknown: boolean;
  isRailFolded: boolean;
  /** The button that opens the running operations. */
  operations?: ReactNode;
};

/** The person's first page is in UTC; then the browser says where it is, and the times are told anew. */
const TellZone = () => {
  const router = useRouter();
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (!timeZone) return;
    remember("timeZone", timeZone);
    router.refresh();
  }, [router]);
  return null;
};

/** Tests wait for this mark: from here on a click is heard. */
const MarkReady = () => {
  useEffect(() => {
    document.documentElement.dataset.ready = "";
  }, []);
  return null;
};

export const AppShell = ({ account, children, isRailFolded, isZoneUnknown, operations = null }: Props) => {
  const { t } = useTranslation();
  const path = usePathname();
  const [isFolded, setFolded] = useState(isRailFolded);
  const [layer, setLayer] = useState<"help" | "palette" | null>(null);
  const [seen, setSeen] = useState(path);
  if (seen !== path) {
    setSeen(path);
    setLayer(null);
  }

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setLayer((open) => (open === "palette" ? null : "palette"));
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);

  const fold = () => {
    setFolded(!isFolded);
    remember("rail", isFolded ? "open" : "folded");
  };

  return (
    <div
      className="group/shell md:grid md:grid-cols-[14rem_minmax(0,1fr)] md:data-folded:grid-cols-[3.75rem_minmax(0,1fr)]"
      data-folded={isFolded ? "" : undefined}
    >
      <a
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus-visible:not-sr-only focus-visible:fixed focus-visible:top-2 focus-visible:left-2"
        href="#content"
      >
        {t("nav.skip")}
      </a>
      <div className="sticky top-0 hidden h-dvh flex-col justify-between overflow-y-auto overflow-x-hidden border-r pb-2.5 md:flex">
        <RailLinks isFoldable />
        <div className="px-3">
          <IconButton icon="sidebar" label={isFolded ? t("nav.unfold") : t("nav.fold")} onPress={fold} />
        </div>
      </div>
      <div className="min-w-0">
        <TopBar account={account} onSearch={() => setLayer("palette")} operations={operations} />
        <main className="mx-auto grid max-w-360 gap-5 px-4 py-5 outline-none md:px-6" id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
      <GeneralShortcuts onHelp={() => setLayer("help")} onSearch={() => setLayer("palette")} />
      <LiveQueries />
      <MarkReady />
      {isZoneUnknown ? <TellZone /> : null}
      {layer === "palette" ? (
        <CommandPalette account={account} onClose={() => setLayer(null)} onHelp={() => setLayer("help")} />
      ) : null}
      {layer === "help" ? <ShortcutsDialog isOpen onOpenChange={() => setLayer(null)} /> : null}
    </div>
  );
};
