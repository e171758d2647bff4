"use client";
import { useRouter } from "next/navigation";
import type { ReactNode, RefObject } from "react";
import { Header } from "react-aria-components/Header";
import { Menu, MenuItem, MenuSection } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Icon } from "./icon";
import type { MenuItem as Item, MenuSection as Section } from "./menu-item";

const Row = ({ hasIcons, item, onChoose }: { hasIcons: boolean; item: Item; onChoose: (item: Item) => void }) => (
  <MenuItem
    className={`grid cursor-pointer ${hasIcons ? "grid-cols-[1.125rem_1fr_auto]" : "grid-cols-[1fr_auto]"} items-center gap-x-2.5 rounded-sm px-2.5 coarse:py-2.5 py-1.5 outline-none focus:bg-sunken ${item.disabledReason ? "cursor-not-allowed text-muted" : item.isDanger ? "text-bad-ink" : "text-ink"}`}
    id={item.id}
    onAction={() => onChoose(item)}
    shouldCloseOnSelect={!item.disabledReason}
    textValue={item.label}
  >
    {item.icon ? <Icon className="size-4.5 in-[.text-bad-ink]:text-bad-ink text-muted" name={item.icon} /> : null}
    {hasIcons && !item.icon ? <span /> : null}
    <span>{item.label}</span>
    {item.isSelected ? <Icon className="size-4 text-accent-ink" name="check" /> : <span />}
    {item.disabledReason ? (
      <span className={`col-span-2 max-w-56 text-muted text-xs ${hasIcons ? "col-start-2" : ""}`}>
        {item.disabledReason}
      </span>
    ) : null}
  </MenuItem>
);

type Props = {
  head: ReactNode;
  label: string;
  onClose: () => void;
  placement: "bottom end" | "bottom start" | "top start";
  sections: readonly Section[];
  triggerRef: RefObject<HTMLButtonElement | null>;
};

export const MenuPopover = ({ head, label, onClose, placement, sections, triggerRef }: Props) => {
  const router = useRouter();
  const choose = (item: Item) => {
    if (item.disabledReason) return;
    if (item.href) router.push(item.href);
    else void item.onAction?.();
  };
  return (
    <Popover
      aria-label={label}
      className="min-w-48 max-w-80 entering:animate-rise overflow-y-auto rounded-md bg-surface p-1 text-base shadow-float"
      isOpen
      offset={4}
      onOpenChange={onClose}
      placement={placement}
      triggerRef={triggerRef}
    >
      {head ? <div className="mb-1 border-b px-2.5 py-2">{head}</div> : null}
      <Menu aria-label={label} autoFocus="first" className="outline-none" onClose={onClose}>
        {sections.map((section) => (
          <MenuSection
            aria-label={section.label ?? label}
            className="not-first:mt-1 not-first:border-t not-first:pt-1"
            id={section.id}
            key={section.id}
          >
            {section.label ? <Header className="px-2.5 pt-1 pb-0.5 text-muted text-xs">{section.label}</Header> : null}
            {section.items.map((item) => (
              <Row hasIcons={section.items.some(({ icon }) => icon)} item={item} key={item.id} onChoose={choose} />
            ))}
          </MenuSection>
        ))}
      </Menu>
    </Popover>
  );
};
