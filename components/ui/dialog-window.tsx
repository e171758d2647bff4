"use client";
import { useEffect, useRef } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "@/i18n/provider";
import { IconButton } from "./button";
import type { DialogProps } from "./dialog-props";

const widths = { lg: "sm:max-w-2xl", md: "sm:max-w-lg", sm: "sm:max-w-md" } as const;

const firstField =
  "[data-body] :is(input, select, textarea):not(:disabled, [type=hidden], [type=radio]:not(:checked), [type=file])";
const firstButton = "[data-footer] button";

const Content = ({ children, footer, isDestructive, onOpenChange, onSubmit, title }: DialogProps) => {
  const { t } = useTranslation();
  const content = useRef<HTMLDivElement>(null);
  // The field that is asked for first, or the way out where something would be destroyed.
  const place = isDestructive ? firstButton : firstField;
  useEffect(() => {
    const find = (selector: string) => content.current?.querySelector<HTMLElement>(selector);
    (find(place) ?? find(firstButton))?.focus();
  }, [place]);
  useEffect(() => {
    const submit = (event: KeyboardEvent) => {
      const isInside = event.target instanceof Node && content.current?.contains(event.target);
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !onSubmit || !isInside) return;
      event.preventDefault();
      onSubmit();
    };
    addEventListener("keydown", submit);
    return () => removeEventListener("keydown", submit);
  }, [onSubmit]);
  return (
    <div className="flex h-full flex-col" ref={content}>
      <header className="flex items-start gap-3 px-5 pt-4 pb-1">
        <Heading className="wrap-anywhere min-w-0 flex-1 pt-1 font-semibold text-lg" slot="title">
          {title}
        </Heading>
        <span className="-mr-2">
          <IconButton icon="close" label={t("action.close")} onPress={() => onOpenChange(false)} />
        </span>
      </header>
      <div
        className="grid flex-1 content-start gap-4 overflow-y-auto px-5 py-3 sm:flex-none sm:overflow-visible"
        data-body=""
      >
        {children}
      </div>
      {footer ? (
        <footer className="flex flex-wrap justify-end gap-2 px-5 pt-2 pb-5 max-sm:border-t max-sm:pt-3" data-footer="">
          {footer}
        </footer>
      ) : null}
    </div>
  );
};

export const DialogWindow = (props: DialogProps) => (
  <ModalOverlay
    className="fixed inset-0 z-40 flex entering:animate-fade items-end bg-veil sm:items-start sm:justify-center sm:overflow-y-auto sm:px-4 sm:py-[12vh]"
    data-modal=""
    isDismissable={!props.isDestructive}
    isOpen={props.isOpen}
    onOpenChange={props.onOpenChange}
  >
    <Modal
      className={`h-dvh w-full entering:animate-rise bg-surface shadow-float sm:h-auto sm:rounded-md ${widths[props.size ?? "md"]}`}
    >
      <Dialog className="h-full outline-none" role={props.isDestructive ? "alertdialog" : "dialog"}>
        <Content {...props} />
      </Dialog>
    </Modal>
  </ModalOverlay>
);
