"use client";
import NextLink from "next/link";
import { type ComponentProps, useState } from "react";

/**
 * A link inside the panel. Next would read every link in sight ahead, and in a list each is a page rendered for nobody;
 * this one is read ahead when a person comes near.
 */
export const Link = ({ onFocus, onPointerEnter, ...props }: ComponentProps<typeof NextLink>) => {
  const [isNear, setNear] = useState(false);
  return (
    <NextLink
      {...props}
      onFocus={(event) => {
        setNear(true);
        onFocus?.(event);
      }}
      onPointerEnter={(event) => {
        setNear(true);
        onPointerEnter?.(event);
      }}
      prefetch={isNear ? null : false}
    />
  );
};
