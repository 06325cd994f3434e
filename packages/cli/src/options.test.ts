/** Options that would do nothing, and files that are not what a command takes, are refused before it does anything. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, spec } from './testing.ts';

test.each([
  ['compile m.json --relaxed', 'relaxed is for wasm, and the target is js', 'add wasm to --target'],
  ['compile m.json --accuracy fast', 'accuracy is for wasm, and the target is js', 'add wasm to --target'],
  [
    'compile m.json --target webgpu,gpujs --wasm-file',
    'wasm-file is for wasm, and the target is webgpu,gpujs',
    'add wasm to --target',
  ],
  [
    'compile m.json --target gpujs --tuning t.json',
    'tuning is for js or wasm, and the target is gpujs',
    'add js to --target',
  ],
  ['explain m.json --size 3', 'size is for a cell alone, and m.json is a spec, which says it itself'],
  ['explain m.json --input 3', 'input is for a cell alone, and m.json is a spec, which says it itself'],
  ['check m.json --input 3', 'input is for a cell alone, and m.json is a spec, which says it itself'],
  ['bench m.json --only step --steps 3', 'steps is for run or train, and the workload is step', 'add run to --only'],
  ['bench m.json --only step --batch 3', 'batch is for run or train, and the workload is step', 'add run to --only'],
  ['train m.json d.txt --group id', 'group is for CSV, and d.txt is text'],
  ['train m.json d.jsonl --window 4', 'window is for CSV or text, and d.jsonl is JSON lines'],
  [
    'train m.json d.csv --input x,y --predict z --group id --stride 4',
    'stride is for windows, and --group takes each sequence as a whole',
    'add --window',
  ],
  ['run m.json w.safetensors d.jsonl --fill', 'fill is for CSV, and d.jsonl is JSON lines'],
  [
    'export m.json w.safetensors --format onnx,pytorch --precision f32',
    'precision is for c, and the format is onnx,pytorch',
    'add c to --format',
  ],
  ['export m.json --format c --states', 'states is for onnx, and the format is c', 'add onnx to --format'],
  ['import m.rtneural.json --repr d.txt', 'repr is for PyTorch, and m.rtneural.json is RTNeural JSON'],
  ['import m.rtneural.json --states h=hn', 'states is for ONNX, and m.rtneural.json is RTNeural JSON'],
])('cellc %s', async (line, reason, more = '') => {
  const { path, cellc } = await folder({
    'm.json': spec('m', [{ cell: 'rnn', size: 3 }, { dense: 1 }], { loss: 'mse', optimizer: 'sgd' }),
    'd.csv': 'id,x,y,z\na,1,2,3\na,4,5,6\n',
    'd.txt': 'text',
    'd.jsonl': '{"x":[[1,2]],"y":[[1]]}\n',
    'm.rtneural.json': rtneural,
  });
  const before = await readdir(path);
  const leave = `leave --${reason.split(' ')[0]} out${more && `, or ${more}`}`;
  expect(await cellc(...line.split(' '))).toEqual({
    code: 2,
    out: '',
    err: `E_OPTION: --${reason}\nhint: ${leave}\n`,
  });
  expect(await readdir(path)).toEqual(before);
});

test.each([
  [
    'run w.safetensors m.json d.csv',
    'E_SPEC: w.safetensors is no model spec: names of specs end in .json, .js or .mjs\n',
  ],
  ['run m.json d.csv d.csv', 'E_WEIGHTS: d.csv is not a valid safetensors file: '],
  ['train m.json d.csv --out m.json/run', 'E_FILE: m.json/run cannot be read: a file of that name is in the way\n'],
  ['compile latin.json', 'E_FILE: latin.json cannot be read: it is not UTF-8 text\n'],
  ['compile names.json', 'E_FILE: ./latin.cell, which names.json names, cannot be read: it is not UTF-8 text\n'],
  ['import d.csv', 'E_IMPORT: d.csv is of no kind that can be imported\nhint: names end in .onnx, '],
])('a mistake: cellc %s', async (line, message) => {
  const { path, cellc } = await folder({
    'm.json': spec('m'),
    'names.json': spec('names', [{ cell: './latin.cell', size: 2 }]),
    'd.csv': 'x,y\n1,2\n',
    'w.safetensors': '',
  });
  for (const name of ['latin.json', 'latin.cell'])
    await writeFile(join(path, name), Buffer.from('# caf\xe9', 'latin1'));
  const { code, out, err } = await cellc(...line.split(' '));
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err.startsWith(message), err).toBe(true);
});

test('an option that is for one of several is taken, and help says what it is for', async () => {
  const { cellc } = await folder({ 'm.json': spec('m') });
  expect(await cellc('compile', 'm.json', '--target', 'js, wasm', '--relaxed', '--no-types')).toMatchObject({
    code: 0,
  });
  expect(await cellc('explain', 'rnn', '--size', '3', '--stage', 'cost')).toMatchObject({ code: 0 });
  expect((await cellc('compile', '--help')).out).toMatch(/\n {2}--relaxed +wasm: fuse products/);
});

/** One step of a dense layer. */
const rtneural = JSON.stringify({
  in_shape: [null, null, 1],
  layers: [{ type: 'dense', activation: '', shape: [null, null, 1], weights: [[[1]], [0]] }],
});
