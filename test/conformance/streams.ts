/** Real models on real signals, block by block: the voice detector's LSTM and the noise suppressor. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { collect, feed, importModel } from '@cellc/import';
import { readSafetensors, type Tensor } from '@cellc/runtime';
import type { Comparison } from './compare.ts';
import { type NamedTensors, need } from './format.ts';
import { runFed } from './imported.ts';
import { loadNetwork, type Variant } from './network.ts';
import { attainable, storageErrors } from './storage.ts';
import { named, rows, stack } from './tensors.ts';
import { within } from './tolerance.ts';

/** The LSTM of the voice detector with its head: probability = sigmoid(conv(relu(h))). */
export function isVoiceDetector(tensors: NamedTensors): boolean {
  return ['lstm_cell.weight_ih', 'final_conv.weight', 'expected_prob', 'x'].every((name) => tensors.has(name));
}

export async function checkVoiceDetector(tensors: NamedTensors, variant: Variant): Promise<Comparison[]> {
  const read = (name: string): Tensor => need(tensors, name, 'the file');
  const [features, size] = [read('x').shape[1]!, read('expected_h').shape[1]!];
  const spec = {
    name: 'voice',
    input: features,
    layers: [
      {
        cell: [
          'cell lstm_cell(x: I) -> h: H',
          'i, f, g, o = split(weight_ih @ x + bias_ih + weight_hh @ h[t-1] + bias_hh)',
          'c = sigmoid(f) * c[t-1] + sigmoid(i) * tanh(g)',
          'h = sigmoid(o) * tanh(c)',
        ],
        size,
        name: 'lstm_cell',
      },
      { cell: ['cell head(x: I) -> y: O', 'y = sigmoid(weight @ relu(x) + bias)'], size: 1, name: 'final_conv' },
    ],
  };
  const params = new Map(
    [...tensors].flatMap(([name, value]) => {
      if (!/^(?:lstm_cell|final_conv)\./.test(name)) return [];
      // The kernel of one step is a matrix.
      return [[name, name === 'final_conv.weight' ? { ...value, shape: [1, size] } : value] as const];
    }),
  );
  const model = await loadNetwork({ spec, params }, variant, false);
  const probabilities: number[] = [];
  const states: Record<'h' | 'c', Tensor[]> = { h: [], c: [] };
  for (const frame of rows(read('x'))) {
    probabilities.push(model.step(frame.data)[0]!);
    const state = model.state() as Readonly<Record<string, Tensor>>;
    for (const name of ['h', 'c'] as const) states[name].push(state[`lstm_cell.${name}`]!);
  }
  const { output } = model.run(read('x') as Tensor<readonly [number, number]>);
  const exact = await loadNetwork({ spec, params }, { target: 'js', precision: 'f64' }, false);
  const storage = storageErrors(
    exact,
    rows(read('x')).map(({ data }) => data),
  );
  const allowed = within(1e-5);
  const prob = { data: Float64Array.from(probabilities), shape: [probabilities.length] };
  return [
    { name: 'expected_prob', expected: read('expected_prob'), got: prob, allowed },
    { name: 'expected_prob of run', expected: read('expected_prob'), got: { ...output, shape: prob.shape }, allowed },
    ...(['h', 'c'] as const).map((name) => ({
      name: `expected_${name}`,
      expected: read(`expected_${name}`),
      got: stack(states[name]),
      allowed: attainable(allowed, variant.precision, storage.get(`lstm_cell.${name}`)),
    })),
  ];
}

/** So far each result of a block may be off: the reference was computed in single precision, too. */
const suppressorTolerances = {
  m1_mask: within(1e-5),
  m1_state_out: within(2e-5, 5e-6),
  m2_out: within(2e-6),
  m2_state_out: within(2e-5, 5e-6),
} as const;

/** Both models of a folder `dtln/1`, from each block's own states and in one stream. */
export async function checkSuppressor(folder: string, variant: Variant): Promise<Comparison[]> {
  const reference = named(readSafetensors(new Uint8Array(await readFile(join(folder, 'dtln.safetensors')))).tensors);
  const comparisons: Comparison[] = [];
  for (const [i, input, output] of [
    [1, 'm1_mag', 'm1_mask'],
    [2, 'm2_in', 'm2_out'],
  ] as const) {
    const name = `model_${i}.onnx`;
    const imported = await importModel({ name, bytes: new Uint8Array(await readFile(join(folder, name))) });
    const model = await loadNetwork({ spec: imported.spec, params: named(imported.weights) }, variant, false);
    const { inputs, outputs } = imported.ports;
    const blocks = rows(need(reference, input, 'dtln.safetensors'));
    const states = rows(need(reference, `m${i}_state_in`, 'dtln.safetensors'));
    const results: Tensor[][] = [];
    for (const [b, block] of blocks.entries()) {
      const given = new Map([
        [inputs[0]!.name, { ...block, shape: [1, 1, ...block.shape] }],
        [inputs[1]!.name, { ...states[b]!, shape: [1, ...states[b]!.shape] }],
      ]);
      const run = await runFed(model, feed(imported.ports, given, imported.spec.input));
      const found = collect(imported.ports, run);
      results.push(outputs.map((port) => found.get(port.name)!));
    }
    model.reset();
    const streamed = blocks.map((block): Tensor => {
      const y = Float64Array.from(model.step(block.data));
      return { data: y, shape: [y.length] };
    });
    const expected = need(reference, output, 'dtln.safetensors');
    const after = need(reference, `m${i}_state_out`, 'dtln.safetensors');
    const [allowed, allowedState] = [suppressorTolerances[output], suppressorTolerances[`m${i}_state_out`]];
    const part = (k: number, shape: readonly number[]) => ({ ...stack(results.map((each) => each[k]!)), shape });
    comparisons.push(
      { name: output, expected, got: part(0, expected.shape), allowed },
      { name: `m${i}_state_out`, expected: after, got: part(1, after.shape), allowed: allowedState },
      { name: `${output} of step`, expected, got: stack(streamed), allowed },
    );
  }
  return comparisons;
}
