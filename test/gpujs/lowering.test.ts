/** Kernels of gpu.js: how many arrays they read, and models whose lowering has been wrong. */
import { compileModel, type ModelSpec } from '@cellc/compiler';
import { expect, test } from 'vitest';
import { ops } from '../../compiler/src/ir/ops.ts';
import { History } from '../../runtime/src/gpujs/gather.ts';
import { examineOn } from '../support/agree.ts';
import { instantiate } from '../support/instantiate.ts';
import { randomCase } from '../support/models.ts';
import { random } from '../support/random.ts';

const cpu = { target: 'gpujs', mode: 'cpu', precision: 'f32' } as const;

const cell = (text: string, size: number): ModelSpec => ({
  name: 'm',
  input: 6,
  layers: [{ cell: text.split('\n'), size }],
});

/** Five gates that keep what they compute: their backward pass reads all of it. */
const many = cell(
  `cell many(x: 6) -> h: 4
param W: [20, 6]
param U: [20, 4]
param p1: [4]
param p2: [4]
a, b, c, d, e = split(W @ x + U @ h[t-1])
p = softmax(a) * layernorm(b, p1, p2)
q = 0.5 * q[t-1] + layernorm(c + p, p1, p2) * sigmoid(d)
r = 0.5 * r[t-1] + softmax(q + e) * tanh(p)
h = tanh(q * r + p)`,
  4,
);

test('no kernel reads more arrays than every device binds', async () => {
  const { gpujs } = await instantiate(compileModel(many, { target: 'gpujs', training: true }));
  const calls = Object.values(gpujs!.entries).flatMap(({ calls }) =>
    calls.flatMap((call) => ('kernel' in call ? [call] : call.calls)),
  );
  expect(Math.max(...calls.map(({ arrays }) => arrays.length))).toBe(7);
  expect(calls.some(({ kernel }) => kernel.includes('$pack'))).toBe(true);
});

test('what is packed agrees with the oracle', async () => {
  const of = { spec: many, time: 3, lengths: [3, 2], initial: true };
  expect((await examineOn(of, random(1), cpu)).error).toBeLessThanOrEqual(1);
});

test('a step that begins with a variable and ends with a store is no sum over rows', async () => {
  expect((await examineOn(randomCase(random(4043)), random(4043), cpu)).error).toBeLessThanOrEqual(1);
});

/** The first element of q comes behind two values that are no states: their array is as wide as q. */
const spread = cell(
  `cell spread(x: 6) -> h: 3
param W: [3, 6]
param U: [3, 3]
param V: [3, 2]
param p1: [3]
param p2: [3]
param p3: [2]
a, b, c = split(layernorm(W @ x + U @ h[t-1], p1, p2))
q = 0.5 * q[t-1] + [c; p3]
h = tanh(V @ [a; b] + q[t-1])`,
  3,
);

test('a state of which an array has a part, and other values, starts as it is given', async () => {
  const { gpujs } = await instantiate(compileModel(spread, { target: 'gpujs' }));
  const starts = gpujs!.entries.forward!.uploads.filter(({ array }) => array.endsWith('$initial'));
  const wide = starts.filter(({ columns, portions }) => portions[0]!.region.size === columns);
  expect(wide.some(({ portions: [part] }) => part!.from === 0 && part!.column === 2)).toBe(true);
  const of = { spec: spread, time: 2, lengths: [2, 1], initial: true };
  expect((await examineOn(of, random(1), cpu)).error).toBeLessThanOrEqual(1);
});

test('arrays of different widths are gathered by different kernels', () => {
  const names: string[] = [];
  const make = (name: string) => {
    names.push(name);
    return Object.assign(() => ({}), { destroy() {} });
  };
  for (const width of [3, 4, 3]) {
    const history = new History({ width, columns: 3, B: 1, down: false }, make);
    history.add({});
    history.all();
  }
  expect(new Set(names).size).toBe(2);
});

type Rows = readonly (readonly number[])[];

/** What gpu.js makes of a kernel's text, in place. `read`: what it was given. */
const run =
  (source: string, [columns, B, total]: readonly number[], read: Set<unknown>) =>
  (...values: unknown[]): object => {
    const kernel = new Function(`return ${source}`)() as (this: object, ...values: unknown[]) => number;
    const each = <T>(n: number, of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i));
    for (const value of values) read.add(value);
    return each(total!, (z) => each(B!, (y) => each(columns!, (x) => kernel.call({ thread: { x, y, z } }, ...values))));
  };

test.each([1, 6, 7, 8, 49, 60, 400])('%i time steps are gathered in order, most of them on the way', (T) => {
  for (const down of [false, true]) {
    const read = new Set<unknown>();
    const make = (_: string, source: string, output: readonly number[]) =>
      Object.assign(run(source, output, read), { destroy() {} });
    const history = new History({ width: 2, columns: 1, B: 2, down }, make);
    const steps = Array.from({ length: T }, (_, t): Rows => [t, t + 0.5].map((value) => [value, NaN]));
    steps.forEach((step, i) => {
      history.add(step);
      expect(i + 1 - steps.filter((one) => read.has(one)).length).toBeLessThan(7);
    });
    const all = (history.all() as readonly Rows[]).map((step) => step.map(([value]) => [value, NaN]));
    expect(all).toEqual(down ? steps.toReversed() : steps);
  }
});

test('constants that are no finite numbers are computed where a kernel runs', async () => {
  const spec = cell('cell bounded(x: 6) -> h: 3\nparam U: [3, 3]\nh = max(tanh(W @ x + U @ h[t-1]), -1 / 0)', 3);
  const power = cell('cell power(x: 6) -> h: 3\nh = (W @ x) ^ (V @ x)', 3);
  const sources = await Promise.all(
    [spec, power].map(async (model) => {
      const { gpujs } = await instantiate(compileModel(model, { target: 'gpujs', training: true }));
      return Object.values(gpujs!.kernels).map(({ source }) => source);
    }),
  );
  expect(sources[0]!.join('\n')).toContain('(-1 / (0 * unit))');
  // A power is no number where its base is negative and its exponent a fraction.
  expect(sources[1]!.join('\n')).toContain('Math.sqrt(-1 - unit)');
  for (const source of sources.flat()) expect(source).not.toMatch(/NaN|Infinity|Math\.\w+\(-?[\d.]+\)/);
  const of = { spec, time: 2, lengths: [2, 1], initial: true };
  expect((await examineOn(of, random(1), cpu)).error).toBeLessThanOrEqual(1);
});

test('the logarithm is relatively accurate near 1', () => {
  const { gpujs = '' } = ops.log!;
  const log = new Function('x', `return ${gpujs}`) as (x: number) => number;
  const xs = [0.72, 0.9, 0.999, 0.9999999, 1.0000001, 1.0001, 1.1, 1.28, 1.3, 5];
  const errors = xs.map((x) => Math.abs(log(x) / Math.log(x) - 1));
  expect(Math.max(...errors)).toBeLessThan(1e-8);
  // Arithmetic alone: a device's own function is only absolutely accurate there.
  expect(gpujs.split(' ? ')[1]!.split(' : ')[0]).not.toContain('Math');
});
