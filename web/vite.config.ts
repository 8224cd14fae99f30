import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

const server = "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [vue()],
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
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
});
