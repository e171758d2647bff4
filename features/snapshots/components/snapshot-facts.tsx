"use client";
import type { ReactNode } from "react";
import { FormError } from "@/components/form/form-error";
import { usePerson } from "@/components/person-provider";
import { Bytes } from "@/components/time/bytes";
import { DateTime } from "@/components/time/date-time";
import { Duration } from "@/components/time/duration";
import { RelativeTime } from "@/components/time/relative-time";
import { Button } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { useTranslation } from "@/i18n/provider";
import { isBusy, kindWordOf, sizeOf } from "../lib/kind";
import type { Opened } from "../lib/opened-dialog";
import { useDays } from "../lib/use-days";
import type { Reasons } from "../lib/use-reasons";
import type { SnapshotDetail } from "../schema";
import { ChangedSince } from "./changed-since";
import { ConfigTable } from "./config-table";
import { Frees } from "./frees";
import { Kind } from "./kind";
import { LockFacts } from "./lock-facts";

const Fact = ({ children, title }: { children: ReactNode; title: string }) => (
  <div className="grid grid-cols-[8rem_1fr] gap-x-4 border-line not-first:border-t py-2">
    <dt className="text-muted">{title}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </div>
);

const Section = ({ action, children, title }: { action?: ReactNode; children: ReactNode; title: string }) => (
  <section className="grid gap-1.5">
    <div className="flex min-h-7 items-center justify-between gap-3">
      <h3 className="font-semibold">{title}</h3>
      {action}
    </div>
    {children}
  </section>
);

type Props = {
  open: (opened: Opened) => void;
  reasons: Reasons;
  snapshot: SnapshotDetail;
};

/** All that is known of one snapshot, in the order in which it is asked for. */
export const SnapshotFacts = ({ open, reasons, snapshot }: Props) => {
  const { t } = useTranslation("snapshots");
  const { isAdmin, memberships } = usePerson();
  const days = useDays();
  const { consistency, diskBytes, frozenMs, heldOver, lock, memoryBytes, memoryMethod, pauseMs } = snapshot;
  const method = memoryMethod === "background" || memoryMethod === "standstill" ? memoryMethod : null;
  return (
    <>
      {snapshot.error ? <FormError failure={snapshot.error} /> : null}
      <dl>
        <Fact title={t("column.server")}>
          <TextLink href={`/servers/${snapshot.serverId}`}>{snapshot.serverName}</TextLink>
        </Fact>
        {isAdmin || memberships.length > 1 ? <Fact title={t("column.tenant")}>{snapshot.tenantName}</Fact> : null}
        <Fact title={t("column.taken")}>
          {snapshot.takenAt ? (
            <>
              <DateTime at={snapshot.takenAt} /> <span className="text-muted">·</span>{" "}
              <RelativeTime at={snapshot.takenAt} className="text-muted" />
            </>
          ) : (
            t(isBusy(snapshot) ? "detail.notYet" : "detail.never")
          )}
        </Fact>
        {snapshot.safetyOf ? (
          <Fact title={t("safety.origin")}>
            {t("safety.text", { name: snapshot.safetyOf.target, server: snapshot.serverName })}
          </Fact>
        ) : null}
        <Fact title={t("column.by")}>{snapshot.createdByName ?? "–"}</Fact>
        <Fact title={t("column.kind")}>
          <Kind snapshot={snapshot} />
          {consistency ? <p className="mt-0.5 text-muted text-sm">{t(`kindText.${kindWordOf(snapshot)}`)}</p> : null}
        </Fact>
        <Fact title={t("column.size")}>
          <Bytes bytes={sizeOf(snapshot)} />
          {memoryBytes ? (
            <p className="mt-0.5 text-muted text-sm">
              {t("detail.disks")} <Bytes bytes={diskBytes} /> <span>·</span> {t("detail.memory")}{" "}
              <Bytes bytes={memoryBytes} />
            </p>
          ) : null}
        </Fact>
        <Fact title={t("column.frees")}>
          <Frees snapshot={snapshot} />
        </Fact>
        <Fact title={t("changed.title")}>
          <ChangedSince changed={snapshot.changed} />
        </Fact>
        {pauseMs ? (
          <Fact title={t("detail.pause")}>
            <Duration milliseconds={pauseMs} />
            {method ? <p className="mt-0.5 text-muted text-sm">{t(`detail.method.${method}`)}</p> : null}
          </Fact>
        ) : null}
        {frozenMs === null ? null : (
          <Fact title={t("detail.frozen")}>
            <Duration milliseconds={frozenMs} />
            <p className="mt-0.5 text-muted text-sm">{t("detail.frozenText")}</p>
          </Fact>
        )}
        <Fact title={t("expiry.label")}>
          {snapshot.expiresAt ? <DateTime at={snapshot.expiresAt} /> : t("expiry.never")}
          {heldOver === null ? null : (
            <p className="mt-0.5 text-sm text-warn-ink">{t("held.text", { span: days(heldOver) })}</p>
          )}
        </Fact>
        {snapshot.parentName ? <Fact title={t("detail.parent")}>{snapshot.parentName}</Fact> : null}
      </dl>
      <Section
        action={
          <Button
            disabledReason={reasons.edit}
            icon="edit"
            onPress={() => open({ kind: "edit", snapshot })}
            size="sm"
            variant="quiet"
          >
            {t("edit.button")}
          </Button>
        }
        title={t("description.label")}
      >
        <p className={`whitespace-pre-wrap break-words ${snapshot.description ? "" : "text-muted"}`}>
          {snapshot.description || t("description.none")}
        </p>
      </Section>
      <Section
        action={
          <Button
            disabledReason={lock ? reasons.unlock : reasons.lock}
            icon={lock ? "unlock" : "lock"}
            onPress={() => open({ kind: lock ? "unlock" : "lock", snapshot })}
            size="sm"
            variant="quiet"
          >
            {lock ? t("unlock.button") : t("lock.button")}
          </Button>
        }
        title={t("column.lock")}
      >
        {lock ? <LockFacts lock={lock} /> : <p className="text-muted">{t("lock.none")}</p>}
      </Section>
      <Section title={t("config.title")}>
        <ConfigTable snapshot={snapshot} />
      </Section>
    </>
  );
};
