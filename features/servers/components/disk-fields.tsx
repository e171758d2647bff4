"use client";
import { TextField } from "@/components/form/text-field";
import { Button, IconButton } from "@/components/ui/button";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatBytes } from "@/lib/format";
import { newIntentKey } from "@/lib/intent-key";
import type { ServerChoices } from "../schema";
import type { ServerDraft } from "./server-draft";
import { roundedUp } from "./size-text";

type Props = {
  draft: ServerDraft;
  faulty: ReadonlySet<string>;
  imageBytes: number;
  limits: ServerChoices["limits"];
  onChange: (disks: ServerDraft["disks"]) => void;
};

/** The first disk comes from the image; others begin empty. */
export const DiskFields = ({ draft: { disks }, faulty, imageBytes, limits, onChange }: Props) => {
  const { t } = useTranslation("servers");
  const locale = useLocale();
  const smallest = (index: number) => Math.max(limits.diskBytes.min, index === 0 ? imageBytes : 0);
  const size = (bytes: number) => formatBytes(bytes, locale);
  const fault = (index: number) =>
    t("create.diskTooSmall", { max: size(limits.diskBytes.max), min: size(roundedUp(smallest(index))) });
  return (
    <fieldset className="grid gap-4">
      <legend className="sr-only">{t("create.disks")}</legend>
      {disks.map(({ gigabytes, key }, index) => (
        <div className="flex items-start gap-2" key={key}>
          <TextField
            className="flex-1"
            description={index === 0 ? t("create.diskHint", { min: size(roundedUp(smallest(0))) }) : undefined}
            errorMessage={faulty.has(key) ? fault(index) : undefined}
            inputMode="decimal"
            label={t("create.disk", { number: index + 1 })}
            onChange={(value) =>
              onChange(disks.map((disk) => (disk.key === key ? { ...disk, gigabytes: value } : disk)))
            }
            value={gigabytes}
          />
          {index > 0 ? (
            <span className="pt-6.5">
              <IconButton
                icon="trash"
                label={t("create.removeDisk", { number: index + 1 })}
                onPress={() => onChange(disks.filter((disk) => disk.key !== key))}
              />
            </span>
          ) : null}
        </div>
      ))}
      {disks.length < limits.disks ? (
        <div>
          <Button icon="plus" onPress={() => onChange([...disks, { gigabytes: "10", key: newIntentKey() }])} size="sm">
            {t("create.addDisk")}
          </Button>
        </div>
      ) : null}
    </fieldset>
  );
};
