"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useTranslation } from "@/i18n/provider";

const load = () => import("./upload-dialog");
const UploadDialog = dynamic(() => load().then((module) => module.UploadDialog), { ssr: false });

export const UploadButton = ({ maxBytes }: { maxBytes: number }) => {
  const { t } = useTranslation("images");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon="upload" onPress={() => setOpen(true)} onReach={load} variant="primary">
        {t("upload.action")}
      </Button>
      {isOpen ? <UploadDialog maxBytes={maxBytes} onClose={() => setOpen(false)} /> : null}
    </>
  );
};
