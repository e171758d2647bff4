"use client";
import { useState } from "react";

/**
 * React Aria stamps the styles that it adds itself with this. A page's policy keeps the nonce of its first load; a
 * refresh renders the layout with a new one, which that policy would refuse.
 */
export const NonceMeta = ({ nonce }: { nonce: string | undefined }) => {
  const [first] = useState(nonce);
  return <meta nonce={first} property="csp-nonce" />;
};
