/** Names and printed modules of PyTorch that the reference files do not have. */
import type { LayerSpec } from '@cellc/compiler';
import { saveSafetensors, type Tensor } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { importModel } from '../import.ts';
import { parseRepr } from './repr.ts';

const ramp = (...shape: number[]): Tensor => ({
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i + 1),
  shape,
});
const lstm = (prefix: string): Record<string, Tensor> => ({
  [`${prefix}weight_ih_l0`]: ramp(8, 3),
  [`${prefix}weight_hh_l0`]: ramp(8, 2),
});
const read = (tensors: Record<string, Tensor>, options: object = {}) =>
  importModel({ name: 'a.safetensors', bytes: saveSafetensors(tensors) }, options);

test('what wrappers put in front of names is not in what PyTorch prints', async () => {
  const repr = 'Net(\n  (rnn): LSTM(3, 2, bias=False)\n)';
  const { spec } = await read(lstm('_orig_mod.module.rnn.'), { repr });
  expect(spec.layers).toEqual([{ cell: 'lstm', size: 2, name: 'rnn' }]);
});

test.each([
  ['fc.weight_g', 'fc.weight_v'],
  ['fc.parametrizations.weight.original0', 'fc.parametrizations.weight.original1'],
])('weight normalisation: %s', async (g, v) => {
  const { weights } = await read({
    [g]: { data: Float32Array.of(10, 1), shape: [2, 1] },
    [v]: { data: Float32Array.of(3, 4, 0, 2), shape: [2, 2] },
  });
  expect([...weights['fc.W']!.data]).toEqual([6, 8, 0, 1]);
});

const vector = (...values: number[]): Tensor => ({ data: Float32Array.from(values), shape: [values.length] });
const norm = {
  'bn.running_mean': vector(1, 2),
  'bn.running_var': vector(0.25, 4),
  'bn.weight': vector(3, 4),
  'bn.bias': vector(5, 6),
};

test('batch normalisation is a factor and an offset for each feature', async () => {
  const text = ['(rnn): LSTM(3, 2, bias=False)', '(bn): BatchNorm1d(2, eps=0.0)', '(act): PReLU(num_parameters=1)'];
  const prelu = { 'act.weight': vector(0.25) };
  const repr = `Net(\n  ${text.join('\n  ')}\n)`;
  const { spec, weights, report } = await read({ ...lstm('rnn.'), ...norm, ...prelu }, { repr });
  const { cell } = spec.layers.at(-1) as Extract<LayerSpec, { cell: unknown }>;
  expect(cell).toContain('bn = x * w + w2');
  expect(cell).toContain('act = max(bn, 0) + w3 * min(bn, 0)');
  expect(['w', 'w2', 'w3'].map((name) => [...weights[`act.${name}`]!.data])).toEqual([
    [6, 2],
    [-1, 2],
    [0.25, 0.25],
  ]);
  expect(report.mapped.map(({ from }) => from)).toContain('act: prelu, slopes: 1');
});

test('batch normalisation that contradicts itself, and none of its own', async () => {
  const short = { ...norm, 'bn.bias': vector(1) };
  await expect(read({ ...lstm('rnn.'), ...short })).rejects.toThrow('bn has bias [1] with running_mean [2]');
  const { 'bn.running_var': _, ...half } = norm;
  await expect(read({ ...lstm('rnn.'), ...half })).rejects.toThrow('bn has no running_mean or running_var');
  const repr = 'Net(\n  (rnn): LSTM(3, 2, bias=False)\n  (bn): Other(2)\n)';
  await expect(read({ ...lstm('rnn.'), ...norm }, { repr })).rejects.toThrow('module bn (Other)');
});

test('modules that PyTorch prints once for several', () => {
  const printed = parseRepr('Net(\n  (rnns): ModuleList(\n    (0-1): 2 x LSTM(2, 2)\n  )\n  (fc): Linear(2, 1)\n)')!;
  expect(printed.map(({ path }) => path)).toEqual(['', 'rnns', 'rnns.0', 'rnns.1', 'fc']);
});

test.each([
  ['LSTM of another class', '(rnn): MyLSTM(3, 2)', 'module rnn (MyLSTM)'],
  ['a softmax over time', '(rnn): LSTM(3, 2)\n  (s): Softmax(dim=1)', 'module s (Softmax) with dim=1'],
])('refused: %s', async (_, lines, message) => {
  await expect(read(lstm('rnn.'), { repr: `Net(\n  ${lines}\n)` })).rejects.toThrow(`E_IMPORT: ${message}`);
});

test('what the file does not say is told, or asked for', async () => {
  const { report } = await read(lstm('rnn.'));
  expect(report.assumed.join('\n')).toContain('inputs and outputs are [time, batch, …]');
  expect((await read(lstm('rnn.'), { batchFirst: true })).ports.inputs[0]!.axes.slice(0, 2)).toEqual(['batch', 'time']);
  const repr = 'Net(\n  (rnn): LSTM(3, 2, bias=False, dropout=0.3)\n  (fc): Linear(2, 1)\n)';
  await expect(read(lstm('rnn.'), { repr })).rejects.toThrow('module fc (Linear), of which the file has no tensors');
  const alone = repr.replace('  (fc): Linear(2, 1)\n', '');
  expect((await read(lstm('rnn.'), { repr: alone })).report.dropped).toEqual(['dropout=0.3 of rnn']);
  await expect(read({ ...lstm('rnn.'), 'act.weight': vector(1) })).rejects.toThrow('only where --repr');
});

test('a softmax behind the last step, and a projection that one layer lacks', async () => {
  const repr = 'Net(\n  (rnn): LSTM(3, 2, bias=False)\n  (s): Softmax(dim=1)\n)';
  expect((await read(lstm('rnn.'), { repr, output: 'last' })).spec.output).toBe('last');
  const projected = { weight_ih_l0: ramp(12, 3), weight_hh_l0: ramp(12, 2), weight_hr_l0: ramp(2, 3) };
  const second = { weight_ih_l1: ramp(12, 2), weight_hh_l1: ramp(12, 2) };
  await expect(read({ ...projected, ...second })).rejects.toThrow('has no tensor weight_hr_l1');
});

test('names, rows and printed modules without measure', async () => {
  const deep = `${'a.'.repeat(30_000)}weight`;
  await expect(read({ [deep]: ramp(2, 2) }, { repr: 'Net(\n  (fc): Linear(2, 2)\n)' })).rejects.toThrow('E_IMPORT');
  const v = { data: new Float32Array(200_000).fill(1), shape: [1, 200_000] };
  const long = { 'fc.weight_g': { data: Float32Array.of(1), shape: [1, 1] }, 'fc.weight_v': v };
  await expect(read(long)).rejects.toThrow('E_IMPORT: 200000 features');
  const line = (depth: number): string => `${'  '.repeat(depth)}(0-63): 64 x ModuleList(`;
  expect(parseRepr(['ModuleList(', ...[1, 2, 3, 4].map(line), `${'  '.repeat(5)}(0): Linear(2, 2)`].join('\n'))).toBe(
    undefined,
  );
});
