"use client";
import { useId } from "react";
import { useTranslation } from "@/i18n/provider";
import { Icon } from "../ui/icon";

type Props = {
  className?: string;
  label: string;
  onChange: (value: string) => void;
  placeholder?: string;
  value: string;
};

/** `/` brings the person here from anywhere on the page; Escape empties it. */
export const SearchField = ({ className = "w-full sm:w-72", label, onChange, placeholder, value }: Props) => {
  const { t } = useTranslation();
  const id = useId();
  return (
    <search className={`relative block ${className}`}>
      <label className="sr-only" htmlFor={id}>
        {label}
      </label>
      <Icon
        className="pointer-events-none absolute top-1/2 left-2.5 size-4.5 -translate-y-1/2 text-muted"
        name="search"
      />
      <input
        autoComplete="off"
        className="peer coarse:h-11 h-9 w-full rounded-md border border-control bg-surface pr-9 pl-9 coarse:text-lg text-ink transition-colors duration-150 hover:border-muted [&::-webkit-search-cancel-button]:hidden"
        data-search-field=""
        enterKeyHint="search"
        id={id}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || value === "") return;
          event.preventDefault();
          event.stopPropagation();
          onChange("");
        }}
        placeholder={placeholder ?? label}
        type="search"
        value={value}
      />
      {value === "" ? (
        <kbd className="pointer-events-none absolute top-1/2 right-2.5 coarse:hidden -translate-y-1/2 rounded-xs border border-line px-1.5 font-sans text-muted text-xs peer-focus:hidden">
          {"/"}
        </kbd>
      ) : (
        <button
          aria-label={t("search.clear")}
          className="absolute top-1/2 right-1.5 grid size-6 -translate-y-1/2 place-items-center rounded-sm text-muted hover:bg-sunken hover:text-ink"
          onClick={() => onChange("")}
          type="button"
        >
          <Icon className="size-4" name="close" />
        </button>
      )}
    </search>
  );
};
