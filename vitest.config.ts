import { defineConfig } from 'vitest/config';

// Tests run on the TypeScript sources of every package, never on a stale build.
// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default defineConfig({
  resolve: { conditions: ['@cellc/source'] },
  ssr: { resolve: { conditions: ['@cellc/source'] } },
  test: {
    include: [
      'compiler/src/**/*.test.ts',
      'runtime/src/**/*.test.ts',
      'packages/*/src/**/*.test.ts',
      'test/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    // All cores: the tests are work for the processor, and a few files of them are long.
    maxWorkers: '100%',
    // A busy machine is no failure.
    testTimeout: 30_000,
    globalSetup: ['compiler/scripts/library.mjs'],
  },
});
