"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "@/i18n/provider";
import { nameLimit } from "../limits";
import { nameQuery } from "../queries";
import { useSettled } from "./use-settled";

type Props = { except?: string; isRequired?: boolean; name: string; serverId: string };

/** What is wrong with a name as it is typed, and what a blank one becomes. The server checks again. */
export const useNameCheck = ({ except, isRequired = false, name, serverId }: Props) => {
  const { t } = useTranslation("snapshots");
  const trimmed = name.trim();
  const settled = useSettled(trimmed);
  const isTooLong = trimmed.length > nameLimit;
  const { data } = useQuery({ ...nameQuery(serverId, isTooLong ? "" : settled, except), enabled: !isTooLong });
  const isTaken = settled !== "" && settled === trimmed && data?.isTaken === true;
  const error = (() => {
    if (isTooLong) return t("name.tooLong", { count: trimmed.length, limit: nameLimit });
    if (isTaken) return t("name.taken");
    return isRequired && trimmed === "" ? t("name.required") : undefined;
  })();
  return { error, suggestion: data?.suggestion };
};
