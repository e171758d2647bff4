import { type NextRequest, NextResponse } from "next/server";
import { sessionCookie } from "./server/auth/cookie";
import { env } from "./server/env";

const openPaths = new Set(["/sign-in", "/set-up"]);

const hasCookie = (request: NextRequest) => request.cookies.has(sessionCookie(env().secureCookies));

const policy = (nonce: string) => {
  // Next's development overlay evaluates code and brings styles of its own.
  const { isDevelopment } = env();
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // React Aria places what floats by style attributes.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
};

/** Comfort and the content policy only: who may do what is decided at each door. */
export const proxy = (request: NextRequest): NextResponse => {
  const { pathname, search } = request.nextUrl;
  if (!openPaths.has(pathname) && !hasCookie(request)) {
    const target = request.nextUrl.clone();
    target.pathname = "/sign-in";
    target.search = pathname === "/" ? "" : `?${new URLSearchParams({ callbackUrl: pathname + search })}`;
    return NextResponse.redirect(target);
  }
  const nonce = btoa(crypto.randomUUID());
  const csp = policy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-stillpoint-path", pathname + search);
  // A layout is not told the search part of its address, and a list in one must paint what it asks for.
  headers.set("x-search", search);
  headers.set("Content-Security-Policy", csp);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", csp);
  return response;
};

export const config = {
  // Handlers below /api guard themselves, and a large upload that passed through here would be cut at 10 MB.
  matcher: [{ source: "/((?!api/|_next/|favicon|icon|robots.txt).*)" }],
};
