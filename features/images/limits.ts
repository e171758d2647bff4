/** Bytes that one uploaded disk may have at most. */
export const maxUploadBytes = 64_000_000_000;
