"use client";
import { TextField } from "@/components/form/text-field";
import { Button, IconButton } from "@/components/ui/button";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatBytes, formatNumber } from "@/lib/format";
import { newIntentKey } from "@/lib/intent-key";
import type { ServerSize } from "../schema";
import { type DiskDraft, diskBounds, findSizeFaults, type SizeDraft, withNewDisk } from "./size-draft";
import { roundedUp } from "./size-text";

type Props = {
  draft: SizeDraft;
  /** Faults are shown once somebody has tried to send the form. */
  isTried: boolean;
  onChange: (draft: SizeDraft) => void;
  size: ServerSize;
};

/** The first disk is the one it starts from and stays; one that a snapshot needs stays, too. */
const DiskRow = ({ disk, index, props }: { disk: DiskDraft; index: number; props: Props }) => {
  const { draft, isTried, onChange, size } = props;
  const { t } = useTranslation("servers");
  const locale = useLocale();
  const bounds = diskBounds(disk, size.limits);
  const isFaulty = isTried && findSizeFaults(draft, size.limits).disks.has(disk.key);
  const isHeld = disk.id !== null && size.heldDisks.includes(disk.id);
  const change = (text: string) =>
    onChange({ ...draft, disks: draft.disks.map((one) => (one.key === disk.key ? { ...one, text } : one)) });
  return (
    <div className="flex items-start gap-2">
      <TextField
        className="flex-1"
        errorMessage={
          isFaulty
            ? t(disk.now ? "size.diskRange" : "create.diskTooSmall", {
                max: formatBytes(bounds.max, locale),
                min: formatBytes(disk.now ? bounds.min : roundedUp(bounds.min), locale),
              })
            : undefined
        }
        inputMode="decimal"
        label={t("create.disk", { number: disk.number })}
        onChange={change}
        value={disk.text}
      />
      {index > 0 ? (
        <span className="pt-6.5">
          <IconButton
            disabledReason={isHeld ? t("size.diskHeld") : undefined}
            icon="trash"
            label={t("create.removeDisk", { number: disk.number })}
            onPress={() => onChange({ ...draft, disks: draft.disks.filter(({ key }) => key !== disk.key) })}
          />
        </span>
      ) : null}
    </div>
  );
};

export const SizeForm = (props: Props) => {
  const { draft, isTried, onChange, size } = props;
  const { limits } = size;
  const { t } = useTranslation("servers");
  const locale = useLocale();
  const faults = findSizeFaults(draft, limits);
  const range = (bounds: { max: number; min: number }, format: (value: number, language: typeof locale) => string) => ({
    max: format(bounds.max, locale),
    min: format(bounds.min, locale),
  });
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          errorMessage={isTried && faults.vcpus ? t("create.vcpusRange", range(limits.vcpus, formatNumber)) : undefined}
          inputMode="numeric"
          label={t("create.vcpus")}
          onChange={(vcpus) => onChange({ ...draft, vcpus })}
          value={draft.vcpus}
        />
        <TextField
          errorMessage={
            isTried && faults.memory ? t("create.memoryRange", range(limits.memoryBytes, formatBytes)) : undefined
          }
          inputMode="decimal"
          label={t("create.memory")}
          onChange={(text) => onChange({ ...draft, memory: { ...draft.memory, text } })}
          value={draft.memory.text}
        />
      </div>
      <fieldset className="grid gap-4">
        <legend className="sr-only">{t("create.disks")}</legend>
        {draft.disks.map((disk, index) => (
          <DiskRow disk={disk} index={index} key={disk.key} props={props} />
        ))}
        {draft.disks.length < limits.disks ? (
          <div>
            <Button icon="plus" onPress={() => onChange(withNewDisk(draft, newIntentKey()))} size="sm">
              {t("create.addDisk")}
            </Button>
          </div>
        ) : null}
      </fieldset>
    </>
  );
};
