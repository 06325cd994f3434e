import { compileModel, type ModelSpec } from '@cellc/compiler';
import type { Data, Tensor } from '@cellc/runtime';
import { expect, test } from 'vitest';
import type { DataFile } from './read.ts';
import { datasetOf } from './read.ts';
import type { DataOptions } from './dataset.ts';

const options: DataOptions = {
  input: [],
  predict: [],
  group: undefined,
  window: undefined,
  horizon: undefined,
  stride: undefined,
  fill: false,
  validation: 0,
  batchSize: undefined,
  truncate: undefined,
  seed: 0,
};
const spec = (input: ModelSpec['input'], output: number, more: Partial<ModelSpec> = {}): ModelSpec => ({
  name: 'm',
  input,
  layers: [{ cell: 'rnn', size: 2 }, { dense: output }],
  loss: 'mse',
  optimizer: 'sgd',
  ...more,
});
const read = (kind: DataFile['kind'], text: string, model: ModelSpec, some: Partial<DataOptions> = {}) =>
  datasetOf({ kind, name: 'd', text, sha256: '' }, compileModel(model).manifest, { ...options, ...some });
const numbers = ({ x, y }: Data) => ({ x: [...(x as Tensor).data], y: [...(y as Tensor).data] });
const shapes = ({ x, y }: Data) => [(x as Tensor).shape, (y as Tensor).shape];

const classes = { loss: 'cross_entropy' };
const text = (n: number): ModelSpec => spec({ classes: n }, n, classes);

test('a column groups rows into sequences, of which the last are for validation', () => {
  const csv = 'id,u,v\na,1,10\nb,5,50\na,2,20\nb,6,60\na,3,30\nc,7,70\n';
  const { train, validation, about } = read('columns', csv, spec(1, 1), {
    input: ['u'],
    predict: ['v'],
    group: 'id',
    validation: 0.3,
  });
  expect(numbers(train)).toEqual({ x: [1, 2, 3, 5, 6, 0], y: [10, 20, 30, 50, 60, 0] });
  expect(train.lengths).toEqual([3, 2]);
  expect(numbers(validation!)).toEqual({ x: [7], y: [70] });
  expect(about).toEqual({ kind: 'columns', inputs: ['u'], targets: ['v'], group: 'id', offsets: [0] });
});

test('gaps are filled within a sequence', () => {
  const csv = 'id,u\na,\na,1\na,\na,\na,7\nb,\nb,2\nb,\n';
  const { train } = read('columns', csv, spec(1, 1), { group: 'id', horizon: 0, input: ['u'], fill: true });
  expect(numbers(train).x).toEqual([1, 1, 3, 5, 7, 2, 2, 2, 0, 0]);
});

test('classes may have names', () => {
  const csv = 'id,u,label\n1,1,up\n1,2,up\n2,3,down\n2,4,down\n';
  const model = spec(1, 2, { ...classes, output: 'last' });
  const { train, about } = read('columns', csv, model, { input: ['u'], predict: ['label'], group: 'id' });
  expect(numbers(train)).toEqual({ x: [1, 2, 3, 4], y: [1, 0] });
  expect(shapes(train)).toEqual([[2, 2, 1], [2]]);
  expect(about).toMatchObject({ labels: ['down', 'up'] });
  expect(() => read('columns', `${csv}3,1,left\n`, model, { input: ['u'], predict: ['label'], group: 'id' })).toThrow(
    'E_DATA: column label of d has 3 classes, and m tells 2 apart: down, left, up',
  );
  expect(() =>
    read('columns', 'u,k\n1,0\n1,2\n', spec(1, 2, classes), { input: ['u'], predict: ['k'] }),
  ).toThrow('E_DATA: k is 2 in row 2 (line 3) of d, and m has classes from 0 to 1');
});

test('JSON lines become padded sequences with lengths and weights', () => {
  const lines = '{"x":[[1,2],[3,4]],"y":[[5],[6]],"weights":[1,0.5]}\n\n{"x":[[7,8]],"y":[[9]]}\n';
  const { train } = read('sequences', lines, spec(2, 1));
  expect(numbers(train)).toEqual({ x: [1, 2, 3, 4, 7, 8, 0, 0], y: [5, 6, 9, 0] });
  expect(train.lengths).toEqual([2, 1]);
  expect(train.weights).toMatchObject({ shape: [2, 2], data: Float64Array.of(1, 0.5, 1, 0) });
  const told = read('sequences', '{"x":[[1,2]],"y":1}\n', spec(2, 3, { ...classes, output: 'last' }));
  expect(shapes(told.train)).toEqual([[1, 1, 2], [1]]);
  const read2 = read('sequences', '{"x":[0,2],"y":[2,1]}\n', text(3));
  expect(shapes(read2.train)).toEqual([[1, 2], [1, 2]]);
});

test.each([
  ['', 'E_DATA: d is empty'],
  ['[1]', 'E_DATA: line 1 of d is not an object\nhint: write { "x": [[1, 2], [3, 4]], "y": [[0], [1]] }'],
  ['{"x":[[1,2]],"z":1}', 'E_DATA: line 1 of d has a field z\nhint: fields are x, y and weights'],
  ['{"y":[[1]]}', 'E_DATA: x in line 1 of d is missing, not a list of time steps\nhint: write { "x": [[1, 2], [3, 4]], … }'],
  ['\n{"x":[[1,2],[3]],"y":[[1],[2]]}', 'E_DATA: x[1] in line 2 of d is a list of 1, not of 2'],
  ['{"x":[[1,null]],"y":[[1]]}', 'E_DATA: x[0][1] in line 1 of d is null, not a number'],
  ['{"x":[[1,2]],"y":[[1],[2]]}', 'E_DATA: y in line 1 of d is a list of 2, not of 1'],
  ['{"x":[[1,2]]}', 'E_DATA: y in line 1 of d is missing, not a list of 1'],
  ['{"x":[[1,2]],"y":[[1]],"weights":2}', 'E_DATA: weights in line 1 of d is 2, not a list of 1'],
])('JSON lines: %s', (lines, message) => {
  expect(() => read('sequences', lines, spec(2, 1))).toThrow(expect.objectContaining({ message }));
});

test('text is read in streams side by side, each going on where it was', () => {
  const { train, validation, about, settings } = read('text', 'abcabcabcabca|cab', text(4), {
    window: 2,
    batchSize: 2,
    validation: 4 / 17,
  });
  // a b c | are classes 0 1 2 3: streams abcabc|abcabc, each followed by its next character.
  expect(shapes(train)).toEqual([[6, 2], [6, 2]]);
  expect(numbers(train)).toEqual({ x: [0, 1, 0, 1, 2, 0, 2, 0, 1, 2, 1, 2], y: [1, 2, 1, 2, 0, 1, 0, 1, 2, 0, 2, 0] });
  expect(numbers(validation!)).toEqual({ x: [3, 2, 0], y: [2, 0, 1] });
  expect(settings).toEqual({ batchSize: 2, stateful: true, truncate: 2 });
  expect(about).toEqual({ kind: 'text', alphabet: 'abc|' });
});

test.each([
  [
    'text',
    'hello',
    text(3),
    'E_DATA: d has 4 different characters, and m reads 3 classes: "ehlo"\nhint: write "input": { "classes": 4 } in its spec, and { "dense": 4 } as its last layer',
  ],
  [
    'text',
    'hello',
    spec(2, 2),
    'E_DATA: d is text, and m reads 2 numbers a time step, not classes\nhint: write "input": { "classes": 65 } in its spec, for an alphabet of 65 characters',
  ],
  [
    'text',
    'hello',
    spec({ classes: 4 }, 3, classes),
    'E_DATA: m reads 4 classes and gives 3 numbers: text needs one for each class\nhint: end its layers with { "dense": 4 }',
  ],
  [
    'text',
    'hello',
    spec({ classes: 4 }, 4),
    'E_DATA: m has the loss mse, and text needs cross_entropy\nhint: write "loss": "cross_entropy"',
  ],
  ['columns', 'a\n1\n', text(3), 'E_DATA: d has columns of numbers, and m reads classes\nhint: give it text (.txt), or .jsonl'],
  [
    'columns',
    'a\n1\n',
    spec(1, 1),
    'E_DATA: d has 1 row, too few to train on 1 row ahead',
  ],
] as const)('data that does not fit the model: %s', (kind, content, model, message) => {
  expect(() => read(kind, content, model)).toThrow(expect.objectContaining({ message }));
});

test('truncated text: an update has fewer characters than a window', () => {
  const { settings, summary, train } = read('text', 'abc'.repeat(14), text(3), { window: 8, truncate: 3, batchSize: 2 });
  expect(settings).toEqual({ batchSize: 2, stateful: true, truncate: 3 });
  // 20 characters of each stream are two windows, of three updates each.
  expect(shapes(train)).toEqual([[4, 8], [4, 8]]);
  expect(summary[1]).toBe('2 streams side by side, 6 updates an epoch, each of 3 characters');
});

test.each([
  ['last', '{"x":[[1]],"y":3.5}\n{"x":[[1]],"y":[-2]}', [2, 1]],
  ['sequence', '{"x":[[1]],"y":[3.5]}\n{"x":[[1]],"y":[[-2]]}', [2, 1, 1]],
] as const)('a target of a model with one output (%s) is a number, not a class', (output, lines, shape) => {
  const { train, about } = read('sequences', lines, spec(1, 1, { output }));
  expect(numbers(train).y).toEqual([3.5, -2]);
  expect(shapes(train)[1]).toEqual(shape);
  expect(about).toEqual({ kind: 'sequences', isClass: false });
});
