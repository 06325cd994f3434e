/** Options that would do nothing are refused, by every command, before it does anything. */
import { readdir } from 'node:fs/promises';
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
