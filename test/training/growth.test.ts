/** Training for long: neither the heap nor the arena grows. CELLC_UPDATES=n says how long. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compileModel } from '@cellc/compiler';
import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** A hundred bytes for each are four times what may come together. */
const updates = Number(process.env.CELLC_UPDATES ?? 20_000);

const folder = mkdtempSync(join(tmpdir(), 'cellc-growth-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Everything that keeps something between batches is switched on. */
const script = `
import { loadSync } from './runtime/index.js';
import * as module from './model.js';
let arena = 0;
const update = module.kernels.update;
const model = loadSync({ ...module, kernels: { ...module.kernels, update: (m) => { arena = m.length; update(m); } } });
const numbers = (n) => Float32Array.from({ length: n }, (_, i) => Math.sin(i * i));
const data = { x: { data: numbers(8 * 4 * 2), shape: [8, 4, 2] }, y: { data: numbers(8 * 4), shape: [8, 4] }, lengths: [4, 2, 1, 3, 4, 4, 2, 3] };
const options = { batchSize: 4, microBatch: 3, truncate: 2, recompute: 1, validation: 0.5, metrics: ['rmse'], earlyStopping: { patience: 1e9 }, lr: 1e-4 };
await model.fit(data, { ...options, epochs: 500 });
const measure = () => (gc(), process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers);
const before = measure();
const first = arena;
let updates = 0;
// A history of many epochs is what grows: it has a figure for each. Its epochs are few here.
const batches = function* () { for (let i = 0; i < ${updates / 4}; i++) yield data; };
let most = 0;
await model.fit(batches, {
  epochs: 2, microBatch: 3, truncate: 2, recompute: 1, metrics: ['rmse'], lr: 1e-4,
  onBatch: () => { if (++updates % ${updates / 8} === 0) most = Math.max(most, measure() - before); },
});
console.log(JSON.stringify({ updates, most, arena: arena - first }));
`;

test(`${updates} updates`, async () => {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const options = ['--outDir', join(folder, 'runtime'), '--tsBuildInfoFile', join(folder, 'runtime.tsbuildinfo')];
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', join(root, 'runtime'), ...options]);
  const layers = [{ cell: 'rnn', size: 2, dropout: 0.2, zoneout: 0.1 }, { dense: 1 }];
  const spec = { name: 'm', input: 2, layers, loss: 'mse', optimizer: 'adam' };
  writeFileSync(join(folder, 'model.js'), compileModel(spec).code);
  writeFileSync(join(folder, 'measure.js'), script);
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', join(folder, 'measure.js')]);
  const { updates: done, most, arena } = JSON.parse(stdout);
  console.log(`${most} bytes more in ${done} updates`);
  expect(done).toBe(updates);
  // The larger batch needs more room once; nothing more with every update.
  expect(most).toBeLessThan(500_000);
  expect(arena).toBeLessThan(1_000);
}, 60_000);
