import type { NextConfig } from "next";

const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
];

const config: NextConfig = {
  poweredByHeader: false,
  agentRules: false,
  serverExternalPackages: ["pg", "pg-boss", "pino", "@prisma/adapter-pg"],
  experimental: {
    turbopackFileSystemCacheForBuild: true,
    authInterrupts: true,
    serverActions: { bodySizeLimit: "256kb" },
  },
  turbopack: {
    rules: {
      // React Aria's 34 languages: the page hands over its own one by <LocalizedStringProvider>.
      "*.mjs": {
        condition: {
          all: [
            "browser",
            { path: /node_modules\/react-(aria|stately)\/dist\/private\/(.+\/)?intl\/.*[a-z]{2}-[A-Z]{2}\.mjs$/ },
          ],
        },
        loaders: ["./scripts/empty-locale.cjs"],
        as: "*.js",
      },
    },
  },
  // Strict-Transport-Security depends on the address that it runs at, which no build knows: see scripts/web.mjs.
  headers: async () => [{ source: "/:path*", headers }],
};

export default config;
