"use client";
import { RelativeTime } from "@/components/time/relative-time";
import { useTranslation } from "@/i18n/provider";
import { browserOf } from "@/lib/browser-name";
import type { PersonDetail } from "../loaders";

export const SessionList = ({ sessions }: { sessions: PersonDetail["sessions"] }) => {
  const { t } = useTranslation("people");
  return (
    <section className="grid gap-2">
      <h3 className="font-semibold">{t("detail.sessions")}</h3>
      {sessions.length === 0 ? <p className="text-muted">{t("detail.sessionsNone")}</p> : null}
      <ul className="grid">
        {sessions.map(({ address, agent, id, lastSeenAt }) => (
          <li className="flex flex-wrap justify-between gap-x-4 border-t py-2" key={id}>
            <span>{[browserOf(agent), address].filter(Boolean).join(" · ") || "–"}</span>
            <RelativeTime at={lastSeenAt} className="text-muted" />
          </li>
        ))}
      </ul>
    </section>
  );
};
