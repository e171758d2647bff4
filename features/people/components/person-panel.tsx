"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useAction } from "@/components/form/use-action";
import { usePerson } from "@/components/person-provider";
import { RelativeTime } from "@/components/time/relative-time";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Menu } from "@/components/ui/menu";
import type { MenuItem } from "@/components/ui/menu-item";
import { SidePanel } from "@/components/ui/side-panel";
import { Skeleton } from "@/components/ui/skeleton";
import { StateDot } from "@/components/ui/state-dot";
import { toast } from "@/components/ui/toaster";
import { useTranslation } from "@/i18n/provider";
import { failureOf } from "@/lib/read-json";
import { enablePerson } from "../actions";
import type { PersonDetail, TenantChoice } from "../loaders";
import { peopleKeys, personQuery } from "../queries";
import { ConfirmDialog, type Decision } from "./confirm-dialog";
import { EditPersonDialog, RightsDialog } from "./edit-dialogs";
import { PasswordShown } from "./password-shown";
import { RoleBadges } from "./role-badges";
import { SessionList } from "./session-list";

type Props = { closeHref: string; personId: string; tenants: readonly TenantChoice[] };
type Open = Decision | "edit" | "rights" | { password: string } | null;

const Fact = ({ children, label }: { children: ReactNode; label: string }) => (
  <div className="grid gap-0.5">
    <dt className="text-muted text-sm">{label}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </div>
);

const PersonFacts = ({ person }: { person: PersonDetail }) => {
  const { t } = useTranslation("people");
  const ways = [person.hasPassword ? t("detail.withPassword") : t("detail.noPassword"), ...person.providers];
  return (
    <dl className="grid gap-4">
      <Fact label={t("column.email")}>{person.email}</Fact>
      <Fact label={t("column.roles")}>
        <RoleBadges isAdmin={person.isAdmin} memberships={person.memberships} />
      </Fact>
      <Fact label={t("detail.signIn")}>{ways.join(" · ")}</Fact>
      <Fact label={t("detail.joined")}>
        <RelativeTime at={person.createdAt} />
      </Fact>
    </dl>
  );
};

const Loaded = ({ closeHref, person, tenants }: Omit<Props, "personId"> & { person: PersonDetail }) => {
  const { t } = useTranslation("people");
  const [open, setOpen] = useState<Open>(null);
  const { isPending, run } = useAction();
  const client = useQueryClient();
  const self = usePerson();
  const ownReason = self.id === person.id ? t("self.reason") : undefined;

  const close = () => {
    setOpen(null);
    void client.invalidateQueries({ queryKey: peopleKeys.all });
  };
  const enable = async () => {
    if (!(await run(() => enablePerson({ id: person.id })))) return;
    toast.success({ title: t("done.enabled", { name: person.name }) });
    close();
  };
  const items: MenuItem[] = [
    { icon: "edit", id: "edit", label: t("action.edit"), onAction: () => setOpen("edit") },
    { icon: "lock", id: "reset", label: t("action.resetPassword"), onAction: () => setOpen("reset") },
    { icon: "signOut", id: "endSessions", label: t("action.endSessions"), onAction: () => setOpen("endSessions") },
    person.isDisabled
      ? { icon: "check", id: "enable", label: t("action.enable"), onAction: enable }
      : {
          disabledReason: ownReason,
          icon: "close",
          id: "disable",
          isDanger: true,
          label: t("action.disable"),
          onAction: () => setOpen("disable"),
        },
  ];

  return (
    <SidePanel
      actions={
        <>
          <Button isPending={isPending} onPress={() => setOpen("rights")} size="sm">
            {t("action.rights")}
          </Button>
          <Menu items={items} label={person.name} size="sm" />
        </>
      }
      closeHref={closeHref}
      state={
        <StateDot
          label={t(person.isDisabled ? "state.disabled" : "state.active")}
          tone={person.isDisabled ? "warn" : "good"}
        />
      }
      title={person.name}
    >
      <PersonFacts person={person} />
      <SessionList sessions={person.sessions} />
      {open === "edit" ? <EditPersonDialog onDone={close} person={person} /> : null}
      {open === "rights" ? <RightsDialog onDone={close} person={person} tenants={tenants} /> : null}
      {open === "disable" || open === "endSessions" || open === "reset" ? (
        <ConfirmDialog
          decision={open}
          onClose={close}
          onNewPassword={(password) => setOpen({ password })}
          person={person}
        />
      ) : null}
      {typeof open === "object" && open ? (
        <PasswordShown
          onClose={close}
          password={open.password}
          text={t("reset.doneText", { name: person.name })}
          title={t("reset.doneTitle", { name: person.name })}
        />
      ) : null}
    </SidePanel>
  );
};

export const PersonPanel = ({ closeHref, personId, tenants }: Props) => {
  const { data, error, refetch } = useQuery(personQuery(personId));
  if (data) return <Loaded closeHref={closeHref} person={data} tenants={tenants} />;
  return (
    <SidePanel closeHref={closeHref} title={<Skeleton className="h-5 w-40" />}>
      {error ? (
        <ErrorState failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </SidePanel>
  );
};
