"use client";
import { useState } from "react";
import { useTranslation } from "@/i18n/provider";
import { Button, IconButton } from "./button";

type Props = { isIcon?: boolean; label?: string; size?: "md" | "sm"; value: string };

/** Says "Copied" in place of its label for two seconds, to eyes and to screen readers. */
export const CopyButton = ({ isIcon = true, label, size = "sm", value }: Props) => {
  const [isCopied, setCopied] = useState(false);
  const { t } = useTranslation();
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  const text = isCopied ? t("action.copied") : (label ?? t("action.copy"));
  const icon = isCopied ? "check" : "copy";
  return (
    <>
      {isIcon ? (
        <IconButton icon={icon} label={text} onPress={copy} size={size} />
      ) : (
        <Button icon={icon} onPress={copy} size={size}>
          {text}
        </Button>
      )}
      <span className="sr-only" role="status">
        {isCopied ? t("action.copied") : ""}
      </span>
    </>
  );
};
