/** The character model: two of TensorFlow's BasicLSTMCells, its logits on a text, and the text that it writes. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ModelSpec } from '@cellc/compiler';
import { type Model, readSafetensors, type Tensor } from '@cellc/runtime';
import type { Comparison } from './compare.ts';
import { type Case, type Fields, Malformed, need, number, object, tensors, text, toTensor } from './format.ts';
import { loadNetwork, type Variant } from './network.ts';
import { attainable, storageErrors } from './storage.ts';
import { named } from './tensors.ts';
import { outputTolerance } from './tolerance.ts';

/** The forget gate's bias of 1 is added when the cell runs, and is no part of the stored bias. */
const cell = `cell basic_lstm(x: I) -> h: H
param kernel: [I + H, 4 * H]

i, j, f, o = split([x; h[t-1]] @ kernel + bias)
c = sigmoid(f + 1) * c[t-1] + sigmoid(i) * tanh(j)
h = sigmoid(o) * tanh(c)`.split('\n');

async function loadChar(file: Fields, folder: string, variant: Variant): Promise<Model> {
  const name = text(file, 'weights_file', 'the file');
  if (basename(name) !== name) throw new Malformed('weights_file is a path');
  const stored = named(readSafetensors(new Uint8Array(await readFile(join(folder, name)))).tensors);
  const embedding = need(stored, 'embedding', name);
  const kernels = [...stored.keys()].filter((key) => /^lstm\d+\.kernel$/.test(key)).sort();
  const [classes = 0, size = 0] = embedding.shape;
  const spec: ModelSpec = {
    name: 'char',
    input: { classes },
    layers: [
      { embedding: size, name: 'embedding' },
      ...kernels.map((kernel) => ({
        cell,
        size: need(stored, kernel, name).shape[1]! / 4,
        name: kernel.replace('.kernel', ''),
      })),
      { cell: ['cell logits(x: I) -> y: O', 'y = x @ w + b'], size: classes, name: 'softmax' },
    ],
  };
  const renamed: Readonly<Record<string, string>> = {
    embedding: 'embedding.W',
    softmax_w: 'softmax.w',
    softmax_b: 'softmax.b',
  };
  const params = new Map([...stored].map(([key, value]) => [renamed[key] ?? key, value]));
  return loadNetwork({ spec, params }, variant, false);
}

/** Logits after each character of a text, and how likely each next one was. */
export async function checkText(of: Case, variant: Variant, file: Fields, folder: string): Promise<Comparison[]> {
  const model = await loadChar(file, folder, variant);
  const ids = toTensor(object(of.fields, 'inputs').ids, 'inputs.ids').data;
  const logits = Array.from(ids, (id) => Float64Array.from(model.step([id])));
  const state = named(model.state() as Readonly<Record<string, Tensor>>);
  const exact = await loadChar(file, folder, { target: 'js', precision: 'f64' });
  const storage = storageErrors(
    exact,
    Array.from(ids, (id) => [id]),
  );
  const answers = new Map<string, Tensor>([
    ['logits_first', vector(logits[0]!)],
    ['logits_last', vector(logits.at(-1)!)],
    ...[0, 1].flatMap((i) =>
      ['h', 'c'].map((s) => [`${s}${i}_final`, need(state, `lstm${i}.${s}`, 'the model')] as const),
    ),
  ]);
  const outputs = object(of.fields, 'outputs');
  const nll = Array.from(ids)
    .slice(1)
    .map((id, t) => surprise(logits[t]!, id));
  const mean = nll.reduce((sum, x) => sum + x, 0) / nll.length;
  const comparisons = Object.entries(outputs).flatMap(([name, value]): Comparison[] => {
    const step = /^logits_step_(\d+)$/.exec(name);
    const got = step ? vector(logits[Number(step[1])]!) : answers.get(name);
    if (name === 'mean_nll_nats') {
      const expected = vector([number(outputs, name, 'outputs')]);
      return [{ name, expected, got: vector([mean]), allowed: outputTolerance(of, name, variant.precision) }];
    }
    if (!got) throw new Malformed(`outputs.${name}: the model has no such value`);
    const expected = toTensor(value, name);
    const stored = /^([hc])(\d+)_final$/.exec(name);
    const allowed = attainable(
      outputTolerance(of, name, variant.precision),
      variant.precision,
      stored ? storage.get(`lstm${stored[2]}.${stored[1]}`) : 0,
    );
    return [{ name, expected, got: { ...got, shape: expected.shape }, allowed }];
  });
  return comparisons;
}

/** The text that is written by taking the likeliest character, step by step. */
export async function checkGreedy(of: Case, variant: Variant, file: Fields, folder: string): Promise<Comparison[]> {
  const model = await loadChar(file, folder, variant);
  const inputs = object(of.fields, 'inputs');
  const steps = number(inputs, 'steps', 'inputs');
  const written: number[] = [];
  let next = 0;
  for (const id of toTensor(inputs.prompt_ids, 'inputs.prompt_ids').data) next = largest(model.step([id]));
  for (let i = 0; i < steps; i++) {
    written.push(next);
    next = largest(model.step([next]));
  }
  const outputs = tensors({ outputs: { ids: object(of.fields, 'outputs').ids } }, 'outputs');
  return [{ name: 'ids', expected: need(outputs, 'ids', 'outputs'), got: vector(written), allowed: () => 0 }];
}

const vector = (data: ArrayLike<number>): Tensor => ({ data: Float64Array.from(data), shape: [data.length] });

function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** -log softmax(logits)[id] */
function surprise(logits: Float64Array, id: number): number {
  const most = Math.max(...logits);
  return Math.log(logits.reduce((sum, x) => sum + Math.exp(x - most), 0)) + most - logits[id]!;
}
