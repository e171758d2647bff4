import type { IconName } from "../ui/icon";

export type NavItem = {
  href: string;
  icon: IconName;
  text: "activity" | "images" | "instances" | "people" | "snapshots" | "tenants";
};
export type NavSection = { items: readonly NavItem[]; isForAdmin?: boolean; text: "admin" | "compute" | null };

export const navigation: readonly NavSection[] = [
  {
    items: [
      { href: "/servers", icon: "server", text: "instances" },
      { href: "/snapshots", icon: "snapshot", text: "snapshots" },
    ],
    text: "compute",
  },
  {
    isForAdmin: true,
    items: [
      { href: "/tenants", icon: "tenant", text: "tenants" },
      { href: "/people", icon: "people", text: "people" },
      { href: "/images", icon: "image", text: "images" },
    ],
    text: "admin",
  },
  { items: [{ href: "/activity", icon: "activity", text: "activity" }], text: null },
];

export const navigationFor = (isAdmin: boolean): readonly NavSection[] =>
  navigation.filter((section) => isAdmin || !section.isForAdmin);

/** Where the address lies in the navigation: the current item and its section. */
export const findPlace = (path: string): { item: NavItem; section: NavSection } | null => {
  for (const section of navigation) {
    for (const item of section.items)
      if (path === item.href || path.startsWith(`${item.href}/`)) return { item, section };
  }
  return null;
};
