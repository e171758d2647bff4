"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Dialog } from "react-aria-components/Dialog";
import { Header } from "react-aria-components/Header";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem, ListBoxSection } from "react-aria-components/ListBox";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { SearchField } from "react-aria-components/SearchField";
import { useTranslation } from "@/i18n/provider";
import { usePerson } from "../person-provider";
import { Icon, type IconName } from "../ui/icon";
import { navigationFor } from "./navigation";
import type { Account } from "./person-menu";
import { applyTheme } from "./preferences";
import { listShortcuts } from "./shortcuts";
import { signOut } from "./sign-out";

type Entry = { icon: IconName; id: string; keys?: string; run: () => void; subtitle?: string; title: string };
type Hit = { href: string; id: string; kind: string; subtitle?: string; title: string };

const kindIcons = new Map<string, IconName>([
  ["image", "image"],
  ["person", "people"],
  ["server", "server"],
  ["snapshot", "snapshot"],
  ["tenant", "tenant"],
]);

const isHit = (value: unknown): value is Hit =>
  typeof value === "object" &&
  value !== null &&
  "href" in value &&
  typeof value.href === "string" &&
  "title" in value &&
  typeof value.title === "string";

const findHits = async (query: string, signal: AbortSignal): Promise<Hit[]> => {
  const response = await fetch(`/api/search?q=${encodeURIComponent(query)}`, { signal });
  if (!response.ok) throw new Error(`search answered ${response.status}`);
  const answer: unknown = await response.json();
  if (typeof answer !== "object" || answer === null || !("items" in answer) || !Array.isArray(answer.items)) return [];
  return answer.items.filter(isHit);
};

/** Waits until the typing pauses. */
const useSettled = (text: string) => {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 150);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
};

type Props = { account: Account; onClose: () => void; onHelp: () => void };

const useEntries = ({ account, onClose, onHelp }: Props, query: string) => {
  const { t } = useTranslation();
  const { isAdmin } = usePerson();
  const router = useRouter();
  const go = (href: string) => () => {
    onClose();
    router.push(href);
  };
  // Read once: while the palette stands before the page, the page's own keys cannot change.
  const [shortcuts] = useState(listShortcuts);
  const matches = ({ title }: Entry) => title.toLocaleLowerCase().includes(query.trim().toLocaleLowerCase());
  const pages: Entry[] = navigationFor(isAdmin)
    .flatMap((section) => section.items)
    .map((item) => ({ icon: item.icon, id: item.href, run: go(item.href), title: t(`nav.${item.text}`) }));
  const own: Entry[] = shortcuts
    .filter(({ keys }) => !(keys.startsWith("g ") || keys === "/" || keys === "?"))
    .map(({ description, keys, run }) => ({
      icon: "plus",
      id: `key ${keys}`,
      keys,
      run: () => {
        onClose();
        run();
      },
      title: description,
    }));
  const theme = (choice: "dark" | "light", icon: IconName): Entry => ({
    icon,
    id: choice,
    run: () => {
      onClose();
      applyTheme(choice);
      void account.chooseTheme({ theme: choice });
    },
    title: `${t("theme.label")}: ${t(`theme.${choice}`)}`,
  });
  const actions: Entry[] = [
    ...own,
    theme("light", "sun"),
    theme("dark", "moon"),
    { icon: "keyboard", id: "help", keys: "?", run: onHelp, title: t("shortcut.help") },
    { icon: "signOut", id: "signOut", run: () => void signOut(), title: t("person.signOut") },
  ];
  const settings: Entry = { icon: "settings", id: "/settings", run: go("/settings"), title: t("nav.settings") };
  return { actions: actions.filter(matches), go, pages: [...pages, settings].filter(matches) };
};

const Section = ({ entries, label }: { entries: readonly Entry[]; label: string }) =>
  entries.length === 0 ? null : (
    <ListBoxSection className="pb-1" id={label}>
      <Header className="px-3 pt-2 pb-1 text-muted text-xs">{label}</Header>
      {entries.map((entry) => (
        <ListBoxItem
          className="flex coarse:h-12 h-10 cursor-pointer items-center gap-3 rounded-sm px-3 outline-none hover:bg-sunken focus:bg-accent-soft"
          id={entry.id}
          key={entry.id}
          onAction={entry.run}
          textValue={entry.title}
        >
          <Icon className="size-4.5 text-muted" name={entry.icon} />
          <span className="truncate">{entry.title}</span>
          {entry.subtitle ? <span className="truncate text-muted text-sm">{entry.subtitle}</span> : null}
          {entry.keys ? (
            <kbd className="ml-auto rounded-xs border px-1.5 font-sans text-muted text-xs">{entry.keys}</kbd>
          ) : null}
        </ListBoxItem>
      ))}
    </ListBoxSection>
  );

export const CommandPalette = (props: Props) => {
  const { t } = useTranslation();
  const [query, setQuery] = useState("");
  const wanted = useSettled(query.trim());
  const found = useQuery({
    enabled: wanted.length > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => findHits(wanted, signal),
    queryKey: ["search", wanted],
    retry: false,
  });
  const { actions, go, pages } = useEntries(props, query);
  const hits: Entry[] =
    query.trim() === ""
      ? []
      : (found.data ?? []).map((hit) => ({
          icon: kindIcons.get(hit.kind) ?? "search",
          id: `hit ${hit.kind} ${hit.id}`,
          run: go(hit.href),
          subtitle: hit.subtitle,
          title: hit.title,
        }));
  return (
    <ModalOverlay
      className="fixed inset-0 z-40 flex animate-fade items-start justify-center bg-veil sm:px-4 sm:pt-[10vh]"
      data-modal=""
      isDismissable
      isOpen
      onOpenChange={props.onClose}
    >
      <Modal className="h-dvh w-full animate-rise bg-surface shadow-float sm:h-auto sm:max-w-xl sm:rounded-md">
        <Dialog aria-label={t("palette.title")} className="flex max-h-full flex-col outline-none">
          <Autocomplete inputValue={query} onInputChange={setQuery}>
            <SearchField aria-label={t("palette.hint")} autoFocus className="flex items-center gap-3 border-b px-4">
              <Icon className="size-5 text-muted" name="search" />
              <Input
                onKeyDown={(event) => {
                  // Results that come late leave nothing chosen; Enter then means the first of them.
                  const [first] = [...hits, ...actions, ...pages];
                  if (event.key !== "Enter" || !first || event.currentTarget.hasAttribute("aria-activedescendant"))
                    return;
                  event.preventDefault();
                  first.run();
                }}
                className="h-12 min-w-0 flex-1 bg-transparent text-lg outline-none [&::-webkit-search-cancel-button]:hidden"
                placeholder={t("palette.hint")}
              />
            </SearchField>
            <ListBox
              // The list scrolls, so the keyboard must be able to get into it, not only to choose in it.
              ref={(list) => list?.setAttribute("tabindex", "0")}
              aria-label={t("palette.title")}
              className="min-h-0 flex-1 overflow-y-auto p-1.5 outline-none sm:max-h-[60dvh]"
              renderEmptyState={() => (
                <p className="px-3 py-8 text-center text-muted">
                  {found.isFetching ? t("palette.searching") : t("palette.empty", { query })}
                </p>
              )}
              selectionMode="none"
            >
              <Section entries={hits} label={t("palette.results")} />
              <Section entries={actions} label={t("palette.actions")} />
              <Section entries={pages} label={t("palette.pages")} />
            </ListBox>
          </Autocomplete>
          {found.isError ? (
            <p className="border-t px-4 py-2 text-muted text-sm" role="status">
              {t("palette.failed")}
            </p>
          ) : null}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
};
