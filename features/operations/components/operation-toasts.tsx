"use client";
import { useEffect, useEffectEvent } from "react";
import { toast } from "@/components/ui/toaster";
import { useTranslation } from "@/i18n/provider";
import { isActive } from "../is-active";
import { namesIn, placeOf, sentenceKey } from "../operation-text";
import type { OperationList, OperationRow } from "../schema";

/** What this tab has told of already; a reload in between must neither repeat nor lose it. */
const place = "operations.told";

const readTold = (): ReadonlySet<string> | null => {
  try {
    const ids: unknown = JSON.parse(sessionStorage.getItem(place) ?? "null");
    return Array.isArray(ids) ? new Set(ids.filter((id) => typeof id === "string")) : null;
  } catch {
    return null;
  }
};

const writeTold = (ids: readonly string[]) => {
  try {
    sessionStorage.setItem(place, JSON.stringify(ids));
  } catch {
    // A browser that keeps nothing tells of the same thing again after a reload.
  }
};

/** A message for each of one's own operations that has ended since the last look, whatever page is open by now. */
export const OperationToasts = ({ list }: { list: OperationList }) => {
  const { t } = useTranslation(["operations", "errors"]);
  const tell = useEffectEvent((operation: OperationRow) => {
    const title = t(sentenceKey(operation), namesIn(operation));
    const href = placeOf(operation);
    const isThere = href === null || href === location.pathname;
    const open = isThere ? null : { href, label: t("toast.open") };
    // The safety snapshot, which has the operation's id, says what undoing would do and does it.
    const action = operation.canUndo ? { href: `${placeOf(operation)}/${operation.id}`, label: t("toast.undo") } : open;
    const content = { title, ...(action && { action }) };
    const { error } = operation;
    if (error) toast.error({ ...content, description: t(`errors:${error.code}`, { replace: error.params }) });
    else toast.success(content);
  });
  useEffect(() => {
    const told = readTold();
    const ended = list.rows.filter((operation) => operation.isMine && !isActive(operation));
    // Nothing is known of a new tab's past, so it is not news.
    if (told) for (const operation of ended) if (!told.has(operation.id)) tell(operation);
    writeTold(ended.map(({ id }) => id));
  }, [list]);
  return null;
};
