"use client";
import { useId } from "react";
import {
  type QueuedToast,
  UNSTABLE_ToastRegion as Region,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastQueue as ToastQueue,
} from "react-aria-components/Toast";
import { useTranslation } from "@/i18n/provider";
import { IconButton } from "./button";
import { buttonStyle } from "./button-style";
import { Icon } from "./icon";
import { LinkButton } from "./link-button";
import type { ShownToast } from "./toast-content";

export const queue = new ToastQueue<ShownToast>({ maxVisibleToasts: 3 });

const Message = ({ shown }: { shown: QueuedToast<ShownToast> }) => {
  const { t } = useTranslation();
  const titleId = useId();
  const { action, description, title, tone } = shown.content;
  const close = () => queue.close(shown.key);
  return (
    <Toast
      aria-labelledby={titleId}
      className="grid w-full animate-rise grid-cols-[auto_1fr_auto] gap-x-3 rounded-md bg-surface py-3 pr-2 pl-4 shadow-float"
      toast={shown}
    >
      <Icon
        className={`mt-0.5 size-5 ${tone === "bad" ? "text-bad-ink" : "text-good-ink"}`}
        name={tone === "bad" ? "warning" : "check"}
      />
      <div className="grid min-w-0 content-center justify-items-start gap-0.5 py-0.5">
        <p className="max-w-full break-words font-medium" id={titleId}>
          {title}
        </p>
        {description ? <p className="max-w-full break-words text-muted">{description}</p> : null}
        {action ? (
          <span className="mt-1.5" onClickCapture={close}>
            {"href" in action ? (
              <LinkButton href={action.href} size="sm">
                {action.label}
              </LinkButton>
            ) : (
              <button className={buttonStyle({ size: "sm" })} onClick={action.onPress} type="button">
                {action.label}
              </button>
            )}
          </span>
        ) : null}
      </div>
      <IconButton icon="close" label={t("toast.close")} onPress={close} size="sm" />
    </Toast>
  );
};

/** F6 leads into it and back, as React Aria's landmarks do. */
export const ToastRegion = () => {
  const { t } = useTranslation();
  return (
    <Region
      aria-label={t("toast.region")}
      className="fixed inset-x-3 bottom-3 z-50 grid justify-items-end gap-2 outline-none sm:left-auto sm:w-96"
      queue={queue}
    >
      {({ toast }) => <Message shown={toast} />}
    </Region>
  );
};
