/**
 * The C header, compiled by the C compiler that is here and compared with the runtime and the oracle. One program takes all
 * headers, so that they have to get along with each other.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileHeader, compileModel, type ModelSpec, oracleRun, resolveModel } from '@cellc/compiler';
import { parametersOf } from '@cellc/export';
import { loadSync, type Tensors, tensor } from '@cellc/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cells } from '../compiler/src/model/library.generated.ts';
import { exact, singleBound } from './support/agree.ts';
import { worstError } from './support/differences.ts';
import { instantiate } from './support/instantiate.ts';
import { randomCase, showCase } from './support/models.ts';
import { random } from './support/random.ts';

const cc = process.env.CC ?? 'cc';
const cxx = process.env.CXX ?? 'c++';
const has = (command: string): boolean => spawnSync(command, ['--version']).status === 0;
if (!has(cc)) console.warn(`NOT TESTED: the C header, for there is no C compiler '${cc}' here (set CC)`);

const time = 7;
const flags = ['-O1', '-Wall', '-Wextra', '-Wpedantic', '-Werror', '-ffp-contract=off'];

interface Case {
  /** Its name begins those of the header's functions. */
  readonly spec: ModelSpec;
  readonly precision: 'f32' | 'f64';
  readonly accuracy?: 'fast';
  /** The weights are part of the header. */
  readonly embedded?: true;
  /** Sums over a vector, which WebAssembly adds up in four lanes: in another order. */
  readonly sums?: true;
}

const lstm = (size: number): ModelSpec['layers'][number] => ({ cell: 'lstm', size });
const shipped = Object.keys(cells).map(
  (cell): Case => ({
    spec: {
      name: `cell_${cell}`,
      input: 3,
      layers: [{ cell, size: 5, ...(/projected/.test(cell) && { projection: 3 }) }],
    },
    precision: 'f32',
    ...(/layernorm/.test(cell) && { sums: true }),
  }),
);
const models: readonly Case[] = [
  { spec: { name: 'deep', input: 9, layers: [lstm(13), { cell: 'gru', size: 8 }, { dense: 6 }] }, precision: 'f32' },
  { spec: { name: 'double_lstm', input: 2, layers: [lstm(7), { dense: 3 }] }, precision: 'f64' },
  { spec: { name: 'fast', input: 4, layers: [lstm(6), { dense: 2 }] }, precision: 'f32', accuracy: 'fast' },
  { spec: { name: 'constant', input: 4, layers: [lstm(6), { dense: 2 }] }, precision: 'f32', embedded: true },
  { spec: { name: 'constant64', input: 1, layers: [lstm(4)] }, precision: 'f64', embedded: true },
  {
    spec: { name: 'letters', input: { classes: 11 }, layers: [lstm(6), { dense: 11, activation: 'softmax' }] },
    precision: 'f32',
    sums: true,
  },
  // The first equation reads the input as it is: it has to be the one-hot vector.
  {
    spec: {
      name: 'one_hot',
      input: { classes: 4 },
      layers: [{ cell: ['cell f(x: I) -> h: I', 'h = tanh(x + w * h[t-1])'], size: 4 }],
    },
    precision: 'f32',
  },
  {
    spec: { name: 'last', input: 3, layers: [lstm(5), { dense: 2 }], output: 'last', standardize: 'both' },
    precision: 'f32',
  },
  {
    spec: { name: 'both_ways', input: 3, layers: [{ cell: 'gru', size: 5, direction: 'both' }, { dense: 2 }] },
    precision: 'f32',
  },
  {
    spec: {
      name: 'without_weights',
      input: 3,
      layers: [{ cell: ['cell f(x: I) -> h: I', 'h = 0.5 * h[t-1] + x'], size: 3 }],
    },
    precision: 'f32',
  },
];

/** Random models, as far as C has what they have: sequences from states of zero. */
const seeds = [1, 2, 4, 6, 8];
const drawn = seeds.map((seed) => {
  const of = randomCase(random(seed));
  return { ...of, seed, time, lengths: [time], initial: false, spec: { ...of.spec, name: `random${seed}` } };
});
const twice = drawn.flatMap(({ spec }): Case[] => [
  { spec: { ...spec, name: `${spec.name}_f32` }, precision: 'f32' },
  { spec: { ...spec, name: `${spec.name}_f64` }, precision: 'f64' },
]);

/** What a model is given, in numbers of single precision: all parameters, and a sequence. */
interface Given {
  readonly params: Tensors;
  readonly x: Float64Array;
}

function given({ spec }: Case): Given {
  const { manifest } = compileModel(spec);
  const r = random(manifest.params.length);
  const single = (length: number, bound: number): Float64Array => r.array(length, bound).map(Math.fround);
  const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
  return {
    params: Object.fromEntries(
      manifest.params.map(({ name, shape }) => {
        // Scales of a standardisation are far from zero.
        const data = single(count(shape), 0.5).map((value) => Math.fround(name.endsWith('.scale') ? value + 1 : value));
        return [name, tensor(data, shape)];
      }),
    ),
    x:
      manifest.reads === 'class'
        ? Float64Array.from({ length: time }, () => r.int(0, manifest.input - 1))
        : single(time * manifest.input, 1),
  };
}

/** What C says: outputs of all steps, if the model streams, and of the run. */
interface Results {
  readonly steps: Float64Array;
  readonly run: Float64Array;
}

/** A block of the program: reads the parameters and the sequence, and writes the results, all as doubles. */
function block({ spec, precision, embedded }: Case): string {
  const { reads, stream, returns } = compileModel(spec).manifest;
  const real = precision === 'f64' ? 'double' : 'float';
  const [name, macro] = [spec.name, spec.name.toUpperCase()];
  const [type, width] = reads === 'class' ? ['int', '1'] : [real, `${macro}_INPUT`];
  return `{
  static ${type} x[${time} * ${width}];
  static ${real} y[${time} * ${macro}_OUTPUT], arena[${macro}_ARENA(${time})];
  ${
    embedded
      ? `const ${real} *packed = ${name}_weights;`
      : `static ${real} weights[${macro}_WEIGHTS + 1], packed[${macro}_PACKED + 1];
  for (int i = 0; i < ${macro}_WEIGHTS; i++) weights[i] = (${real})next();
  ${name}_pack(weights, packed);`
  }
  for (int i = 0; i < ${time} * ${width}; i++) x[i] = (${type})next();
  ${
    stream
      ? `static ${name}_model model;
  ${name}_init(&model, packed);
  for (int t = 0; t < ${time}; t++) {
    ${name}_step(&model, ${reads === 'class' ? 'x[t]' : `x + t * ${width}`}, y);
    for (int i = 0; i < ${macro}_OUTPUT; i++) put(y[i]);
  }`
      : ''
  }
  ${name}_run(packed, arena, ${time}, x, y);
  for (int i = 0; i < ${returns === 'last' ? 1 : time} * ${macro}_OUTPUT; i++) put(y[i]);
}`;
}

function program(cases: readonly Case[]): string {
  return `${cases.map(({ spec }) => `#include "${spec.name}.h"\n`).join('')}
#include <stdio.h>
static double next(void) {
  double value = 0;
  return fread(&value, sizeof value, 1, stdin) == 1 ? value : -999;
}
static void put(double value) {
  fwrite(&value, sizeof value, 1, stdout);
}
int main(void) {
${cases.map(block).join('\n')}
return 0;
}
`;
}

describe.skipIf(!has(cc))('compiled', () => {
  const all = [...shipped, ...models, ...twice];
  const inputs = new Map(all.map((of) => [of, given(of)]));
  const results = new Map<string, Results>();
  const folder = mkdtempSync(join(tmpdir(), 'cellc-header-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  beforeAll(() => {
    for (const of of all) {
      const { spec, precision, accuracy, embedded } = of;
      const text = compileHeader(resolveModel(spec), {
        precision,
        ...(accuracy && { accuracy }),
        ...(embedded && { weights: inputs.get(of)!.params }),
      });
      writeFileSync(join(folder, `${spec.name}.h`), text);
    }
    writeFileSync(join(folder, 'main.c'), program(all));
    const built = spawnSync(cc, ['-std=c99', ...flags, 'main.c', '-o', 'main', '-lm'], { cwd: folder });
    expect(String(built.stderr)).toBe('');
    const numbers = all.flatMap((of) => {
      const { params, x } = inputs.get(of)!;
      return [...(of.embedded ? [] : Object.values(params).flatMap(({ data }) => [...data])), ...x];
    });
    const { stdout, status } = spawnSync(join(folder, 'main'), {
      input: Buffer.from(Float64Array.from(numbers).buffer),
      maxBuffer: 2 ** 26,
    });
    expect(status).toBe(0);
    const out = new Float64Array(new Uint8Array(stdout).buffer);
    let at = 0;
    const take = (count: number): Float64Array => out.slice(at, (at += count));
    for (const { spec } of all) {
      const { output, stream, returns } = compileModel(spec).manifest;
      const steps = take(stream ? time * output : 0);
      results.set(spec.name, { steps, run: take(returns === 'last' ? output : time * output) });
    }
    expect(at).toBe(out.length);
  }, 120_000);

  test.runIf(has(cxx))(
    'as C++, too',
    () => {
      const built = spawnSync(cxx, [...flags, '-fsyntax-only', '-x', 'c++', 'main.c'], { cwd: folder });
      expect(String(built.stderr)).toBe('');
    },
    120_000,
  );

  test('the program in the README', () => {
    const readme = readFileSync(join(import.meta.dirname, '../packages/export/README.md'), 'utf8');
    const model = resolveModel({ name: 'amp', input: 1, layers: [lstm(4), { dense: 1 }] });
    const weights = Object.fromEntries(
      [...parametersOf(model)].map(([name, shape]) => [
        name,
        tensor(new Float64Array(shape.reduce((a, b) => a * b, 1)), shape),
      ]),
    );
    writeFileSync(
      join(folder, 'amp.h'),
      compileHeader(model, { weights: { ...weights, 'dense1.b': tensor([0.25], [1]) } }),
    );
    writeFileSync(join(folder, 'readme.c'), /```c\n([\s\S]*?)```/.exec(readme)![1]!);
    const built = spawnSync(cc, ['-std=c99', ...flags, 'readme.c', '-o', 'readme', '-lm'], { cwd: folder });
    expect(String(built.stderr)).toBe('');
    const { stdout } = spawnSync(join(folder, 'readme'), { input: '0.5\n-1\n' });
    expect(String(stdout)).toBe('0.250000\n0.250000\n');
  });

  test.each([...shipped, ...models].map((of) => [of.spec.name, of] as const))(
    '%s is what the runtime says',
    async (_, of) => {
      const { spec, precision, accuracy, sums } = of;
      const { params, x } = inputs.get(of)!;
      const module = compileModel(spec, {
        precision,
        target: precision === 'f32' ? 'wasm' : 'js',
        ...(accuracy && { accuracy }),
      });
      const model = loadSync(await instantiate(module), { weights: params });
      const { reads, stream, input } = model.manifest;
      const shape = reads === 'class' ? [1, time] : [1, time, input];
      const run = Float64Array.from(model.run(tensor(x, shape)).output.data);
      const width = reads === 'class' ? 1 : input;
      const steps = Array.from({ length: stream ? time : 0 }, (_, t) => [
        ...model.step(x.subarray(t * width, (t + 1) * width)),
      ]);
      const found = results.get(spec.name)!;
      if (precision === 'f32' && !sums) expect(found).toEqual({ steps: Float64Array.from(steps.flat()), run });
      else {
        // Sums of a few numbers below one, in another order; and <math.h> is not the engine's.
        const most = precision === 'f32' ? 2 ** -20 : exact;
        expect(worstError(found.run, run)).toBeLessThan(most);
        expect(worstError(found.steps, steps.flat())).toBeLessThan(most);
      }
    },
  );

  test.each(drawn.map((of) => [of.seed, of] as const))('random model %d is what the oracle says', (_, of) => {
    for (const { spec, precision } of twice.filter(({ spec }) => spec.name.startsWith(`${of.spec.name}_`))) {
      const { params, x } = inputs.get(twice.find((other) => other.spec === spec)!)!;
      const model = resolveModel(spec);
      const vectors = Array.from({ length: time }, (_, t) =>
        model.reads === 'class'
          ? Float64Array.from({ length: model.input }, (_, i) => (i === x[t] ? 1 : 0))
          : x.slice(t * model.input, (t + 1) * model.input),
      );
      const named = new Map(Object.entries(params).map(([name, { data }]) => [name, Float64Array.from(data)]));
      const expected = oracleRun(model, { x: vectors, params: named }).y.flatMap((y) => [...y]);
      const { steps, run } = results.get(spec.name)!;
      const most = precision === 'f64' ? exact : singleBound(of);
      expect(worstError(run, expected), showCase(of)).toBeLessThan(most);
      const last = steps.subarray(steps.length - expected.length);
      if (steps.length > 0) expect(worstError(last, expected), showCase(of)).toBeLessThan(most);
    }
  });
});
