"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { SidePanel } from "@/components/ui/side-panel";
import { useTranslation } from "@/i18n/provider";

/** The same for what is gone, what never was and what is another tenant's; the list behind stays. */
export const GoneView = () => {
  const { t } = useTranslation("snapshots");
  const list = usePathname().replace(/\/[^/]*$/, "");
  const search = useSearchParams().toString();
  return (
    <SidePanel closeHref={`${list}${search && `?${search}`}`} title={t("detail.goneTitle")}>
      <p className="text-muted">{t("detail.gone")}</p>
    </SidePanel>
  );
};
