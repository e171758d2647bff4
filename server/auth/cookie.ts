/** The names that next-auth gives its cookies; with https they carry the prefix that browsers enforce. */
export const sessionCookie = (isSecure: boolean): string =>
  isSecure ? "__Secure-next-auth.session-token" : "next-auth.session-token";
