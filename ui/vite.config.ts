import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Refuses to ship the fake program with the page. */
const noFake: Plugin = {
  name: 'no-fake',
  generateBundle(_, bundle) {
    if (this.environment.config.mode === 'fake') return;
    for (const chunk of Object.values(bundle)) {
      const fake = chunk.type === 'chunk' && chunk.moduleIds.find((id) => /\/backend\/(fake|demonstration|fixtures)/.test(id));
      if (fake) this.error(`the shipped page holds ${fake}`);
    }
  },
};

export default defineConfig({
  plugins: [svelte(), svelteTesting(), noFake],
  // The window's policy allows no inline script and no data: script, so nothing is inlined.
  build: {
    target: ['es2022', 'safari16'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: { port: 5173, strictPort: true },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/testing/setup.ts'],
    include: ['src/**/*.test.ts'],
    restoreMocks: true,
    // The same machine may be compiling.
    testTimeout: 60_000,
  },
});
