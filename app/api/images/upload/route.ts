import { uploadImage } from "@/features/images/upload";

export const PUT = uploadImage;
