/** Modules of PyTorch that are written against the oracle: outputs, states and gradients, in double precision. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Model, oracleGradients, oracleRun, resolveModel } from '@cellc/compiler';
import { checkWeights, exportTorchModule, exportTorchWeights } from '@cellc/export';
import { readSafetensors, saveSafetensors, type Tensor } from '@cellc/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chooseSeed } from '../random/declare.ts';
import { random } from '../support/random.ts';
import { type Given, giveNumbers, randomSamples, samples, sequencesOf, statesOf } from './models.ts';
import { findTorch, runner } from './python.ts';

const python = findTorch();
if (python === undefined)
  console.warn('SKIPPED: no module of PyTorch is run, for no Python has it: set PYTHON to the path of one that has');

/** Sums in another order, over a few steps of values near 1. */
const tolerance = 1e-11;

const seed = chooseSeed();
const all = [...samples, ...randomSamples(seed, Number(process.env.CELLC_CASES ?? 12))];
const [batch, time] = [2, 4];

interface Numbers extends Given {
  readonly model: Model;
  /** [batch, ...shape], where scalars are [batch, 1] */
  readonly states: Readonly<Record<string, Tensor>>;
  readonly gy: Tensor;
  readonly gstates: Readonly<Record<string, Tensor>>;
}

interface Answers {
  readonly output: readonly number[];
  readonly states: Readonly<Record<string, readonly number[]>>;
  readonly grads: Readonly<Record<string, readonly number[]>>;
  readonly gstates: Readonly<Record<string, readonly number[]>>;
  readonly gx: readonly number[] | null;
  /** Of the modules that the state_dict is for, from zero states. */
  readonly modules: readonly number[] | null;
  readonly noise: number;
}

const folder = mkdtempSync(join(tmpdir(), 'cellc-'));
afterAll(() => rmSync(folder, { recursive: true }));

const given = all.map(({ spec }, i): Numbers => {
  const r = random(seed + i);
  const model = resolveModel(spec);
  const numbers = giveNumbers(r, spec, batch, time);
  const draw = (shape: readonly number[]): Tensor => ({ data: r.array(shape.reduce((a, b) => a * b, 1)), shape });
  const states = () =>
    Object.fromEntries(
      [...statesOf(model)].map(([name, shape]) => [name, draw([batch, ...(shape.length > 0 ? shape : [1])])]),
    );
  const steps = model.returns === 'last' ? 1 : time;
  return { ...numbers, model, states: states(), gy: draw([batch, steps, model.output]), gstates: states() };
});

describe.skipIf(python === undefined)('PyTorch', () => {
  let answers: readonly Answers[];

  beforeAll(() => {
    const cases = all.map(({ spec }, i) => {
      const { model, weights, x, states, gy, gstates } = given[i]!;
      const input = { model, spec, files: new Map(), weights: checkWeights(model, weights) };
      const { files } = exportTorchModule(input);
      const name = `model_${i}`;
      const code = files[0]!.content as string;
      writeFileSync(join(folder, `${name}.py`), code);
      writeFileSync(join(folder, `${name}.safetensors`), saveSafetensors(weights, { name: spec.name }));
      const [state, printed] = exportTorchWeights(input).files;
      writeFileSync(join(folder, `${name}.pytorch.safetensors`), state!.content);
      const of = ({ data, shape }: Tensor) => ({ data: Array.from(data), shape });
      const every = (tensors: Readonly<Record<string, Tensor>>) =>
        Object.fromEntries(Object.entries(tensors).map(([key, value]) => [key, of(value)]));
      const rank = model.returns === 'last' ? [batch, model.output] : [batch, time, model.output];
      return {
        module: name,
        class: /^class (\w+)\(nn\.Module\):\n {4}"""x: /m.exec(code)![1]!,
        weights: `${name}.safetensors`,
        features: model.reads === 'features',
        x: of(x),
        last: model.returns === 'last',
        printed: takesVectors(model) ? printed?.content : undefined,
        states: every(states),
        gy: { ...of(gy), shape: rank },
        gstates: every(gstates),
      };
    });
    writeFileSync(join(folder, 'cases.json'), JSON.stringify(cases));
    writeFileSync(join(folder, 'run.py'), runner);
    execFileSync(python!, [join(folder, 'run.py'), folder], { stdio: ['ignore', 'inherit', 'inherit'] });
    answers = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
  }, 300_000);

  test.each(all.map(({ name }, i) => [name, i] as const))('%s', (_, i) => {
    const { model, x, weights, states, gy, gstates } = given[i]!;
    const answer = answers[i]!;
    const params = new Map(Object.entries(weights).map(([name, { data }]) => [name, Float64Array.from(data)]));
    const row = ({ data }: Tensor, b: number): Float64Array => {
      const width = data.length / batch;
      return Float64Array.from(data.subarray(b * width, (b + 1) * width));
    };
    const rowsOf = (all: Readonly<Record<string, Tensor>>, b: number) =>
      new Map(Object.entries(all).map(([name, tensor]) => [name, row(tensor, b)]));
    const grads = new Map<string, Float64Array>();
    const expected: Record<string, number[]> = { output: [], gx: [] };
    const collect = (name: string, values: Iterable<number>): void => {
      expected[name] = [...(expected[name] ?? []), ...values];
    };
    sequencesOf(x, model.input).forEach((sequence, b) => {
      const input = { x: sequence, params, state: rowsOf(states, b) };
      const { y, state } = oracleRun(model, input);
      for (const each of y) collect('output', each);
      for (const [name, value] of state) collect(`state ${name}`, value);
      const seeds = row(gy, b);
      const dy = y.map((each, t) => seeds.slice(t * each.length, (t + 1) * each.length));
      const back = oracleGradients(model, input, { y: dy, state: rowsOf(gstates, b) });
      for (const each of back.x) collect('gx', each);
      for (const [name, value] of back.state) collect(`grad of state ${name}`, value);
      for (const [name, value] of back.params)
        grads.set(
          name,
          value.map((each, n) => each + (grads.get(name)?.[n] ?? 0)),
        );
    });
    close('output', answer.output, expected.output!);
    for (const [name, value] of Object.entries(answer.states)) close(name, value, expected[`state ${name}`]!);
    for (const [name, value] of grads) close(`grad of ${name}`, answer.grads[name] ?? zeros(value), [...value]);
    for (const name of Object.keys(states)) {
      const value = expected[`grad of state ${name}`]!;
      close(`grad of ${name}`, answer.gstates[name] ?? zeros(value), value);
    }
    if (model.reads === 'features') close('grad of x', answer.gx ?? zeros(expected.gx!), expected.gx!);
    if (answer.modules !== null) {
      const runs = sequencesOf(x, model.input).map((sequence) => oracleRun(model, { x: sequence, params }).y);
      close(
        'modules',
        answer.modules,
        runs.flat().flatMap((each) => [...each]),
      );
    }
    const isNoisy = model.layers.some(
      ({ rates }) => rates.dropout + rates.recurrentDropout > 0 || [...rates.zoneout.values()].some((rate) => rate > 0),
    );
    expect(answer.noise > 0 || !isNoisy || all[i]!.name.startsWith('random')).toBe(true);
    if (!isNoisy) expect(answer.noise).toBe(0);
    const saved = readSafetensors(readFileSync(join(folder, `model_${i}.safetensors.saved`)));
    expect(saved.metadata).toEqual({ name: model.name });
    for (const [name, { data, shape }] of Object.entries(weights))
      expect(saved.tensors[name], name).toEqual({ data: Float64Array.from(data), shape });
  });
});

/** PyTorch's recurrent modules read no classes. */
const takesVectors = (model: Model): boolean =>
  model.reads === 'features' || model.layers[0]!.cell.name === 'embedding';

test.each(['gru', 'lstm', 'lstm_projected', 'rnn_relu', 'characters'])('%s is a module of PyTorch', (name) => {
  const i = all.findIndex((sample) => sample.name === name);
  const { model, weights } = given[i]!;
  const input = { model, spec: all[i]!.spec, files: new Map(), weights: checkWeights(model, weights) };
  expect(takesVectors(model)).toBe(true);
  expect(exportTorchWeights(input).files.map((file) => file.name)).toContain(`${model.name}.pytorch.txt`);
});

const zeros = (like: ArrayLike<number>): number[] => Array.from(like, () => 0);

function close(what: string, got: readonly number[], expected: readonly number[]): void {
  expect(got.length, what).toBe(expected.length);
  const largest = Math.max(1, ...expected.map(Math.abs));
  const worst = Math.max(0, ...got.map((value, i) => Math.abs(value - expected[i]!)));
  expect(worst / largest, what).toBeLessThan(tolerance);
}
