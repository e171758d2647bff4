"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { operationKeys } from "@/features/operations/queries";
import type { Failure } from "@/lib/errors";
import { imageKeys } from "../queries";
import { sendFile } from "./send-file";

export type UploadState =
  | { phase: "ready"; failure: Failure | "interrupted" | "stopped" | null }
  | { phase: "sending"; sentBytes: number };

type Draft = { description: string; file: File; name: string };

/** One upload, with how far it is; leaving the page while it runs is asked about, and ends it. */
export const useUpload = (onDone: () => void) => {
  const client = useQueryClient();
  const [state, setState] = useState<UploadState>({ failure: null, phase: "ready" });
  const controller = useRef<AbortController>(null);
  const isSending = state.phase === "sending";

  useEffect(() => () => controller.current?.abort(), []);
  useEffect(() => {
    if (!isSending) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isSending]);

  const send = async ({ description, file, name }: Draft) => {
    controller.current = new AbortController();
    setState({ phase: "sending", sentBytes: 0 });
    const sent = await sendFile({
      file,
      onProgress: (sentBytes) => setState({ phase: "sending", sentBytes }),
      path: `/api/images/upload?${new URLSearchParams({ description, name })}`,
      signal: controller.current.signal,
    });
    setState({ failure: sent.ok ? null : sent.failure, phase: "ready" });
    if (!sent.ok) return;
    await Promise.all([
      client.invalidateQueries({ queryKey: imageKeys.all }),
      client.invalidateQueries({ queryKey: operationKeys.all }),
    ]);
    onDone();
  };

  return { send, state, stop: () => controller.current?.abort() };
};
