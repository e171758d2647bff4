/** What can be wrong with one field of a form; the texts are `common:field.<code>`. */
export const fieldCodes = ["invalid", "required", "tooLarge", "tooLong", "tooShort", "tooSmall"] as const;
export type FieldCode = (typeof fieldCodes)[number];

export const isFieldCode = (value: unknown): value is FieldCode => fieldCodes.some((code) => code === value);
