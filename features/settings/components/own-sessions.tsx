"use client";
import { useRouter } from "next/navigation";
import { FormError } from "@/components/form/form-error";
import { useAction } from "@/components/form/use-action";
import { RelativeTime } from "@/components/time/relative-time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toaster";
import { useTranslation } from "@/i18n/provider";
import { browserOf } from "@/lib/browser-name";
import { endOwnSession } from "../actions";
import type { OwnSession } from "../loaders";

export const OwnSessions = ({ sessions }: { sessions: readonly OwnSession[] }) => {
  const { t } = useTranslation("settings");
  const router = useRouter();
  const { failure, isPending, run } = useAction();
  const end = async (which: string) => {
    const ended = await run(() => endOwnSession({ which }));
    if (!ended) return;
    toast.success({ title: t("done.sessionEnded", { count: ended.value.count }) });
    router.refresh();
  };
  return (
    <div className="grid content-start gap-3">
      <FormError failure={failure} />
      <ul className="grid">
        {sessions.map(({ address, agent, id, isCurrent, lastSeenAt }) => (
          <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t py-3 first:border-t-0" key={id}>
            <div className="grid min-w-0 flex-1 gap-0.5">
              <span className="flex flex-wrap items-center gap-2">
                {browserOf(agent) ?? t("session.unknown")}
                {isCurrent ? <Badge tone="good">{t("session.current")}</Badge> : null}
              </span>
              <span className="flex flex-wrap gap-x-2 text-muted text-sm">
                <span>{t("session.lastSeen")}</span>
                <RelativeTime at={lastSeenAt} />
                {address ? <span>{t("session.address", { address })}</span> : null}
              </span>
            </div>
            {isCurrent ? null : (
              <Button isPending={isPending} onPress={() => end(id)} size="sm" variant="quiet">
                {t("session.end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 ? (
        <div>
          <Button isPending={isPending} onPress={() => end("others")} size="sm">
            {t("session.endOthers")}
          </Button>
        </div>
      ) : null}
    </div>
  );
};
