/** In characters. The upper end only keeps hashing from being fed with books. */
export const passwordLength = { max: 200, min: 12 } as const;
