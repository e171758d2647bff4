"use client";
import type { ReactNode } from "react";
import { useTranslation } from "@/i18n/provider";
import type { Failure } from "@/lib/errors";
import { Icon } from "../ui/icon";

type Props = {
  children?: ReactNode /** A refusal as an action gives it: shown by the text of its code. */;
  failure?: Pick<Failure, "code" | "params"> | null | undefined;
};

/** What happened, what stands as before, what to do. Read out at once. */
export const FormError = ({ children, failure }: Props) => {
  const { t } = useTranslation(["common", "errors"]);
  const text = failure ? t(`errors:${failure.code}`, { replace: failure.params }) : children;
  return (
    <div role="alert">
      {text ? (
        <div className="flex gap-2.5 rounded-md bg-bad-soft px-3.5 py-2.5 text-bad-ink">
          <Icon className="mt-px size-4.5" name="warning" />
          <div className="min-w-0">{text}</div>
        </div>
      ) : null}
    </div>
  );
};
