/**
 * Steps allocate nothing: the heap does not grow, and the garbage collector has nothing to do. CELLC_STEPS=n says in how many;
 * by default so many that eight bytes each would fill the young generation, and be collected.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compileModel, type ModelSpec } from '@cellc/compiler';
import { afterAll, beforeAll, expect, test } from 'vitest';

const steps = Number(process.env.CELLC_STEPS ?? 200_000);
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'cellc-alloc-'));

/** The runtime as built from its sources now: a child process reads no TypeScript. */
beforeAll(() => {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const options = ['--outDir', join(folder, 'runtime'), '--tsBuildInfoFile', join(folder, 'runtime.tsbuildinfo')];
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', join(root, 'runtime'), ...options]);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

const specs: Readonly<Record<string, ModelSpec>> = {
  lstm: { name: 'lstm', input: 1, layers: [{ cell: 'lstm', size: 20 }] },
  deep: {
    name: 'deep',
    input: 3,
    layers: [
      { cell: 'gru', size: 8, repeat: 2 },
      { dense: 2, activation: 'tanh' },
    ],
  },
};

/** Measures in a young generation so small that anything allocated each step is collected and seen. */
const measure = `
import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { loadSync } from './runtime/index.js';
const model = loadSync(await import(process.argv[2]));
const x = new Float64Array(model.manifest.input).fill(0.5);
const run = (steps) => {
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    x[0] = i % 7;
    sum += model.step(x)[0];
  }
  return sum;
};
// Compiling the code takes memory, and pauses in which the compiler's threads hand over what they have done.
for (let round = 0; round < 10; round++) {
  run(20_000);
  await setTimeout(20);
}
let collections = 0;
const observer = new PerformanceObserver((list) => (collections += list.getEntries().length));
observer.observe({ entryTypes: ['gc'] });
// A busy machine may delay the engine's own work into the measurement; a step that allocates does so every time.
let grown, sum;
for (let attempt = 0; attempt < 5; attempt++) {
  gc();
  await setTimeout(20);
  const before = process.memoryUsage().heapUsed;
  collections = 0;
  sum = run(${steps});
  grown = process.memoryUsage().heapUsed - before;
  await setTimeout(20);
  if (collections === 0 && grown < 10_000) break;
}
console.log(JSON.stringify({ grown, collections, sum }));
`;

const variants = [
  { target: 'js', precision: 'f32' },
  { target: 'js', precision: 'f64' },
  { target: 'wasm', precision: 'f32' },
] as const;

for (const [name, spec] of Object.entries(specs))
  for (const { target, precision } of variants)
    test(`${name}, ${target}, ${precision}`, async () => {
      const module = join(folder, `${name}-${target}-${precision}.js`);
      writeFileSync(module, compileModel(spec, { target, precision }).code);
      const script = join(folder, 'measure.js');
      writeFileSync(script, measure);
      const flags = ['--expose-gc', '--max-semi-space-size=1'];
      const { stdout } = await promisify(execFile)(process.execPath, [...flags, script, module]);
      const { grown, collections, sum } = JSON.parse(stdout);
      console.log(`${name} ${target} ${precision}: ${grown} bytes and ${collections} collections in ${steps} steps`);
      expect(Number.isFinite(sum)).toBe(true);
      expect(grown).toBeLessThan(100_000);
      expect(collections).toBe(0);
    }, 60_000);
