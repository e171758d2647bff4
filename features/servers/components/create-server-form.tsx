"use client";
import { Checkbox } from "@/components/form/checkbox";
import { Select } from "@/components/form/select";
import { TextField } from "@/components/form/text-field";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatBytes, formatNumber } from "@/lib/format";
import type { ServerChoices } from "../schema";
import { DiskFields } from "./disk-fields";
import { findFaults, type ServerDraft } from "./server-draft";
import { toGigabytes } from "./size-text";
import { useNameCheck } from "./use-name-check";

type Props = {
  choices: ServerChoices;
  draft: ServerDraft;
  /** The name that the server has refused as taken, if it has. */
  refusedName: string | null;
  /** Faults are shown once somebody has tried to send the form; a taken name at once. */
  isTried: boolean;
  onChange: (draft: ServerDraft) => void;
};

const useNameError = ({ draft, isTried, refusedName }: Props): string | undefined => {
  const { t } = useTranslation("servers");
  const problem = useNameCheck(draft.tenantId, draft.name.trim());
  if (draft.name.trim() === "") return isTried ? t("create.required") : undefined;
  if (problem === "invalid") return t("create.nameInvalid");
  return problem === "taken" || refusedName === draft.name.trim() ? t("create.nameTaken") : undefined;
};

export const CreateServerForm = (props: Props) => {
  const { choices, draft, isTried, onChange } = props;
  const { images, limits, tenants } = choices;
  const { t } = useTranslation("servers");
  const locale = useLocale();
  const nameError = useNameError(props);
  const faults = findFaults(draft, choices);
  const change = (part: Partial<ServerDraft>) => onChange({ ...draft, ...part });
  const size = (bytes: number) => formatBytes(bytes, locale);
  const imageBytes = images.find(({ id }) => id === draft.imageId)?.diskBytes ?? 0;

  const chooseImage = (imageId: string) => {
    const bytes = images.find(({ id }) => id === imageId)?.diskBytes ?? 0;
    const disks = draft.disks.map((disk, index) => (index === 0 ? { ...disk, gigabytes: toGigabytes(bytes) } : disk));
    change({ disks, imageId });
  };

  return (
    <>
      <TextField
        autoComplete="off"
        description={t("create.nameHint", { max: limits.nameLength })}
        errorMessage={nameError}
        isRequired
        label={t("create.name")}
        maxLength={limits.nameLength}
        onChange={(name) => change({ name })}
        value={draft.name}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label={t("create.tenant")}
          onChange={(tenantId) => change({ tenantId })}
          options={tenants.map(({ id, name }) => ({ label: name, value: id }))}
          value={draft.tenantId}
        />
        <Select
          label={t("create.image")}
          onChange={chooseImage}
          options={images.map(({ diskBytes, id, name }) => ({
            label: t("create.imageChoice", { name, size: size(diskBytes) }),
            value: id,
          }))}
          value={draft.imageId}
        />
        <TextField
          errorMessage={
            isTried && faults.vcpus
              ? t("create.vcpusRange", {
                  max: formatNumber(limits.vcpus.max, locale),
                  min: formatNumber(limits.vcpus.min, locale),
                })
              : undefined
          }
          inputMode="numeric"
          label={t("create.vcpus")}
          onChange={(vcpus) => change({ vcpus })}
          value={draft.vcpus}
        />
        <TextField
          errorMessage={
            isTried && faults.memory
              ? t("create.memoryRange", { max: size(limits.memoryBytes.max), min: size(limits.memoryBytes.min) })
              : undefined
          }
          inputMode="decimal"
          label={t("create.memory")}
          onChange={(memory) => change({ memory })}
          value={draft.memory}
        />
      </div>
      <DiskFields
        draft={draft}
        faulty={isTried ? faults.disks : new Set()}
        imageBytes={imageBytes}
        limits={limits}
        onChange={(disks) => change({ disks })}
      />
      <Checkbox isSelected={draft.start} label={t("create.start")} onChange={(start) => change({ start })} />
    </>
  );
};
