import type { IconName } from "./icon";

export type MenuItem = {
  /** Shown in the item; choosing it then does nothing. */
  disabledReason?: string | undefined;
  href?: string;
  icon?: IconName;
  id: string;
  isDanger?: boolean;
  /** For a choice among several: the one that holds now. */
  isSelected?: boolean;
  label: string;
  onAction?: () => void | Promise<void>;
};
export type MenuSection = { id: string; items: readonly MenuItem[]; label?: string };
