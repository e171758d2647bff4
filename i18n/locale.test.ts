import { describe, expect, it } from "vitest";
import { localeFromHeader } from "./locale";

describe("the language a browser asks for", () => {
  it.each([
    ["de-AT,de;q=0.9,en;q=0.8", "de"],
    ["en;q=0.5, de;q=0.9", "de"],
    ["fr-FR,fr;q=0.9,de;q=0.2,en;q=0.7", "en"],
    ["de;q=0", "en"],
    ["fr", "en"],
    ["", "en"],
    [null, "en"],
  ])("%s gives %s", (header, locale) => expect(localeFromHeader(header)).toBe(locale));
});
