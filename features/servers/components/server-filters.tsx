"use client";
import { useQuery } from "@tanstack/react-query";
import { SearchField } from "@/components/form/search-field";
import { Select } from "@/components/form/select";
import { usePerson } from "@/components/person-provider";
import { useTranslation } from "@/i18n/provider";
import { serverStatesShown } from "../list";
import { serverChoicesQuery } from "../queries";
import { useSeesTenants } from "./use-sees-tenants";

const all = "";

type FilterProps = { onChange: (value: string) => void; value: string };

const TenantFilter = ({ onChange, value }: FilterProps) => {
  const { t } = useTranslation("servers");
  const { isAdmin, memberships } = usePerson();
  const { data } = useQuery({ ...serverChoicesQuery(), enabled: isAdmin });
  const own = memberships.map(({ tenantId, tenantName }) => ({ id: tenantId, name: tenantName }));
  const tenants = isAdmin ? (data?.tenants ?? []) : own;
  const options = tenants.map(({ id, name }) => ({ label: name, value: id }));
  return (
    <Select
      className="w-full sm:w-48"
      isLabelHidden
      label={t("list.tenantFilter")}
      onChange={onChange}
      options={[{ label: t("list.allTenants"), value: all }, ...options]}
      value={options.some((option) => option.value === value) ? value : all}
    />
  );
};

const StateFilter = ({ onChange, value }: FilterProps) => {
  const { t } = useTranslation("servers");
  const options = serverStatesShown.map((state) => ({ label: t(`state.${state}`), value: state }));
  return (
    <Select
      className="w-full sm:w-44"
      isLabelHidden
      label={t("list.stateFilter")}
      onChange={onChange}
      options={[{ label: t("list.allStates"), value: all }, ...options]}
      value={options.find((option) => option.value === value)?.value ?? all}
    />
  );
};

type Props = {
  filters: Readonly<Record<string, string>>;
  onFilter: (name: string, value: string) => void;
  onQuery: (query: string) => void;
  query: string;
};

export const ServerFilters = ({ filters, onFilter, onQuery, query }: Props) => {
  const { t } = useTranslation("servers");
  const seesTenants = useSeesTenants();
  return (
    <div className="flex flex-wrap gap-2">
      <SearchField label={t("list.search")} onChange={onQuery} value={query} />
      <StateFilter onChange={(value) => onFilter("state", value)} value={filters.state ?? all} />
      {seesTenants ? (
        <TenantFilter onChange={(value) => onFilter("tenant", value)} value={filters.tenant ?? all} />
      ) : null}
    </div>
  );
};
