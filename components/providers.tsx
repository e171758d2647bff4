"use client";
import type { ReactNode } from "react";
import type { Locale } from "@/i18n/locale";
import { Messages } from "@/i18n/provider";
import type { Resources } from "@/i18n/resources";
// The bundler gives each layout, page and error page its own copy of what the root does not have.
// What nearly all of them use is therefore taken in here, once.
import "./ui/button";
import "./ui/error-state";
import "./ui/link-button";
import { Toaster } from "./ui/toaster";

export const Providers = ({
  children,
  locale,
  messages,
}: {
  children: ReactNode;
  locale: Locale;
  messages: Partial<Resources>;
}) => (
  <Messages locale={locale} messages={messages}>
    {children}
    <Toaster />
  </Messages>
);
