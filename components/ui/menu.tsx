"use client";
import dynamic from "next/dynamic";
import { type ReactNode, useRef, useState } from "react";
import { Button, IconButton } from "./button";
import type { ButtonSize, ButtonVariant } from "./button-style";
import type { IconName } from "./icon";
import type { MenuItem, MenuSection } from "./menu-item";

type MenuProps = {
  disabledReason?: string | undefined;
  /** Stands above the items, such as a person's name. */
  head?: ReactNode;
  icon?: IconName;
  items?: readonly MenuItem[];
  /** Read out; shown too if the menu has neither an icon nor a trigger of its own. */
  label: string;
  placement?: "bottom end" | "bottom start" | "top start";
  sections?: readonly MenuSection[];
  size?: ButtonSize;
  /** What the button shows in place of the icon. */
  trigger?: ReactNode;
  variant?: ButtonVariant;
};

const load = () => import("./menu-popover");
const MenuPopover = dynamic(() => load().then((module) => module.MenuPopover), { ssr: false });

/** The list weighs more than the page around it: it is fetched when somebody points at the button. */
export const Menu = ({
  disabledReason,
  head,
  icon = "more",
  items,
  label,
  placement = "bottom end",
  sections,
  size,
  trigger,
  variant = "quiet",
}: MenuProps) => {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const shared = {
    "aria-expanded": isOpen,
    "aria-haspopup": "menu" as const,
    disabledReason,
    onPress: () => setOpen(!isOpen),
    onReach: () => void load(),
    ref: button,
    size,
    variant,
  };
  return (
    <>
      {trigger ? (
        <Button {...shared} label={label}>
          {trigger}
        </Button>
      ) : (
        <IconButton {...shared} icon={icon} label={label} />
      )}
      {isOpen ? (
        <MenuPopover
          head={head}
          label={label}
          onClose={() => setOpen(false)}
          placement={placement}
          sections={sections ?? [{ id: "all", items: items ?? [] }]}
          triggerRef={button}
        />
      ) : null}
    </>
  );
};
