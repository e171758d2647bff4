"use client";
import { usePermission, usePerson } from "@/components/person-provider";
import { RelativeTime } from "@/components/time/relative-time";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { StateDot, type StateTone } from "@/components/ui/state-dot";
import { TextLink } from "@/components/ui/text-link";
import { useTranslation } from "@/i18n/provider";
import { isActive } from "../is-active";
import { namesIn, placeOf, sentenceKey } from "../operation-text";
import type { OperationRow, OperationSummary } from "../schema";
import { useCancel } from "../use-cancel";

const tones: Readonly<Record<OperationSummary["state"], StateTone>> = {
  cancelled: "idle",
  done: "good",
  failed: "bad",
  running: "busy",
  waiting: "idle",
};

const CancelButton = ({ operation }: { operation: OperationRow }) => {
  const { t } = useTranslation("operations");
  const right = usePermission("operation.cancel", operation.tenantId);
  const { cancel, isPending } = useCancel(operation.id);
  if (operation.cancelRequested) return <span className="text-muted text-sm">{t("cancel.requested")}</span>;
  return (
    <Button
      disabledReason={right.reason ?? (operation.cancellable ? undefined : t("cancel.notPossible"))}
      isPending={isPending}
      label={`${t("cancel.action")}: ${t(sentenceKey(operation), namesIn(operation))}`}
      onPress={cancel}
      size="sm"
    >
      {t("cancel.action")}
    </Button>
  );
};

const Title = ({ onLeave, operation }: { onLeave: () => void; operation: OperationRow }) => {
  const { t } = useTranslation("operations");
  const text = t(sentenceKey(operation), namesIn(operation));
  const href = placeOf(operation);
  if (!href) return <span className="font-medium">{text}</span>;
  return (
    <span onClickCapture={onLeave}>
      <TextLink href={href} isQuiet>
        {text}
      </TextLink>
    </span>
  );
};

/** One operation: what, how far or with what result, by whom and when. */
export const OperationItem = ({ onLeave, operation }: { onLeave: () => void; operation: OperationRow }) => {
  const { t } = useTranslation(["operations", "errors"]);
  const { isAdmin, memberships } = usePerson();
  const { byName, error, percent, state, step, tenantName } = operation;
  const stateText = t(`state.${state}`);
  return (
    <li className="grid gap-1.5 border-b py-3 last:border-b-0">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0 break-words">
          <Title onLeave={onLeave} operation={operation} />
        </div>
        {isActive(operation) ? <CancelButton operation={operation} /> : null}
      </div>
      {state === "running" ? (
        <Progress label={step ? t(`step.${step}`) : stateText} percent={percent === 0 ? null : percent} />
      ) : (
        <StateDot label={stateText} tone={tones[state]} />
      )}
      {error ? <p className="text-bad-ink text-sm">{t(`errors:${error.code}`, { replace: error.params })}</p> : null}
      <p className="flex flex-wrap gap-x-2 text-muted text-sm">
        <RelativeTime at={operation.finishedAt ?? operation.createdAt} />
        <span aria-hidden="true">·</span>
        <span>{byName ? t("drawer.by", { name: byName }) : t("drawer.itself")}</span>
        {tenantName && (isAdmin || memberships.length > 1) ? (
          <>
            <span aria-hidden="true">·</span>
            <span>{tenantName}</span>
          </>
        ) : null}
      </p>
    </li>
  );
};
