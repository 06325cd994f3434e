import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { readSafetensors } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { folder } from './testing.ts';

const files = join(import.meta.dirname, '../../../test/data/conformance/files');

/** A file of the reference data in a folder of its own, with its inputs and outputs as JSON. */
async function withFile(id: string) {
  const made = await folder();
  const { cases } = JSON.parse(await readFile(join(files, 'IO.json'), 'utf8'));
  const found = cases.find((each: { id: string }) => each.id === id);
  for (const name of [found.file, ...(found.also ?? [])]) await copyFile(join(files, name), join(made.path, name));
  const { inputs, outputs } = found;
  await writeFile(join(made.path, 'io.json'), JSON.stringify({ inputs, outputs }));
  return { ...made, file: found.file as string };
}

test('a model becomes a spec, weights and a report, and is compared with its reference', async () => {
  const { path, cellc, file } = await withFile('onnx_lstm_last_dynamo_external');
  const { code, out, err } = await cellc('import', file, '--name', 'last', '--check', 'io.json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^ONNX, operators of version 20, written by pytorch/);
  expect(out).toMatch(/\n {2}y {2}\d\.\de-\d+\n/);
  expect(out).toMatch(/\n {2}LSTM .*\n {2}Gemm .*\n/);
  const spec = JSON.parse(await readFile(join(path, 'last.model.json'), 'utf8'));
  expect(spec).toMatchObject({
    name: 'last',
    input: 3,
    output: 'last',
    layers: [{ cell: 'lstm', size: 8 }, { dense: 2 }],
  });
  const { tensors } = readSafetensors(new Uint8Array(await readFile(join(path, 'last.safetensors'))));
  expect(Object.keys(tensors)).toHaveLength(14);
  expect((await cellc('compile', 'last.model.json')).code).toBe(0);
});

test('a reference that it misses makes the check fail', async () => {
  const { path, cellc, file } = await withFile('tfjs_lstm_dense');
  const io = JSON.parse(await readFile(join(path, 'io.json'), 'utf8'));
  io.outputs.y.data[0] += 0.01;
  await writeFile(join(path, 'io.json'), JSON.stringify(io));
  const { code, out } = await cellc('import', file, '--out', 'made', '--check', 'io.json', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ ok: false, checked: [{ output: 'y' }] });
});

test.each([
  ['tfjs_lstm_dense', 0, ''],
  [
    'st_gru',
    1,
    'E_FILE: io.json: y is [2,3], but the model gives [2,9,3]\nhint: if the file holds the last step, import with --output last\n',
  ],
])('a reference of %s with one input and one output may call them what it will', async (id, code, err) => {
  const { path, cellc, file } = await withFile(id);
  const { inputs, outputs } = JSON.parse(await readFile(join(path, 'io.json'), 'utf8'));
  const renamed = { inputs: { in: Object.values(inputs)[0] }, outputs: { out: Object.values(outputs)[0] } };
  await writeFile(join(path, 'io.json'), JSON.stringify(renamed));
  expect(await cellc('import', file, '--check', 'io.json', '--name', 'renamed')).toMatchObject({ code, err });
});

test('what cannot be said is refused by name, and nothing is written', async () => {
  const { path, cellc, file } = await withFile('onnx_conv_lstm_op17');
  const before = await readdir(path);
  expect(await cellc('import', file)).toEqual({
    code: 1,
    out: '',
    err: 'E_IMPORT: op Conv with a kernel of [3] steps\nhint: a kernel of 1 is a dense layer\n',
  });
  expect(await readdir(path)).toEqual(before);
});

test('files that are there, the imported one among them, are replaced only with --force', async () => {
  const { path, cellc, file } = await withFile('st_encoder_head');
  const before = await readFile(join(path, file));
  const args = ['import', file, '--activations', 'head.1=ReLU'];
  expect((await cellc(...args)).err).toBe(
    'E_FILE: st_encoder_head.safetensors is there already\nhint: write elsewhere with --out or --name, or replace it with --force\n',
  );
  expect(await readFile(join(path, file))).toEqual(before);
  expect((await cellc(...args, '--force')).code).toBe(0);
});

test('what a state_dict does not say is asked for', async () => {
  const { cellc, file } = await withFile('st_encoder_head');
  expect((await cellc('import', file)).err).toMatch(
    /^E_IMPORT: module head.1, between head.0 and head.2, has no weights/,
  );
  const { code, out } = await cellc('import', file, '--out', 'made', '--activations', 'head.1=ReLU');
  expect(code).toBe(0);
  expect(out).toContain('the output is that of every step');
  expect(out).toMatch(/the order .*head\.0, head\.1, head\.2, with nothing else between/);
  const { err } = await cellc('import', file, '--out', 'other', '--activations', 'head.1=ReLU,haed.3=Tanh');
  expect(err).toContain("no module 'haed.3' without weights stands between");
});

test.each([
  [[], 'E_OPTION: import takes one file, not 0\nhint: write cellc import model.onnx\n'],
  [
    ['model.pt'],
    'E_OPTION: model.pt may be pickled, and pickled files can run anything\nhint: save_file(model.state_dict(), …) of safetensors.torch\n',
  ],
  [['a.onnx', '--states', 'h'], 'E_FILE: a.onnx cannot be read: there is no such file\n'],
])('cellc import %j', async (args, err) => {
  const { cellc } = await folder();
  expect((await cellc('import', ...args)).err).toBe(err);
});

test('an imported network runs on sequences, and is trained on', async () => {
  const { path, cellc, file } = await withFile('tfjs_lstm_dense');
  await cellc('import', file, '--name', 'net');
  const { inputs, outputs } = JSON.parse(await readFile(join(path, 'io.json'), 'utf8'));
  const [x, y] = [Object.values(inputs)[0], Object.values(outputs)[0]] as { shape: number[]; data: number[] }[];
  const [batch = 0, time = 0, width = 0] = x!.shape;
  const sequences = Array.from({ length: batch }, (_, b) =>
    Array.from({ length: time }, (_, t) => x!.data.slice((b * time + t) * width, (b * time + t + 1) * width)),
  );
  await writeFile(join(path, 'x.jsonl'), sequences.map((each) => JSON.stringify({ x: each })).join('\n'));
  const { out, err } = await cellc('run', 'net.model.json', 'net.safetensors', 'x.jsonl');
  expect(err).toBe('');
  const found = out
    .trim()
    .split('\n')
    .flatMap((line) => JSON.parse(line).y.flat() as number[]);
  expect(found).toHaveLength(y!.data.length);
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(y!.data[i]!, 5);

  const spec = JSON.parse(await readFile(join(path, 'net.model.json'), 'utf8'));
  await writeFile(join(path, 'net.model.json'), JSON.stringify({ ...spec, loss: 'mse', optimizer: 'adam' }));
  const size = y!.data.length / batch;
  const lines = sequences.map((each, b) => {
    const target = y!.data.slice(b * size, (b + 1) * size);
    const width = size / time;
    return {
      x: each,
      y: spec.output === 'last' ? target : each.map((_, t) => target.slice(t * width, (t + 1) * width)),
    };
  });
  await writeFile(join(path, 'xy.jsonl'), lines.map((each) => JSON.stringify(each)).join('\n'));
  const train = ['train', 'net.model.json', 'xy.jsonl', '--epochs', '1', '--validation', '0', '--json'];
  const lossOf = async (...more: string[]): Promise<number> =>
    JSON.parse((await cellc(...train, ...more)).out).epochs[0].loss;
  expect(await lossOf('--weights', 'net.safetensors', '--out', 'on')).toBeLessThan(1e-8);
  expect(await lossOf('--out', 'anew')).toBeGreaterThan(1e-4);
  const wrong = await cellc(...train, '--weights', 'on/none.safetensors', '--out', 'w');
  expect(wrong).toMatchObject({ code: 1, out: expect.stringContaining('on/none.safetensors cannot be read') });
});

/** An array in NumPy's format, stored in a zip archive without packing. */
function npz(arrays: Readonly<Record<string, { shape: readonly number[]; data: readonly number[] }>>): Uint8Array {
  const [parts, heads]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, { shape, data }] of Object.entries(arrays)) {
    const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }\n`;
    const size = Buffer.alloc(2);
    size.writeUInt16LE(header.length);
    const content = Buffer.concat([
      Buffer.from([0x93]),
      Buffer.from('NUMPY\x01\x00', 'latin1'),
      size,
      Buffer.from(header),
      Buffer.from(Float64Array.from(data).buffer),
    ]);
    const title = Buffer.from(`${name}.npy`);
    const fields = Buffer.alloc(26);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(content.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(title.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    parts.push(Buffer.from('PK\x03\x04'), fields, title, content);
    heads.push(Buffer.from('PK\x01\x02\x00\x00'), fields, place, title);
    at += 30 + title.length + content.length;
  }
  const directory = Buffer.concat(heads);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length / 4, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06'), end]);
}

test('a reference in arrays of NumPy', async () => {
  const { path, cellc, file } = await withFile('tfjs_lstm_dense');
  const { inputs, outputs } = JSON.parse(await readFile(join(path, 'io.json'), 'utf8'));
  await writeFile(join(path, 'io.npz'), npz({ ...inputs, ...outputs }));
  const { code, out, err } = await cellc('import', file, '--check', 'io.npz', '--name', 'net', '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(JSON.parse(out).checked).toHaveLength(Object.keys(outputs).length);
  await writeFile(join(path, 'io.npz'), npz({ ...inputs, z: { shape: [1], data: [0] } }));
  const wrong = await cellc('import', file, '--check', 'io.npz', '--name', 'net2');
  expect(wrong.err).toMatch(/^E_FILE: io\.npz: z is no input or output\nhint: inputs: /);
});
