import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests of the builds in `.output`, in real browsers, one file after the other. */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    include: ['tests/e2e/**/*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
