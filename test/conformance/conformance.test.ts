/** The runner on the data that the repository ships, and on data that is wrong. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runFile, runFolders } from './folders.ts';
import { report, tally, totals } from './report.ts';
import type { Result } from './suite.ts';

const data = join(import.meta.dirname, '../data/conformance');

async function collect(results: AsyncIterable<Result>): Promise<Result[]> {
  const all: Result[] = [];
  for await (const result of results) all.push(result);
  return all;
}

/** A shipped case, changed before it is run. */
async function runChanged(file: string, id: string, change: (item: Json) => void): Promise<Result[]> {
  const all = JSON.parse(await readFile(join(data, file), 'utf8'));
  const item = all.cases.find((item: Json) => item.id === id);
  change(item);
  return collect(runFile(file, JSON.stringify({ ...all, cases: [item] })));
}
// biome-ignore lint/suspicious/noExplicitAny: parsed JSON, changed at will
type Json = any;

/** js in both precisions, and wasm. */
const variants = 3;

const kinds = (results: readonly Result[]) => results.map(({ outcome }) => outcome.kind);

for (const file of [
  'torch_standard.json',
  'torch_lengths.json',
  'variants.json',
  'training.json',
  'keras.json',
  'onnx_node.json',
  'rtneural.json',
  'amp_models.json',
])
  test(`${file} holds`, { timeout: 120_000 }, async () => {
    const results = await collect(runFile(file, await readFile(join(data, file), 'utf8')));
    const { passed, failed } = tally(results);
    if (failed) expect.fail(report(results, { allFailures: true }));
    expect(passed).toBeGreaterThan(0);
  });

test('models written by frameworks hold, and those that a spec cannot say are refused', {
  timeout: 120_000,
}, async () => {
  const results = await collect(runFolders([join(data, 'files'), join(data, 'torch113')]));
  const { passed, failed, skipped } = tally(results);
  if (failed || skipped) expect.fail(report(results, { allFailures: true }));
  expect(passed).toBeGreaterThan(76);
});

test('a wrong output of a file fails, and a wrong reason for its refusal', async () => {
  const list = JSON.parse(await readFile(join(data, 'files/IO.json'), 'utf8'));
  const change = async (id: string, edit: (item: Json) => void) => {
    const item = list.cases.find((each: Json) => each.id === id);
    edit(item);
    return kinds(
      await collect(runFile('IO.json', JSON.stringify({ ...list, cases: [item] }), '', join(data, 'files'))),
    );
  };
  const failed = Array(variants).fill('failed');
  expect(await change('st_gru', ({ outputs }) => (outputs.y.data[0] += 1e-4))).toEqual(failed);
  expect(await change('onnx_conv_lstm_op17', (item) => (item.refuse = 'op Pool'))).toEqual(failed);
  expect(await change('tfjs_lstm_dense', (item) => (item.expect = 'refused'))).toEqual(failed);
});

test('folders are searched for files of the format', { timeout: 120_000 }, async () => {
  const results = await collect(runFolders([join(data, '..')], 'rnn_tanh_zero_state'));
  expect(results.map(({ file, id }) => [file, id])).toEqual(
    Array(variants).fill(['conformance/torch_standard.json', 'rnn_tanh_zero_state']),
  );
});

for (const [file, id, group, name] of [
  ['torch_standard.json', 'rnn_tanh_basic_i4h3', 'outputs', 'y'],
  ['torch_standard.json', 'rnn_tanh_basic_i4h3', 'outputs', 'loss'],
  ['torch_standard.json', 'lstm_bidir', 'grads', 'weight_hh_l0_reverse'],
  ['variants.json', 'lstm_separate_i4h3t5b2', 'grads', 'c_0'],
] as const)
  test(`a wrong ${group}.${name} fails`, async () => {
    const results = await runChanged(file, id, (item) => {
      item[group][name].data[0] += 1e-4;
    });
    expect(kinds(results)).toEqual(Array(variants).fill('failed'));
    const text = report(results, { allFailures: true });
    expect(text).toContain(`FAILED ${file} ${id} js/f32\n  ${group === 'grads' ? 'grad.' : ''}${name}[`);
    expect(text).toMatch(/expected \S+, got \S+, off by 0\.000100, tolerance \S+ \(\S+ times that\)/);
  });

test('a wrong loss, weight and prediction of a training run fail', async () => {
  for (const change of [
    (item: Json) => (item.expected.losses[9] += 1e-4),
    (item: Json) => (item.expected.weights_after_epoch['2']['linear.bias'].data[0] += 1e-4),
    (item: Json) => (item.expected.final_predictions.data[3] += 1e-4),
    (item: Json) => (item.expected.first_step_grads_before_clipping['rnn.bias_hh_l0'].data[3] += 1e-4),
  ])
    expect(kinds(await runChanged('training.json', 'train_adam_minibatch', change))).toEqual(
      Array(variants).fill('failed'),
    );
});

test('what cannot be run yet is skipped with the reason', async () => {
  const optimizer = await runChanged('training.json', 'train_adam', ({ config }) => {
    Object.assign(config.hyperparameters, { amsgrad: true, decoupled_weight_decay: true, maximize: true });
  });
  expect(optimizer.map(({ outcome }) => outcome)).toEqual(
    Array(variants).fill({ kind: 'skipped', reason: 'needs maximize in optimizer adamw_amsgrad' }),
  );
  const op = await runChanged('torch_standard.json', 'lstm_basic_i4h3', (item) => {
    item.op = 'torch.nn.Transformer';
  });
  expect(kinds(op)).toEqual(Array(variants).fill('skipped'));
  expect(totals(op)).toBe('0 passed, 0 failed, 3 skipped');
  expect(await collect(runFile('other.json', '{"schema":"other/1","cases":[]}'))).toEqual([
    { file: 'other.json', outcome: { kind: 'skipped', reason: 'needs another runner (schema other/1)' } },
  ]);
  expect(await collect(runFile('package.json', '{"name":"x"}'))).toEqual([]);
});

test('malformed files and cases fail loudly', async () => {
  const messages = (results: readonly Result[]) =>
    results.map(({ outcome }) => (outcome.kind === 'failed' ? outcome.message : outcome.kind));
  const file = (cases: unknown) => collect(runFile('bad.json', JSON.stringify({ schema: 'rnn-conformance/1', cases })));
  expect(messages(await collect(runFile('bad.json', '{"schema":')))).toEqual([
    'Malformed: not JSON: Unexpected end of JSON input',
  ]);
  expect(messages(await file(7))).toEqual(['Malformed: cases is 7, not a list']);
  expect(messages(await file([null, { id: 'a' }]))).toEqual([
    'Malformed: cases[0] is null, not an object',
    'Malformed: cases[1] (a) has no op',
  ]);
  const short = await runChanged('torch_standard.json', 'rnn_tanh_basic_i4h3', ({ inputs }) => inputs.x.data.pop());
  expect(messages(short)[0]).toBe('Malformed: inputs.x has 39 numbers, but its shape [5, 2, 4] holds 40');
  const extra = await runChanged('torch_standard.json', 'rnn_tanh_basic_i4h3', ({ outputs }) => {
    outputs.cn = outputs.hn;
  });
  expect(messages(extra)[0]).toBe('Malformed: outputs.cn: op torch.nn.RNN has no such value');
  const shape = await runChanged('torch_standard.json', 'rnn_tanh_basic_i4h3', ({ outputs }) => {
    outputs.y.shape = [2, 5, 3];
  });
  expect(messages(shape)[0]).toBe('Error: y has shape [5, 2, 3], but [2, 5, 3] is expected');
});

test('words of a case that no runner knows fail loudly, and so does what contradicts itself', async () => {
  const outcome = async (file: string, id: string, change: (item: Json) => void) => {
    const [{ outcome } = { outcome: undefined }] = await runChanged(file, id, change);
    return outcome?.kind === 'failed' ? outcome.message : outcome?.kind === 'skipped' ? outcome.reason : outcome?.kind;
  };
  const onnx = (change: (item: Json) => void) => outcome('onnx_node.json', 'onnx_test_lstm_defaults', change);
  expect(await onnx(({ attrs }) => (attrs.cell_clip = 1))).toMatch(
    /^Malformed: attrs.cell_clip is none of hidden_size/,
  );
  expect(await onnx(({ attrs }) => (attrs.linear_before_reset = 1))).toMatch(/^Malformed: attrs.linear_before_reset/);
  expect(await onnx(({ attrs }) => (attrs.activations = 'Tanh'))).toContain('activations that is no list of texts');
  expect(await onnx(({ attrs }) => (attrs.clip = null))).toBe('passed');
  expect(await onnx(({ inputs }) => (inputs.Q = inputs.X))).toMatch(/^Malformed: inputs.Q is none of X, W, R, B/);
  const keras = (change: (item: Json) => void) => outcome('keras.json', 'keras_lstm', change);
  expect(await keras(({ config }) => (config.kwargs.reset_after = true))).toMatch(
    /^Malformed: config.kwargs.reset_after/,
  );
  expect(await keras(({ config }) => (config.layers = 2))).toMatch(/^Malformed: config.layers is none of units/);
  const training = (change: (config: Json) => void) =>
    outcome('training.json', 'train_adam_minibatch', ({ config }) => change(config));
  expect(await training((config) => (config.loss = 'MSE: sum'))).toBe('needs loss "MSE: sum"');
  expect(await training((config) => (config.batches = 'shuffled'))).toBe('needs batches "shuffled"');
  expect(await training((config) => (config.batches = 'full batch'))).toMatch(/^Malformed: config.batch_size is 20/);
});
