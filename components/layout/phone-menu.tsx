"use client";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { useTranslation } from "@/i18n/provider";
import { IconButton } from "../ui/button";
import { RailLinks } from "./rail";

/** The rail as a sheet. The browser's own dialog keeps the focus in and gives it back. */
export const PhoneMenu = () => {
  const { t } = useTranslation();
  const path = usePathname();
  const sheet = useRef<HTMLDialogElement>(null);
  const shownFor = useRef(path);
  useEffect(() => {
    if (shownFor.current !== path) sheet.current?.close();
    shownFor.current = path;
  }, [path]);
  return (
    <div className="md:hidden">
      <IconButton icon="menu" label={t("nav.open")} onPress={() => sheet.current?.showModal()} />
      <dialog
        aria-label={t("nav.label")}
        className="m-0 h-dvh max-h-none w-72 max-w-[85vw] bg-surface text-ink shadow-float outline-none backdrop:bg-veil open:animate-from-left"
        closedby="any"
        ref={sheet}
      >
        <div className="relative min-h-full pb-6">
          <span className="absolute top-1.5 right-2">
            <IconButton icon="close" label={t("nav.close")} onPress={() => sheet.current?.close()} />
          </span>
          <RailLinks isFoldable={false} />
        </div>
      </dialog>
    </div>
  );
};
