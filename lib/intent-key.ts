const hex = (byte: number) => byte.toString(16).padStart(2, "0");

/**
 * A random UUID (version 4) that names one wish of a person, so that it acts once however often it is sent.
 * `crypto.randomUUID` is missing where a panel is reached without TLS by anything but localhost.
 */
export const newIntentKey = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const at = (index: number) => bytes[index] ?? 0;
  const version = (at(6) & 0x0f) | 0x40;
  const variant = (at(8) & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte, index) => hex(index === 6 ? version : index === 8 ? variant : byte)).join("");
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => digits.slice(from, to))
    .join("-");
};
