"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTransition } from "react";
import { toast } from "@/components/ui/toaster";
import { useTranslation } from "@/i18n/provider";
import { sendAction } from "@/lib/send-action";
import { cancelOperation } from "./actions";
import { operationKeys } from "./queries";

/** Asks for an operation's end; a refusal is told, since by then its button is often gone. */
export const useCancel = (operationId: string) => {
  const { t } = useTranslation(["operations", "errors"]);
  const client = useQueryClient();
  const [isPending, start] = useTransition();
  const cancel = () =>
    start(async () => {
      const result = await sendAction(() => cancelOperation({ operationId }));
      await client.invalidateQueries({ queryKey: operationKeys.all });
      if (result.ok) return;
      const description = t(`errors:${result.code}`, { replace: result.params });
      toast.error({ description, title: t("cancel.failed") });
    });
  return { cancel, isPending };
};
