import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Where `npm start` listens; only `vite dev` asks it. */
const api = 'http://127.0.0.1:8080';

export default defineConfig({
  root: at('.'),
  resolve: { tsconfigPaths: true },
  plugins: [react()],
  server: { host: '127.0.0.1', proxy: { '/api': api } },
  build: {
    outDir: at('../../dist/console'),
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // Schemas that no page reads fall out of the bundle.
      treeshake: { moduleSideEffects: [{ test: /libs\/contracts\//, sideEffects: false }] },
    },
  },
});
