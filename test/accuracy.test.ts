/** Functions of the wasm target, in the engine itself, against double precision: a sample of all single-precision numbers. */
import { compileModel } from '@cellc/compiler';
import { loadSync, tensor } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { ops } from '../compiler/src/ir/ops.ts';
import { instantiate } from './support/instantiate.ts';

/** Every so manieth number, by its bits: a prime, so that mantissas vary. CELLC_ULP_STRIDE=1 takes all of them, in an hour. */
const STRIDE = Number(process.env.CELLC_ULP_STRIDE ?? 65_537);
const COUNT = Math.floor(2 ** 32 / STRIDE);
/** A part of the numbers that one run has room for. */
const PART = 2 ** 20;
const numbersFrom = (first: number): Float32Array =>
  new Float32Array(Uint32Array.from({ length: Math.min(PART, COUNT - first) }, (_, i) => (first + i) * STRIDE).buffer);
const edges = [0, -0, Infinity, -Infinity, NaN, 1e-45, -1e-45, 1.1754944e-38, 3.4028235e38, -3.4028235e38, 1, -1];

/** The largest error in units in the last place. */
const bounds: Readonly<Record<string, number>> = {
  exp: 1,
  expm1: 2,
  sigmoid: 2,
  tanh: 2,
  log: 1,
  log1p: 2,
  erf: 2,
};

/** A function as a compiled module computes it, number by number. */
async function functionOf(
  op: string,
  accuracy: 'exact' | 'fast' = 'exact',
): Promise<(x: Float32Array) => Float32Array> {
  const cell = ['cell probe(x: 1) -> y: 1', `y = ${op}(x)`];
  const spec = { name: 'probe', input: 1, layers: [{ cell, size: 1, name: 'l' }] };
  const model = loadSync(await instantiate(compileModel(spec, { target: 'wasm', accuracy })));
  return (x) => model.run(tensor(x, [1, x.length, 1])).output.data as Float32Array;
}

/** The distance in units in the last place of the true value. */
function ulps(value: number, exact: number): number {
  const rounded = Math.fround(exact);
  if (Object.is(value, rounded)) return 0;
  // At zero the sign is part of the value, and so it is for infinities and what is not a number.
  if (exact === 0 || !Number.isFinite(rounded) || !Number.isFinite(value)) return Infinity;
  const unit = Math.max(2 ** (Math.floor(Math.log2(Math.abs(exact))) - 23), 2 ** -149);
  return Math.abs(value - exact) / unit;
}

for (const [op, bound] of Object.entries(bounds))
  test(`${op} is within ${bound} ulp`, { timeout: 3_600_000 }, async () => {
    let worst = 0;
    let at = 0;
    const exact = ops[op]!.eval!;
    const judge = (x: Float32Array) => {
      const y = run(x);
      for (let i = 0; i < x.length; i++) {
        const error = ulps(y[i]!, exact(x[i]!));
        if (error > worst) [worst, at] = [error, x[i]!];
      }
    };
    const run = await functionOf(op);
    judge(Float32Array.from(edges));
    for (let first = 0; first < COUNT; first += PART) judge(numbersFrom(first));
    console.log(`${op}: ${worst.toFixed(3)} ulp at ${at}`);
    expect(worst, `at ${at}`).toBeLessThanOrEqual(bound);
  });

test('fast sigmoid and tanh are within 5e-7', async () => {
  for (const op of ['sigmoid', 'tanh']) {
    const x = Float32Array.from({ length: 20_001 }, (_, i) => (i - 10_000) / 500);
    const y = (await functionOf(op, 'fast'))(x);
    const errors = Array.from(x, (value, i) => Math.abs(y[i]! - ops[op]!.eval!(value)));
    expect(Math.max(...errors)).toBeLessThan(5e-7);
  }
});

test('powers as adam takes them', async () => {
  const cell = ['cell probe(x: 2) -> y: 1', 'y = x[0:1] ^ x[1:2]'];
  const spec = { name: 'probe', input: 2, layers: [{ cell, size: 1, name: 'l' }] };
  const model = loadSync(await instantiate(compileModel(spec, { target: 'wasm' })));
  for (const [a, b] of [
    [0.9, 1],
    [0.999, 1000],
    [0.999, 1],
    [2, 10],
    [-2, 3],
    [-2, 2],
    [0, 0],
    [0, 2],
    [7, 0],
  ] as const) {
    const exact = Math.fround(a) ** b;
    expect(Math.abs(model.step([a, b])[0]! - exact), `${a} ^ ${b}`).toBeLessThanOrEqual(1e-6 * Math.abs(exact));
  }
  expect(model.step([-2, 0.5])[0]).toBeNaN();
});
