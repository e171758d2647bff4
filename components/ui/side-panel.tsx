"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useEffectEvent, useId, useRef } from "react";
import { useTranslation } from "@/i18n/provider";
import { IconButton } from "./button";
import { buttonStyle } from "./button-style";
import { Icon } from "./icon";
import { Link } from "./link";
import { hasOpenModal } from "./open-modal";

type Props = {
  actions?: ReactNode;
  children: ReactNode;
  /** Where closing leads: the page behind. */
  closeHref?: string;
  footer?: ReactNode;
  /** For a panel that has no address of its own. */
  onClose?: () => void;
  state?: ReactNode;
  title: ReactNode;
};

/** Details beside the page they belong to. The page behind stays usable; Escape leads back to it. */
export const SidePanel = ({ actions, children, closeHref, footer, onClose, state, title }: Props) => {
  const router = useRouter();
  const { t } = useTranslation();
  const titleId = useId();
  const panel = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  const closeByKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || hasOpenModal()) return;
    if (closeHref) router.push(closeHref, { scroll: false });
    else onClose?.();
  });
  useEffect(() => {
    const close = (event: KeyboardEvent) => closeByKey(event);
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
  }, []);

  return (
    <div
      aria-labelledby={titleId}
      className="fixed inset-y-0 right-0 z-30 flex w-full animate-from-right flex-col bg-surface shadow-float outline-none sm:w-120"
      ref={panel}
      role="dialog"
      tabIndex={-1}
    >
      <div className="grid gap-2 border-b px-5 py-3">
        <div className="flex items-start gap-2">
          <h2 className="min-w-0 flex-1 break-words pt-1 font-semibold text-lg" id={titleId}>
            {title}
          </h2>
          {closeHref ? (
            <Link
              aria-label={t("action.close")}
              className={buttonStyle({ className: "-mr-2", isIcon: true, variant: "quiet" })}
              href={closeHref}
              scroll={false}
            >
              <Icon name="close" />
            </Link>
          ) : (
            <span className="-mr-2">
              <IconButton icon="close" label={t("action.close")} onPress={onClose} />
            </span>
          )}
        </div>
        {state || actions ? (
          <div className="flex flex-wrap items-center justify-between gap-2">
            <div>{state}</div>
            <div className="flex gap-2">{actions}</div>
          </div>
        ) : null}
      </div>
      <div className="grid flex-1 content-start gap-5 overflow-y-auto px-5 py-4">{children}</div>
      {footer ? <div className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</div> : null}
    </div>
  );
};
