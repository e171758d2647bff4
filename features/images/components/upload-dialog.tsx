"use client";
import { useId, useState } from "react";
import { FormError } from "@/components/form/form-error";
import { TextArea } from "@/components/form/text-area";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Progress } from "@/components/ui/progress";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatBytes } from "@/lib/format";
import { FileField } from "./file-field";
import { type UploadState, useUpload } from "./use-upload";

const longestName = 100;

/** A name to begin with: that of the file, without its ending. */
const nameOf = (file: File) => file.name.replace(/\.(img|qcow2?|raw)$/i, "").slice(0, longestName);

const Sending = ({ file, sentBytes }: { file: File; sentBytes: number }) => {
  const { t } = useTranslation("images");
  const locale = useLocale();
  const size = formatBytes(file.size, locale);
  const isAllSent = sentBytes >= file.size;
  return (
    <div className="grid gap-2">
      <Progress
        label={isAllSent ? t("upload.storing") : t("upload.progress", { sent: formatBytes(sentBytes, locale), size })}
        percent={isAllSent ? null : (sentBytes / file.size) * 100}
      />
      <p className="text-muted text-sm">{t("upload.close")}</p>
    </div>
  );
};

const Refusal = ({ failure }: { failure: Extract<UploadState, { phase: "ready" }>["failure"] }) => {
  const { t } = useTranslation("images");
  if (failure === "interrupted" || failure === "stopped") return <FormError>{t(`upload.${failure}`)}</FormError>;
  return <FormError failure={failure} />;
};

const useFaults = ({ file, maxBytes, name }: { file: File | null; maxBytes: number; name: string }) => {
  const { t } = useTranslation("images");
  const locale = useLocale();
  const size = (bytes: number) => formatBytes(bytes, locale);
  const tooLarge = file && file.size > maxBytes;
  return {
    file: file
      ? tooLarge
        ? t("upload.fileTooLarge", { limit: size(maxBytes), size: size(file.size) })
        : undefined
      : t("upload.fileRequired"),
    name: name.trim() ? undefined : t("upload.nameRequired"),
  };
};

/** Chooses a disk image and sends it. While it is being sent, the dialog can only be left by stopping that. */
export const UploadDialog = ({ maxBytes, onClose }: { maxBytes: number; onClose: () => void }) => {
  const { t } = useTranslation(["images", "common"]);
  const locale = useLocale();
  const formId = useId();
  const { send, state, stop } = useUpload(onClose);
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [isTried, setTried] = useState(false);
  const faults = useFaults({ file, maxBytes, name });
  const isSending = state.phase === "sending";
  const failure = state.phase === "ready" ? state.failure : null;
  const takenName = typeof failure === "object" && failure?.code === "nameTaken" ? failure.params.name : null;
  const isTaken = takenName !== null && takenName === name.trim();

  const choose = (chosen: File | null) => {
    setFile(chosen);
    if (chosen && (name === "" || (file && name === nameOf(file)))) setName(nameOf(chosen));
  };
  const submit = () => {
    setTried(true);
    if (isSending || !file || faults.file || faults.name) return;
    void send({ description: description.trim(), file, name: name.trim() });
  };

  return (
    <Dialog
      footer={
        isSending ? (
          <Button onPress={stop}>{t("upload.abort")}</Button>
        ) : (
          <>
            <Button onPress={onClose}>{t("common:action.cancel")}</Button>
            <Button form={formId} icon="upload" type="submit" variant="primary">
              {t("upload.confirm")}
            </Button>
          </>
        )
      }
      isOpen
      onOpenChange={() => {
        if (!isSending) onClose();
      }}
      onSubmit={submit}
      title={t("upload.title")}
    >
      <form
        className="grid gap-4"
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <FileField
          description={t("upload.fileHint", { limit: formatBytes(maxBytes, locale) })}
          errorMessage={isTried || file ? faults.file : undefined}
          isDisabled={isSending}
          label={t("upload.file")}
          onChange={choose}
        />
        <TextField
          autoComplete="off"
          errorMessage={isTaken ? t("upload.nameTaken") : isTried ? faults.name : undefined}
          isDisabled={isSending}
          isRequired
          label={t("upload.name")}
          maxLength={longestName}
          onChange={setName}
          value={name}
        />
        <TextArea
          isDisabled={isSending}
          label={t("upload.description")}
          maxLength={500}
          onChange={setDescription}
          value={description}
        />
      </form>
      {state.phase === "sending" && file ? <Sending file={file} sentBytes={state.sentBytes} /> : null}
      {isTaken ? null : <Refusal failure={takenName === null ? failure : null} />}
    </Dialog>
  );
};
