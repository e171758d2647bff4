"use client";
import { DateTimeField } from "@/components/form/date-time-field";
import { Select } from "@/components/form/select";
import { usePerson, useServerNow } from "@/components/person-provider";
import { useNow } from "@/components/time/use-now";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatDateTime } from "@/lib/format";

const day = 24 * 3600 * 1000;
const presets = ["1", "7", "30", "90"] as const;

/** `choice` is "never", a number of days, or "date"; `at` an instant as ISO 8601 in UTC. */
export type Expiry = { at: string | null; choice: string };

export const expiryOf = (at: string | null): Expiry => ({ at, choice: at === null ? "never" : "date" });

type Props = { errorMessage?: string | undefined; onChange: (expiry: Expiry) => void; value: Expiry };

/** Never, after some days, or at a date and time in the person's zone. */
export const ExpiryField = ({ errorMessage, onChange, value }: Props) => {
  const { t } = useTranslation("snapshots");
  const language = useLocale();
  const { timeZone } = usePerson();
  const now = useNow(useServerNow());
  const isDate = value.choice === "date";
  const choose = (choice: string) => {
    if (choice === "never") return onChange({ at: null, choice });
    // A whole minute, as the field shows it.
    const in7 = new Date(Math.ceil((now + 7 * day) / 60_000) * 60_000).toISOString();
    if (choice === "date") return onChange({ at: value.at ?? in7, choice });
    onChange({ at: new Date(now + Number(choice) * day).toISOString(), choice });
  };
  return (
    <div className="grid gap-3">
      <Select
        description={
          value.at && !isDate
            ? t("expiry.at", { at: formatDateTime(value.at, { language, timeZone }) })
            : t("expiry.text")
        }
        errorMessage={isDate ? undefined : errorMessage}
        label={t("expiry.label")}
        onChange={choose}
        options={[
          { label: t("expiry.never"), value: "never" },
          ...presets.map((days) => ({ label: t("expiry.days", { count: Number(days) }), value: days })),
          { label: t("expiry.date"), value: "date" },
        ]}
        value={value.choice}
      />
      {isDate ? (
        <DateTimeField
          errorMessage={errorMessage}
          label={t("expiry.when")}
          minValue={new Date(now).toISOString()}
          onChange={(at) => onChange({ at, choice: "date" })}
          timeZone={timeZone}
          value={value.at}
        />
      ) : null}
    </div>
  );
};
