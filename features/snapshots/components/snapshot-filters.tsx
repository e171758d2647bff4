"use client";
import { SearchField } from "@/components/form/search-field";
import { Select } from "@/components/form/select";
import { Button } from "@/components/ui/button";
import { useTranslation } from "@/i18n/provider";
import type { Kind } from "../lib/kind";
import type { SnapshotRow } from "../schema";

const states: readonly SnapshotRow["state"][] = ["ready", "pending", "creating", "reverting", "deleting", "failed"];
const kinds: readonly Kind[] = ["crash", "memory", "stopped", "quiesced"];
const locks = ["yes", "no"] as const;

type Props = {
  filters: Readonly<Record<string, string>>;
  onClear: () => void;
  onFilter: (name: string, value: string) => void;
  onQuery: (query: string) => void;
  query: string;
  searchLabel: string;
};

/** Search and filters above a list; all of it stands in the address. */
export const SnapshotFilters = ({ filters, onClear, onFilter, onQuery, query, searchLabel }: Props) => {
  const { t } = useTranslation("snapshots");
  const one = (name: string, label: string, all: string, options: readonly { label: string; value: string }[]) => (
    <Select
      className="min-w-36 flex-1 sm:flex-none"
      isLabelHidden
      label={label}
      onChange={(value) => onFilter(name, value)}
      options={[{ label: all, value: "" }, ...options]}
      value={filters[name] ?? ""}
    />
  );
  const isFiltered = ["state", "kind", "locked", "expires", "server"].some((name) => filters[name]);
  return (
    <div className="flex flex-wrap items-center gap-2 py-3">
      <SearchField label={searchLabel} onChange={onQuery} value={query} />
      <div className="flex w-full flex-wrap gap-2 sm:w-auto">
        {one(
          "state",
          t("column.state"),
          t("filter.allStates"),
          states.map((value) => ({ label: t(`state.${value}`), value })),
        )}
        {one(
          "kind",
          t("column.kind"),
          t("filter.allKinds"),
          kinds.map((value) => ({ label: t(`kind.${value}`), value })),
        )}
        {one(
          "locked",
          t("column.lock"),
          t("filter.allLocks"),
          locks.map((value) => ({ label: t(`filter.locked.${value}`), value })),
        )}
        {one("expires", t("expiry.label"), t("filter.allExpiries"), [{ label: t("filter.soon"), value: "soon" }])}
      </div>
      {isFiltered ? (
        <Button icon="close" onPress={onClear} variant="quiet">
          {t("filter.clear")}
        </Button>
      ) : null}
    </div>
  );
};
