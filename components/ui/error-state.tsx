"use client";
import { useTranslation } from "@/i18n/provider";
import type { Failure } from "@/lib/errors";
import { Button } from "./button";
import { EmptyState } from "./empty-state";

type Props = {
  failure?: Pick<Failure, "code" | "params">;
  isPage?: boolean;
  onRetry?: () => void;
  /** To be told to the provider, who finds it in the log. */
  requestId?: string | undefined;
  title?: string;
};

/** What could not be shown, what works all the same, and the way to try again. */
export const ErrorState = ({ failure, isPage = false, onRetry, requestId, title }: Props) => {
  const { t } = useTranslation(["common", "errors"]);
  return (
    <EmptyState
      action={
        onRetry ? (
          <Button icon="revert" onPress={onRetry}>
            {t("action.retry")}
          </Button>
        ) : null
      }
      icon="warning"
      isPage={isPage}
      title={title ?? t("error.title")}
      tone="bad"
    >
      <p>{failure ? t(`errors:${failure.code}`, { replace: failure.params }) : t("error.text")}</p>
      {requestId ? <p className="mt-2 font-mono text-xs">{t("error.requestId", { id: requestId })}</p> : null}
    </EmptyState>
  );
};
