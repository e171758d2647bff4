"use client";
import { useTranslation } from "@/i18n/provider";
import type { Failure } from "@/lib/errors";
import { isFieldCode } from "@/lib/field-errors";

/** The text to show at a field that an action refused. */
export const useFieldText = (failure: Failure | null): ((field: string) => string | undefined) => {
  const { t } = useTranslation();
  return (field) => {
    const code = failure?.fields?.[field];
    return isFieldCode(code) ? t(`field.${code}`) : undefined;
  };
};
