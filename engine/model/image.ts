import type { ErrorCode, ErrorParams } from "@/lib/errors";

export type ImageState = "pending" | "importing" | "ready" | "failed";

/** Where an image's files lie, below the data folder. */
export type StoredImageFiles = {
  diskPath: string;
  boot: { kind: "disk" } | { kind: "direct"; kernelPath: string; initrdPath: string; commandLine: string };
};

export type Image = {
  id: string;
  name: string;
  description: string;
  state: ImageState;
  files: StoredImageFiles | null;
  diskBytes: number;
  errorCode: ErrorCode | null;
  errorParams: ErrorParams | null;
};
