/** Every cell written by hand against PyTorch: outputs, final states and all gradients in double precision, outputs in single. */
import { loadSync, type Tensor } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { build } from './build.ts';
import { modelOf } from './cells.ts';
import { type Case, distance, type Reference, reference, swap, toTensor, transpose } from './reference.testing.ts';

/** How the reference's parameters are called in a cell, and laid out. */
interface Mapping {
  readonly rename?: (name: string) => string;
  readonly convert?: (param: Reference) => Tensor;
}

const papersCandidate: Mapping = { rename: (name) => name.replace(/^(W_[xh]|b_)g$/, '$1c') };
const rowStyle: Mapping = { convert: (param) => (param.shape.length === 2 ? transpose(param) : toTensor(param)) };
const packed: Mapping = { rename: (name) => ({ W: 'W_x', U: 'W_h' })[name] ?? name };

const examples: readonly (readonly [file: string, id: string, mapping: Mapping])[] = [
  ['lstm_original.tex', 'lstm_peephole_full_i4h3t5b2', papersCandidate],
  ['lstm_simplified.tex', 'lstm_simplified_wco_i4h3t5b2', papersCandidate],
  ['lstm_rows.cell', 'lstm_concat_separate_xh_i4h3t5b2', rowStyle],
  ['lstm_linear.cell', 'lstm_concat_separate_xh_i4h3t5b2', {}],
  ['lstm_twelve.cell', 'lstm_separate_i4h3t5b2', rowStyle],
  ['lstm_packed.cell', 'lstm_rowvector_ifgo_i4h3t5b2', packed],
  ['lstm_cell_gated.cell', 'lstm_modified_cellgated_i4h3t5b2', {}],
];

async function run(
  file: string,
  of: Case,
  { rename = (name) => name, convert = toTensor }: Mapping,
  precision: 'f32' | 'f64',
) {
  const module = await build(modelOf(file, of.config.input_size!, of.config.hidden_size!), {
    precision,
    training: true,
  });
  const mapped = (tensors: Case['params']) =>
    Object.entries(tensors).map(([name, value]) => [`cell.${rename(name)}`, convert(value)] as const);
  const model = loadSync(module, { weights: Object.fromEntries(mapped(of.params)) });
  const states = module.manifest.states.map(({ name }) => [name, name.replace('cell.', '')] as const);
  const named = (tensors: Case['inputs'], key: (state: string) => string) =>
    Object.fromEntries(states.map(([path, state]) => [path, toTensor(tensors[key(state)]!)]));
  const ran = model.run(swap(of.inputs.x!), { state: named(of.inputs, (state) => `${state}_0`) });
  return { model, mapped, named, ran };
}

test.each(examples)('%s computes what PyTorch does (%s)', async (file, id, mapping) => {
  const of = reference(id);
  const { model, mapped, named, ran } = await run(file, of, mapping, 'f64');
  expect(distance(ran.output, swap(of.outputs.y!))).toBeLessThan(1e-12);
  for (const [path, expected] of Object.entries(named(of.outputs, (state) => `${state}_T`)))
    expect(distance(ran.state[path]!, expected), path).toBeLessThan(1e-12);

  // Where h is no state, its last value is the last output: its cotangent belongs there.
  const output = swap(of.inputs.g_y!);
  if (!('cell.h' in ran.state)) addToLastStep(output, of.inputs.g_h_T!);
  const { params, input, state } = model.backward({ output, state: named(of.inputs, (name) => `g_${name}_T`) });
  expect(distance(input, swap(of.grads.x!))).toBeLessThan(1e-11);
  for (const [name, expected] of Object.entries(named(of.grads, (name) => `${name}_0`)))
    expect(distance(state[name]!, expected), name).toBeLessThan(1e-11);
  const gradients = mapped(Object.fromEntries(Object.keys(of.params).map((name) => [name, of.grads[name]!])));
  expect(Object.keys(params).sort()).toEqual(gradients.map(([name]) => name).sort());
  for (const [name, expected] of gradients) expect(distance(params[name]!, expected), name).toBeLessThan(1e-11);
});

test.each(examples)('%s in single precision (%s)', async (file, id, mapping) => {
  const of = reference(id);
  const { ran } = await run(file, of, mapping, 'f32');
  expect(distance(ran.output, swap(of.outputs.y!))).toBeLessThan(2e-6);
});

function addToLastStep({ data, shape: [batch, time, size] }: Tensor, last: Reference): void {
  for (let b = 0; b < batch!; b++)
    for (let i = 0; i < size!; i++) data[(b * time! + time! - 1) * size! + i]! += last.data[b * size! + i]!;
}
