"use client";
import { useLocale } from "@/i18n/provider";
import { formatExact, formatRelative } from "@/lib/format";
import { usePerson, useServerNow } from "../person-provider";
import { Tooltip } from "../ui/tooltip";
import { useNow } from "./use-now";

type Props = { at: string; className?: string /** The server's time; without it, that of the page. */; now?: string };

/** A time in words; the exact one, in the person's zone and in UTC, on hover, focus and tap. */
export const RelativeTime = ({ at, className, now }: Props) => {
  const language = useLocale();
  const { timeZone } = usePerson();
  const pageNow = useServerNow();
  const current = useNow(now ?? pageNow);
  return (
    <Tooltip
      className={className}
      content={
        <span className="grid">
          <span>{formatExact(at, { language, timeZone })}</span>
          {timeZone === "UTC" ? null : (
            <span className="opacity-80">{formatExact(at, { language, timeZone: "UTC" })}</span>
          )}
        </span>
      }
    >
      <time dateTime={at}>{formatRelative(at, new Date(current), language)}</time>
    </Tooltip>
  );
};
