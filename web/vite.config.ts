import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import vue from "@vitejs/plugin-vue";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const server = "http://127.0.0.1:8080";

/** What pdf.js fetches by name while it reads: CMaps of Chinese, fonts that files may leave out, decoders that need no WebAssembly. */
const PDFJS_FILES: Record<string, RegExp> = {
  cmaps: /^(Adobe-(GB1|CNS1)|Uni(GB|CNS)|GB|B5|CNS|ET|HK).*\.bcmap$|LICENSE/,
  standard_fonts: /./,
  wasm: /nowasm|LICENSE_(PDFJS_)?(JBIG2|OPENJPEG)$/,
};

function pdfjsFiles(): Plugin {
  const manifest = createRequire(import.meta.url).resolve("pdfjs-dist/package.json");
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return {
    name: "pdfjs-files",
    apply: "build",
    generateBundle() {
      for (const [folder, wanted] of Object.entries(PDFJS_FILES)) {
        for (const name of readdirSync(join(dirname(manifest), folder)).filter((each) => wanted.test(each))) {
          const source = readFileSync(join(dirname(manifest), folder, name));
          // The version is in the path, as the hash is in other names: these files, too, are kept for ever.
          this.emitFile({ type: "asset", fileName: `assets/pdfjs-${version}/${folder}/${name}`, source });
        }
      }
    },
  };
}

export default defineConfig({
  plugins: [vue(), pdfjsFiles()],
  base: "/",
  resolve: { alias: { "@": "/src" } },
  build: {
    outDir: "client",
    // Chrome 87, Safari 14.1 and the WeChat of 2021: syntax is lowered here, newer APIs are simply not used.
    target: ["chrome87", "safari14"],
    cssTarget: ["chrome87", "safari14"],
    // The content security policy forbids data: scripts and styles; small files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { "/api": server, "/socket.io": { target: server, ws: true } },
  },
  // One page for all files: each unmounts what it mounted. A page of its own for each took nine tenths of the time.
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"], isolate: false },
});
