import "server-only";
import { createInstance, type i18n, type TFunction } from "i18next";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { findActor } from "@/server/auth/actor";
import { isLocale, type Locale, localeFromHeader } from "./locale";
import { type Namespace, type Resources, resources } from "./resources";

/** The person's own setting, else the choice made before sign-in, else what the browser asks for, else English. */
export const getLocale = cache(async (): Promise<Locale> => {
  const actor = await findActor();
  if (actor?.locale) return actor.locale;
  const cookie = (await cookies()).get("locale")?.value;
  if (isLocale(cookie)) return cookie;
  return localeFromHeader((await headers()).get("accept-language"));
});

const instances = new Map<Locale, i18n>();

const instanceFor = (locale: Locale): i18n => {
  const known = instances.get(locale);
  if (known) return known;
  const made = createInstance();
  // With the resources at hand init ends at once; what it returns is for loaders we do not have.
  void made.init({
    defaultNS: "common",
    fallbackLng: "en",
    initAsync: false,
    interpolation: { escapeValue: false },
    lng: locale,
    ns: Object.keys(resources.en),
    resources,
  });
  instances.set(locale, made);
  return made;
};

type OneOrMore<N extends Namespace> = N | readonly [N, ...N[]];

/** Texts for server components. With several namespaces the first one needs no prefix: `t("snapshots:list.title")`. */
export const getT = async <const N extends OneOrMore<Namespace>>(namespaces: N): Promise<TFunction<N>> => {
  const locale = await getLocale();
  return instanceFor(locale).getFixedT(locale, namespaces);
};

/** The texts that a page hands to its client components; what is not named here never reaches the browser. */
export const pickMessages = async (...namespaces: Namespace[]): Promise<Partial<Resources>> => {
  const all: Resources = resources[await getLocale()];
  return Object.fromEntries(namespaces.map((namespace) => [namespace, all[namespace]]));
};
