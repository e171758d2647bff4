import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const at = (file: string) => fileURLToPath(new URL(file, import.meta.url));

// What runs beside the web server, each as one file. Packages stay outside: node_modules is there.
const entries = {
  worker: at("./worker/main.ts"),
  "guest-freezer": at("./engine/drivers/qemu/guest-freezer.ts"),
  "memory-writer": at("./engine/drivers/qemu/memory-writer.ts"),
  seed: at("./prisma/seed.ts"),
};

export default defineConfig({
  publicDir: false,
  resolve: {
    alias: [
      { find: /^server-only$/, replacement: at("./test/empty.ts") },
      { find: /^@\//, replacement: at("./") },
    ],
  },
  ssr: { external: true, noExternal: ["server-only"] },
  build: {
    ssr: true,
    target: "node24",
    outDir: "dist",
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file))),
      output: { entryFileNames: "[name].mjs", chunkFileNames: "chunks/[name]-[hash].mjs" },
    },
  },
});
