import type { ReactNode } from "react";

const dot = (cx: number, cy: number) => <circle cx={cx} cy={cy} fill="currentColor" r="1.1" stroke="none" />;

/** Drawn on a 20-unit grid with a 1.5-unit stroke, so that at 20 px each line falls on whole pixels or halves. */
const shapes = {
  activity: <path d="M2.5 10.5h3l2.5-6 4 11 2.5-5h3" />,
  calendar: (
    <>
      <rect height="12.5" rx="1.75" width="14" x="3" y="4" />
      <path d="M3 8h14M6.75 2.5v3m6.5-3v3" />
    </>
  ),
  check: <path d="m4 10.5 4 4 8-9" />,
  chevronDown: <path d="m5.5 8 4.5 4.5L14.5 8" />,
  chevronLeft: <path d="M12.5 5.5 8 10l4.5 4.5" />,
  chevronRight: <path d="M7.5 5.5 12 10l-4.5 4.5" />,
  chevronUp: <path d="M5.5 12.5 10 8l4.5 4.5" />,
  clock: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 6v4.2l2.8 1.8" />
    </>
  ),
  close: <path d="m5 5 10 10M15 5 5 15" />,
  copy: (
    <>
      <rect height="9.5" rx="1.75" width="9.5" x="7" y="7" />
      <path d="M4.75 12.5A1.75 1.75 0 0 1 3 10.75v-6C3 3.8 3.8 3 4.75 3h6c.97 0 1.75.78 1.75 1.75" />
    </>
  ),
  disk: (
    <>
      <ellipse cx="10" cy="5.25" rx="6.5" ry="2.5" />
      <path d="M3.5 5.25v9.5c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5v-9.5M3.5 10c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5" />
    </>
  ),
  download: <path d="M10 3v9m-3.75-3.25L10 12.5l3.75-3.75M3.5 16.5h13" />,
  edit: <path d="m12 4.5 3.5 3.5M3.5 16.5l.8-3.6 9-9a1.2 1.2 0 0 1 1.7 0l1.1 1.1a1.2 1.2 0 0 1 0 1.7l-9 9-3.6.8Z" />,
  external: (
    <path d="M11.5 3.5h5v5m0-5-7 7M8 4.5H5A1.5 1.5 0 0 0 3.5 6v9A1.5 1.5 0 0 0 5 16.5h9a1.5 1.5 0 0 0 1.5-1.5v-3" />
  ),
  globe: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M3 10h14M10 3c2 2 3 4.3 3 7s-1 5-3 7c-2-2-3-4.3-3-7s1-5 3-7Z" />
    </>
  ),
  image: (
    <>
      <circle cx="10" cy="10" r="7" />
      <circle cx="10" cy="10" r="2" />
      <path d="M10 5.5a4.5 4.5 0 0 1 4.5 4.5" />
    </>
  ),
  info: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 9.5v4" />
      {dot(10, 6.75)}
    </>
  ),
  keyboard: (
    <>
      <rect height="10" rx="1.75" width="16" x="2" y="5" />
      <path d="M7 12.25h6" />
      {dot(5.5, 8.5)}
      {dot(8.5, 8.5)}
      {dot(11.5, 8.5)}
      {dot(14.5, 8.5)}
    </>
  ),
  lock: (
    <>
      <rect height="8" rx="1.75" width="11" x="4.5" y="8.5" />
      <path d="M7 8.5V6.25a3 3 0 0 1 6 0V8.5M10 11.75v1.5" />
    </>
  ),
  memory: (
    <>
      <rect height="8.5" rx="1.25" width="15" x="2.5" y="5" />
      <path d="M6.5 8v2.5m3.5-2.5v2.5m3.5-2.5v2.5M5.5 13.5V16m3-2.5V16m3-2.5V16m3-2.5V16" />
    </>
  ),
  menu: <path d="M3 5.5h14M3 10h14M3 14.5h14" />,
  monitor: (
    <>
      <rect height="10" rx="1.75" width="15" x="2.5" y="3.5" />
      <path d="M7 16.5h6m-3-3v3" />
    </>
  ),
  moon: <path d="M16.5 11.6A6.75 6.75 0 0 1 8.4 3.5a6.75 6.75 0 1 0 8.1 8.1Z" />,
  more: (
    <>
      {dot(4.75, 10)}
      {dot(10, 10)}
      {dot(15.25, 10)}
    </>
  ),
  operations: <path d="M10 3a7 7 0 1 1-6.6 4.7M3 3.5v4.25h4.25M10 6.5V10l2.5 1.75" />,
  people: (
    <>
      <circle cx="7.5" cy="7" r="2.75" />
      <path d="M2.5 16c.4-2.9 2.4-4.5 5-4.5s4.6 1.6 5 4.5M12.5 4.5a2.75 2.75 0 0 1 0 5M14.2 11.9c1.8.6 3 2 3.3 4.1" />
    </>
  ),
  play: <path d="M6 4.2v11.6c0 .5.5.8.9.5l9-5.8a.6.6 0 0 0 0-1L6.9 3.7c-.4-.3-.9 0-.9.5Z" />,
  plus: <path d="M10 4v12M4 10h12" />,
  power: <path d="M10 2.75v6.5M6.4 5.2a6.5 6.5 0 1 0 7.2 0" />,
  revert: <path d="M3.5 4v4.25h4.25M3.8 8.1A6.75 6.75 0 1 1 3.4 12" />,
  search: (
    <>
      <circle cx="8.75" cy="8.75" r="5.25" />
      <path d="m12.75 12.75 4 4" />
    </>
  ),
  server: (
    <>
      <rect height="5.5" rx="1.5" width="14" x="3" y="3.5" />
      <rect height="5.5" rx="1.5" width="14" x="3" y="11" />
      <path d="M10.5 6.25H14m-3.5 7.5H14" />
      {dot(6.25, 6.25)}
      {dot(6.25, 13.75)}
    </>
  ),
  settings: (
    <>
      <path d="M3 6h6m4 0h4M3 14h2m4 0h8" />
      <circle cx="11" cy="6" r="2" />
      <circle cx="7" cy="14" r="2" />
    </>
  ),
  sidebar: (
    <>
      <rect height="13" rx="1.75" width="15" x="2.5" y="3.5" />
      <path d="M7.5 3.5v13" />
    </>
  ),
  signOut: <path d="M8 3.5H5A1.5 1.5 0 0 0 3.5 5v10A1.5 1.5 0 0 0 5 16.5h3M8.5 10h8m-3.25-3.25L16.5 10l-3.25 3.25" />,
  snapshot: (
    <>
      <path d="m10 3 7 3.75-7 3.75-7-3.75L10 3Z" />
      <path d="m3 10.25 7 3.75 7-3.75" />
      <path d="m3 13.5 7 3.5 7-3.5" />
    </>
  ),
  stop: <rect height="10" rx="1.5" width="10" x="5" y="5" />,
  sun: (
    <>
      <circle cx="10" cy="10" r="3.25" />
      <path d="M10 2.5v1.75m0 11.5v1.75M2.5 10h1.75m11.5 0h1.75M4.7 4.7l1.2 1.2m8.2 8.2 1.2 1.2m0-10.6-1.2 1.2m-8.2 8.2-1.2 1.2" />
    </>
  ),
  tenant: (
    <path d="M3.5 16.5v-12A1.5 1.5 0 0 1 5 3h5a1.5 1.5 0 0 1 1.5 1.5v12m0-9H15A1.5 1.5 0 0 1 16.5 9v7.5m-14 0h15M6.5 6.5h2m-2 3.25h2m-2 3.25h2" />
  ),
  trash: (
    <path d="M3.5 5.5h13M8 5.25V3.5h4v1.75M5.25 5.5l.7 9.6c.06.8.7 1.4 1.5 1.4h5.1c.8 0 1.44-.6 1.5-1.4l.7-9.6M8.25 8.75v4.5m3.5-4.5v4.5" />
  ),
  unlock: (
    <>
      <rect height="8" rx="1.75" width="11" x="4.5" y="8.5" />
      <path d="M7 8.5V6a3 3 0 0 1 5.8-1.1M10 11.75v1.5" />
    </>
  ),
  upload: <path d="M10 12.5v-9M6.25 7 10 3.25 13.75 7M3.5 16.5h13" />,
  warning: (
    <>
      <path d="M8.7 3.75 2.6 14.4a1.5 1.5 0 0 0 1.3 2.25h12.2a1.5 1.5 0 0 0 1.3-2.25L11.3 3.75a1.5 1.5 0 0 0-2.6 0ZM10 7.75v3.75" />
      {dot(10, 13.9)}
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

/** Decoration only: whoever uses an icon alone names it by the control's own label. */
export const Icon = ({ name, className = "size-5" }: { name: IconName; className?: string }) => (
  <svg
    aria-hidden="true"
    className={`shrink-0 ${className}`}
    fill="none"
    focusable="false"
    stroke="currentColor"
    strokeLinecap="round"
    strokeLinejoin="round"
    strokeWidth="1.5"
    viewBox="0 0 20 20"
  >
    {shapes[name]}
  </svg>
);
