/** Every executor runs the conformance cases and random models in a page, through the public API. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { chooseSeed } from '../random/declare.ts';
import { type Pages, root } from './pages.ts';
import { type Executor, executors } from './targets.ts';

const folder = join(root, 'test/data/conformance');
const files = [...readdirSync(folder).filter((name) => name.endsWith('.json')), 'files/IO.json'];
/** Files of Keras are archives with HDF5 in them, which the importer reads in Node.js alone. */
const inPages = ['onnx_', 'tfjs_', 'st_'];

/** `npm run conformance:browser` sets it. */
export const isWhole = process.env.CELLC_GPU_CASES === 'all';
const seed = chooseSeed();

interface Answer {
  readonly passed: number;
  readonly failed: number;
  readonly worst: number;
  readonly report: string;
  /** Of cases that were skipped. */
  readonly reasons: readonly string[];
}

export function testSuites({ name, found, inPage }: Pages): void {
  beforeAll(() => {
    const { there } = found();
    const missing = executors.filter(({ name }) => !there.includes(name)).map(({ name }) => name);
    if (missing.length > 0) console.warn(`SKIPPED: ${name} has no ${missing.join(', ')}`);
    if (!isWhole)
      console.warn(
        'A SAMPLE of the conformance cases and random models runs in browsers: npm run conformance:browser runs them all',
      );
  });

  describe.each(executors.map((executor) => [executor.name, executor] as const))('%s', (_, executor) => {
    const { variant, sample } = executor;
    const models = Number(process.env.CELLC_CASES ?? (isWhole ? 20 : sample.models));

    test.for(partsOf(executor))(
      '%s: conformance cases hold',
      { timeout: 7_200_000 },
      async ([title, only], context) => {
        if (!found().there.includes(executor.name)) return context.skip(`no ${executor.name}`);
        const answer = await inPage<Answer>('open', 'conformance', { files: only, variant });
        const { passed, failed, worst, report, reasons } = answer;
        console.log(
          `${executor.name}, ${title}: ${passed} passed, worst error ${worst.toPrecision(2)} of its tolerance`,
        );
        if (failed) expect.fail(report);
        expect(reasons).toEqual([]);
        expect(passed).toBeGreaterThan(0);
      },
    );

    test.runIf(isWhole)('updates hold whose moments keep nothing', { timeout: 300_000 }, async (context) => {
      if (!found().there.includes(executor.name)) return context.skip(`no ${executor.name}`);
      const { error } = await inPage<{ error: number }>('open', 'updates', { variant });
      expect(error).toBeLessThan(1e-6);
    });

    test(`${models} random models agree with the oracle (CELLC_SEED=${seed})`, {
      timeout: 7_200_000,
    }, async (context) => {
      if (!found().there.includes(executor.name)) return context.skip(`no ${executor.name}`);
      if (models === 0) return context.skip('npm run conformance:browser runs them');
      type Result = { summary: string; failures: string[] };
      const { summary, failures } = await inPage<Result>('open', 'random', {
        seed,
        cases: models,
        variant,
        // Shaders are compiled for each layer.
        ...(!isWhole && { mostLayers: 1 }),
      });
      console.log(summary);
      expect(failures.length, [summary, ...failures].join('\n\n')).toBe(0);
    });
  });
}

type Part = readonly [title: string, only: readonly (readonly [file: string, parts: readonly string[]])[]];

/** Tests of an executor: file by file, or a sample at once. */
function partsOf({ sample }: Executor): Part[] {
  if (isWhole) return files.map((file) => [file, [[file, file === 'files/IO.json' ? inPages : ['']]]]);
  return [['a sample', files.map((file) => [file, sample.cases] as const)]];
}
