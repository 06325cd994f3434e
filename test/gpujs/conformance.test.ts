/** The conformance cases on gpu.js, in the modes that Node.js has, within the tolerances of single precision. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Variant } from '../conformance/network.ts';
import { report, tally } from '../conformance/report.ts';
import { type Result, runText } from '../conformance/suite.ts';
import { cpuModes } from '../support/gpujs.ts';

/** gpu.js takes seconds to compile a case: CELLC_GPU_CASES=all runs all of them, not only every fifth. */
const share = process.env.CELLC_GPU_CASES === 'all' ? 1 : 5;

const data = join(import.meta.dirname, '../data/conformance');

describe.each(cpuModes)('%s', (mode) => {
  test.each(['torch_standard.json', 'torch_lengths.json', 'variants.json', 'training.json'])(
    '%s holds',
    { timeout: 600_000 },
    async (file) => {
      const variant: Variant = { target: 'gpujs', precision: 'f32', mode };
      const whole = JSON.parse(await readFile(join(data, file), 'utf8')) as { cases: unknown[] };
      const text = JSON.stringify({ ...whole, cases: whole.cases.filter((_, i) => i % share === 0) });
      const results: Result[] = [];
      for await (const result of runText(file, text, '', [variant])) results.push(result);
      const { passed, failed } = tally(results);
      if (failed) expect.fail(report(results, { allFailures: true }));
      expect(passed).toBeGreaterThan(0);
    },
  );
});
