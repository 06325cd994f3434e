import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveModel } from '@cellc/compiler';
import { parametersOf } from '@cellc/export';
import { readSafetensors, saveSafetensors, type Tensors } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { folder, spec } from './testing.ts';

const layers = [{ cell: 'lstm', size: 3 }, { cell: 'mgu', size: 2 }, { dense: 1 }];

/** A folder with a spec and weights that fit it. */
async function withModel(change: (tensors: Record<string, Tensors[string]>) => void = () => undefined) {
  const made = await folder({ 'voice.model.json': spec('voice', layers) });
  const params = parametersOf(resolveModel(JSON.parse(spec('voice', layers))));
  const tensors = Object.fromEntries(
    [...params].map(([name, shape]) => {
      const length = shape.reduce((a, b) => a * b, 1);
      return [name, { data: Float32Array.from({ length }, (_, i) => i / length), shape }];
    }),
  );
  change(tensors);
  await writeFile(join(made.path, 'voice.safetensors'), saveSafetensors(tensors));
  return made;
}

test('a model is written in every format that is asked for', async () => {
  const { path, cellc } = await withModel();
  const formats = 'pytorch-weights,onnx,pytorch';
  const { code, out, err } = await cellc('export', 'voice.model.json', 'voice.safetensors', '--format', formats);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('\nonnx\n  lstm1   LSTM, forward\n  mgu1    Scan of the cell mgu\n  dense1  MatMul, Add\n');
  expect(out).toMatch(/voice\.pytorch\.safetensors +\d\.\d kB\nvoice\.onnx +\d\.\d kB\nvoice\.py +\d\.\d kB\n$/);
  const { tensors } = readSafetensors(await readFile(join(path, 'voice.pytorch.safetensors')));
  expect(Object.keys(tensors)).toEqual([
    ...['weight_ih_l0', 'weight_hh_l0', 'bias_ih_l0', 'bias_hh_l0'].map((name) => `lstm1.${name}`),
    ...['W_xf', 'W_hf', 'b_f', 'W_xn', 'W_hn', 'b_n'].map((name) => `mgu1.${name}`),
    ...['dense1.weight', 'dense1.bias'],
  ]);
});

test('the module of PyTorch needs no weights, and --json says what became what', async () => {
  const { path, cellc } = await withModel();
  const { out } = await cellc('export', 'voice.model.json', '--format', 'pytorch', '--out', 'py', '--json');
  expect(JSON.parse(out)).toMatchObject({
    name: 'voice',
    formats: [{ name: 'pytorch', mapped: [{ from: 'lstm1', to: 'class Lstm' }, {}, {}], notes: [] }],
    files: [{ path: 'py/voice.py' }],
  });
  expect(await readFile(join(path, 'py/voice.py'), 'utf8')).toContain(`
        # f = sigmoid(W_xf @ x + W_hf @ h[t-1] + b_f)
        f = torch.sigmoid(x @ self.W_xf.T + h_old @ self.W_hf.T + self.b_f)
`);
});

test('a C header has the weights that are given, in the precision that is asked for', async () => {
  const { path, cellc } = await withModel();
  const given = await cellc('export', 'voice.model.json', 'voice.safetensors', '--format', 'c');
  expect(given.out).toContain('c\n  lstm1   functions of the cell lstm\n');
  expect(given.out).toContain('  voice_step and voice_run, in float\n');
  expect(await readFile(join(path, 'voice.h'), 'utf8')).toContain('static const float voice_weights[');
  await cellc('export', 'voice.model.json', '--format', 'c', '--precision', 'f64');
  expect(await readFile(join(path, 'voice.h'), 'utf8')).toContain(
    'void voice_pack(const double *weights, double *packed)',
  );
});

test.each([
  [
    [],
    'E_OPTION: export takes a spec and its weights, not 0 files\nhint: write cellc export SPEC WEIGHTS --format onnx\n',
  ],
  [['voice.model.json'], 'E_OPTION: export needs a format\nhint: write --format pytorch-weights'],
  [['voice.model.json', '--format', 'onxx'], "E_OPTION: there is no format 'onxx'\nhint: did you mean 'onnx'?\n"],
  [
    ['voice.model.json', '--format', 'onnx'],
    'E_OPTION: the format onnx needs weights\nhint: write cellc export voice.model.json WEIGHTS --format onnx\n',
  ],
  [['voice.model.json', 'none', '--format', 'onnx'], 'E_FILE: none cannot be read: there is no such file\n'],
])('cellc export %j', async (args, err) => {
  const { cellc } = await withModel();
  expect((await cellc('export', ...args)).err.startsWith(err)).toBe(true);
});

test.each([
  [
    'a tensor is missing',
    (tensors: Record<string, Tensors[string]>) => void delete tensors['mgu1.b_f'],
    "E_WEIGHTS: the weights have no tensor 'mgu1.b_f'\n",
  ],
  [
    'one has another shape',
    (tensors: Record<string, Tensors[string]>) =>
      void (tensors['dense1.b'] = { data: new Float32Array(2), shape: [2] }),
    "E_WEIGHTS: 'dense1.b' is [2] in the weights, and [1] in voice\n",
  ],
  [
    'one belongs to nothing',
    (tensors: Record<string, Tensors[string]>) => void (tensors.extra = { data: new Float32Array(2), shape: [2] }),
    "E_WEIGHTS: the weights hold 'extra', which is no parameter of voice\n",
  ],
])('nothing is written where %s', async (_, change, err) => {
  const { path, cellc } = await withModel(change);
  const before = await readdir(path);
  const outcome = await cellc('export', 'voice.model.json', 'voice.safetensors', '--format', 'pytorch,onnx');
  expect(outcome.code).toBe(1);
  expect(outcome.err.startsWith(err), outcome.err).toBe(true);
  expect(await readdir(path)).toEqual(before);
});

test('what Python cannot name is refused, and nothing is written', async () => {
  const { path, cellc } = await folder({
    'half.model.json': spec('half', [
      { cell: ['cell odd(x: I) -> h: H', 'h = tanh(half * (W @ x) + h[t-1])'], size: 2 },
    ]),
  });
  const before = await readdir(path);
  expect(await cellc('export', 'half.model.json', '--format', 'pytorch')).toEqual({
    code: 1,
    out: '',
    err: "E_UNSUPPORTED: cell 'odd' has a parameter of that name: in Python a module's part cannot be called 'half'\nhint: give it another name\n",
  });
  expect(await readdir(path)).toEqual(before);
});

test('weights where the spec belongs', async () => {
  const { cellc } = await withModel();
  const { code, err } = await cellc('export', 'voice.safetensors', 'voice.model.json', '--format', 'onnx');
  expect({ code, err }).toEqual({
    code: 1,
    err: 'E_SPEC: voice.safetensors is no model spec: names of specs end in .json, .js or .mjs\nhint: the spec is what a command names first\n',
  });
});
