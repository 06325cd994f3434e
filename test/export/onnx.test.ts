/** ONNX files that are written against the oracle, run by onnxruntime; and home again through the importer. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Model, oracleRun, resolveModel } from '@cellc/compiler';
import { checkWeights, exportOnnx } from '@cellc/export';
import { collect, feed, importModel } from '@cellc/import';
import type { Tensor } from '@cellc/runtime';
import { describe, expect, test } from 'vitest';
import { loadImported, runFed } from '../conformance/imported.ts';
import { chooseSeed } from '../random/declare.ts';
import { random } from '../support/random.ts';
import {
  type Given,
  giveNumbers,
  randomSamples,
  type Sample,
  samples,
  sequencesOf,
  statesOf,
  variants,
} from './models.ts';

/** What is used of onnxruntime-node. */
interface Runtime {
  readonly InferenceSession: {
    create(
      bytes: Uint8Array,
      options: { logSeverityLevel: number },
    ): Promise<{
      readonly inputNames: readonly string[];
      readonly outputNames: readonly string[];
      run(
        feeds: Readonly<Record<string, unknown>>,
      ): Promise<Readonly<Record<string, Tensor<readonly number[], Float32Array>>>>;
    }>;
  };
  readonly Tensor: new (type: string, data: Float32Array | BigInt64Array, shape: readonly number[]) => unknown;
}

const peers = join(import.meta.dirname, '../../bench/peers/packages');
const isInstalled = existsSync(join(peers, 'node_modules/onnxruntime-node'));
if (!isInstalled)
  console.warn('SKIPPED: no ONNX file is run, for onnxruntime-node is not installed: npm run bench:peers:install');
const runtime: Runtime | undefined = isInstalled
  ? createRequire(join(peers, 'package.json'))('onnxruntime-node')
  : undefined;

/** Single precision over a few steps, with the runtime's own expansions of exp and tanh; relative to the largest value. */
const tolerance = 1e-5;

const seed = chooseSeed();
const [batch, time] = [2, 4];

interface Prepared extends Given {
  readonly model: Model;
  readonly bytes: Uint8Array;
  readonly mapped: readonly (readonly [string, string])[];
  /** By name, [batch, …shape]. */
  readonly states: ReadonlyMap<string, Tensor>;
  /** [batch, …], and the final states by name. */
  readonly y: readonly number[];
  readonly final: ReadonlyMap<string, readonly number[]>;
}

function prepare({ spec }: Sample, numbers: number, takesStates: boolean): Prepared {
  const model = resolveModel(spec);
  const r = random(numbers);
  const given = giveNumbers(r, spec, batch, time);
  const states = new Map(
    [...statesOf(model)].map(([name, whole]) => {
      const shape = [batch, ...(whole.length > 0 ? whole : [1])];
      const count = shape.reduce((a, b) => a * b, 1);
      return [name, { data: takesStates ? r.array(count).map(Math.fround) : new Float64Array(count), shape }] as const;
    }),
  );
  const input = { model, spec, files: new Map(), weights: checkWeights(model, given.weights) };
  const { files, mapped } = exportOnnx({ ...input, states: takesStates });
  const params = new Map(Object.entries(given.weights).map(([name, { data }]) => [name, Float64Array.from(data)]));
  const y: number[] = [];
  const final = new Map<string, number[]>();
  for (const [b, x] of sequencesOf(given.x, model.input).entries()) {
    const state = new Map(
      [...states].map(([name, { data }]) => {
        const width = data.length / batch;
        return [name, Float64Array.from(data.subarray(b * width, (b + 1) * width))] as const;
      }),
    );
    const run = oracleRun(model, { x, params, state });
    for (const each of run.y) y.push(...each);
    for (const [name, value] of run.state) final.set(name, [...(final.get(name) ?? []), ...value]);
  }
  return { ...given, model, bytes: files[0]!.content as Uint8Array, mapped, states, y, final };
}

function close(what: string, got: ArrayLike<number>, expected: readonly number[]): void {
  expect(got.length, what).toBe(expected.length);
  const largest = Math.max(1, ...expected.map(Math.abs));
  const worst = Math.max(0, ...expected.map((value, i) => Math.abs(value - got[i]!)));
  expect(worst / largest, what).toBeLessThan(tolerance);
}

describe.skipIf(runtime === undefined)('onnxruntime', () => {
  test.each(
    [...samples, ...randomSamples(seed, Number(process.env.CELLC_CASES ?? 12))].map(
      (sample, i) => [sample.name, sample, i] as const,
    ),
  )(
    '%s',
    async (_, sample, i) => {
      const { InferenceSession, Tensor } = runtime!;
      // Every other model is given its initial states.
      const { model, bytes, x, y, final, states } = prepare(sample, seed + i, i % 2 === 1);
      const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
      const data = model.reads === 'class' ? BigInt64Array.from(x.data, BigInt) : Float32Array.from(x.data);
      const fed = new Tensor(model.reads === 'class' ? 'int64' : 'float32', data, x.shape);
      const starts = [...states].map(
        ([name, state]) => [`${name}_0`, new Tensor('float32', Float32Array.from(state.data), state.shape)] as const,
      );
      const taken = i % 2 === 1 ? starts : [];
      expect(session.inputNames).toEqual(['x', ...taken.map(([name]) => name)]);
      const results = await session.run({ x: fed, ...Object.fromEntries(taken) });
      expect(session.outputNames).toEqual(['y', ...[...final.keys()].map((name) => `${name}_n`)]);
      close('y', results.y!.data, y);
      for (const [name, value] of final) close(name, results[`${name}_n`]!.data, value);
    },
    60_000,
  );
});

const operators = [
  ['lstm', 'LSTM, bidirectional'],
  ['lstm_coupled', 'LSTM, forward'],
  ['lstm_peephole_diagonal', 'LSTM, reverse'],
  ['gru', 'GRU, bidirectional'],
  ['gru_reset_before', 'GRU, forward'],
  ['rnn', 'RNN, reverse'],
  ['rnn_relu', 'RNN, bidirectional, Relu'],
  ['lstm_projected', 'Scan of the cell lstm_projected, in both directions'],
  ['mgu', 'Scan of the cell mgu'],
] as const;

test.each(operators)('%s is written as %s', (name, expected) => {
  const sample = samples.find((each) => each.name === name)!;
  expect(prepare(sample, 1, false).mapped[0]![1]).toBe(expected);
});

test.each(variants)('%s are written as such', (functions, cell) => {
  const spec = { name: 'm', input: 2, layers: [{ cell, size: 3 }] };
  const [, as] = prepare({ name: 'variant', spec }, 1, false).mapped[0]!;
  expect(as).toMatch(new RegExp(`^(LSTM|GRU|RNN), forward, ${functions}$`));
});

/** Everything but a matrix for a state, of which ONNX's product has two computed factors. */
const home = [
  ...samples.filter(({ name }) => name !== 'odd-cells'),
  {
    name: 'stacked in both directions',
    spec: {
      name: 'm',
      input: 2,
      layers: [
        { cell: 'mgu', size: 3, direction: 'both' as const },
        { cell: 'indrnn', size: 2, direction: 'backward' as const },
        { dense: 2, activation: 'tanh' },
      ],
    },
  },
];

describe('export, import', () => {
  test.each(home.map((sample, i) => [sample.name, sample, i] as const))('%s', async (_, sample, i) => {
    // Every other model is given its initial states.
    const { bytes, x, y, final, states, model } = prepare(sample, i + 1, i % 2 === 1);
    const imported = await importModel({ name: 'm.onnx', bytes });
    const { spec, ports } = imported;
    const runner = await loadImported(imported, { target: 'js', precision: 'f64' }, false);
    const given = new Map<string, Tensor>([['x', { data: x.data, shape: x.shape }]]);
    if (i % 2 === 1) for (const [name, state] of states) given.set(`${name}_0`, state);
    const found = collect(ports, await runFed(runner, feed(ports, given, spec.input)));
    expect(spec.input).toEqual(model.reads === 'class' ? { classes: model.input } : model.input);
    close('y', found.get('y')!.data, y);
    for (const [name, value] of final) close(name, found.get(`${name}_n`)!.data, value);
  });
});
