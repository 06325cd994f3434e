import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that replace modules or globals: each has a process of its own. All others share theirs, and a warm compiler. */
const alone = [
  'compiler/src/model/errors.test.ts',
  'compiler/src/model/resolve.test.ts',
  'packages/cli/src/compile.test.ts',
  'packages/cli/src/train/checkpoint.test.ts',
  'packages/examples/src/demo.test.ts',
];

/** What takes minutes begins first, or it goes on alone when all else is done. */
const long = ['test/browser/browser.test.ts', 'test/conformance/conformance.test.ts'];

class LongFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = long.findIndex((file) => moduleId.endsWith(file));
      return place < 0 ? long.length : place;
    };
    return (await super.sort(specifications)).sort((a, b) => rank(a) - rank(b));
  }
}

const files = [
  'compiler/src/**/*.test.ts',
  'runtime/src/**/*.test.ts',
  'packages/*/src/**/*.test.ts',
  'test/**/*.test.ts',
  'bench/**/*.test.ts',
];

const common = {
  // All cores: the tests are work for the processor, and a few files of them are long.
  maxWorkers: '100%',
  // A busy machine is no failure.
  testTimeout: 30_000,
};

// Tests run on the TypeScript sources of every package, never on a stale build.
const sources = {
  resolve: { conditions: ['@cellc/source'] },
  ssr: { resolve: { conditions: ['@cellc/source'] } },
};

// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export
export default defineConfig({
  test: {
    maxWorkers: common.maxWorkers,
    globalSetup: ['compiler/scripts/library.mjs'],
    sequence: { sequencer: LongFirst },
    projects: [
      {
        ...sources,
        test: {
          ...common,
          name: 'shared',
          include: files,
          exclude: [...configDefaults.exclude, ...alone],
          isolate: false,
        },
      },
      // Behind the others: a process that is shared ends where the next file in the queue wants its own.
      { ...sources, test: { ...common, name: 'alone', include: alone, sequence: { groupOrder: 1 } } },
    ],
  },
});
