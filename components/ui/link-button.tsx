import type { ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style";
import { Icon, type IconName } from "./icon";
import { Link } from "./link";

type Props = {
  children: ReactNode;
  className?: string;
  href: string;
  icon?: IconName;
  /** Opens another site, such as a guest's own page, in a new tab that knows nothing of this one. */
  isExternal?: boolean;
  size?: ButtonSize;
  variant?: ButtonVariant;
};

export const LinkButton = ({ children, className, href, icon, isExternal = false, size, variant }: Props) => {
  const look = buttonStyle({ className, size, variant });
  const content = (
    <>
      {icon ? <Icon className="-ml-0.5 size-4.5" name={icon} /> : null}
      <span>{children}</span>
    </>
  );
  return isExternal ? (
    <a className={look} href={href} rel="noopener noreferrer" target="_blank">
      {content}
    </a>
  ) : (
    <Link className={look} href={href}>
      {content}
    </Link>
  );
};
