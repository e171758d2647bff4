import type { Readable } from "node:stream";

/**
 * Calls back for each line of JSON. What comes from a guest is not trusted: a line longer than `maxBytes` ends the
 * stream, and lines that are no JSON are passed over.
 */
export const readJsonLines = (stream: Readable, maxBytes: number, onValue: (value: unknown) => void): void => {
  let parts: string[] = [];
  let length = 0;
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = text.split("\n");
    const last = lines.pop() ?? "";
    for (const line of lines) {
      const whole = parts.join("") + line;
      parts = [];
      length = 0;
      // The agent marks a fresh start with the byte 0xFF, which is no character of UTF-8.
      const json = whole.replaceAll("\uFFFD", "").trim();
      if (json === "") continue;
      let value: unknown;
      try {
        value = JSON.parse(json);
      } catch {
        continue;
      }
      onValue(value);
    }
    parts.push(last);
    length += last.length;
    if (length > maxBytes) stream.destroy(new Error("a line is too long"));
  });
};
