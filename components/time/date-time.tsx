"use client";
import { useLocale } from "@/i18n/provider";
import { formatDateTime } from "@/lib/format";
import { usePerson } from "../person-provider";

/** The exact time in the person's zone. */
export const DateTime = ({ at }: { at: string }) => {
  const language = useLocale();
  const { timeZone } = usePerson();
  return <time dateTime={at}>{formatDateTime(at, { language, timeZone })}</time>;
};
