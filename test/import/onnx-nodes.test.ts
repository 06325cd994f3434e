/** Operators around the recurrent ones, in graphs of a few nodes, against what their specification says of one vector. */
import { expect, test } from 'vitest';
import type { AttributeValue } from '../conformance/onnx-writer.ts';
import { type Given, list, type Node, number, run } from './onnx-graphs.ts';

const X: Given = { shape: [2, 2, 3], data: [0.5, -1, 0.25, 2, -0.125, 0, 1, 1, -3, 0.75, 0.5, 0.1] };
/** The vectors of X: two steps of two sequences. */
const vectors = [0, 3, 6, 9].map((at) => X.data.slice(at, at + 3));

/** Nodes from x to y, and what they make of every vector. */
async function each(nodes: readonly Node[], constants: Record<string, Given>, expected: (x: number[]) => number[]) {
  const { y } = await run(nodes, constants, { x: X }, { y: [] });
  const wanted = vectors.flatMap(expected);
  expect(y).toHaveLength(wanted.length);
  wanted.forEach((value, i) => void expect(y![i]).toBeCloseTo(value, 12));
}

const sum = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0);
const dot = (a: readonly number[], b: readonly number[]): number => sum(a.map((v, i) => v * b[i]!));
const axes = list(2);

test('reductions of features', async () => {
  const ways: [op: string, fold: (x: number[]) => number][] = [
    ['ReduceL1', (x) => sum(x.map(Math.abs))],
    ['ReduceL2', (x) => Math.hypot(...x)],
    ['ReduceSumSquare', (x) => dot(x, x)],
    ['ReduceLogSumExp', (x) => Math.log(sum(x.map(Math.exp)))],
  ];
  for (const [op, fold] of ways) await each([[op, 'x axes', 'y']], { axes }, (x) => [fold(x)]);
  await each(
    [
      ['Exp', 'x', 'e'],
      ['ReduceLogSum', 'e axes', 'y'],
    ],
    { axes },
    (x) => [Math.log(sum(x.map(Math.exp)))],
  );
});

test('an empty list of axes means all of them, or none', async () => {
  const x = { shape: [1, 3], data: [1, 2, 4] };
  const empty = { shape: [0], data: [] };
  expect(await run([['ReduceSum', 'x axes', 'y']], { axes: empty }, { x }, { y: [1, 1] })).toEqual({ y: [7] });
  const noop = { noop_with_empty_axes: 1 };
  expect(await run([['ReduceSum', 'x axes', 'y', noop]], { axes: empty }, { x }, { y: [1, 3] })).toEqual({
    y: [1, 2, 4],
  });
});

test('sums, means and maxima over time', async () => {
  const first = [0, 1].map((b) => [0, 1, 2].map((i) => [X.data[b * 6 + i]!, X.data[b * 6 + 3 + i]!]));
  const folded = (fold: (steps: number[]) => number) => first.flatMap((of) => of.map(fold));
  const time = { axes: list(1) };
  const attributes = { keepdims: 0 };
  expect(await run([['ReduceSum', 'x axes', 'y', attributes]], time, { x: X }, { y: [] })).toEqual({ y: folded(sum) });
  const channels: Node = ['Transpose', 'x', 't', { perm: [0, 2, 1] }];
  expect(
    await run([channels, ['GlobalAveragePool', 't', 'p'], ['Flatten', 'p', 'y']], {}, { x: X }, { y: [] }),
  ).toEqual({
    y: folded((steps) => sum(steps) / 2),
  });
  expect(await run([channels, ['GlobalMaxPool', 't', 'p'], ['Flatten', 'p', 'y']], {}, { x: X }, { y: [] })).toEqual({
    y: folded((steps) => Math.max(...steps)),
  });
});

test('comparisons and choices', async () => {
  const zero = number(0.25);
  const ways: [op: string, holds: (a: number, b: number) => boolean][] = [
    ['Greater', (a, b) => a > b],
    ['GreaterOrEqual', (a, b) => a >= b],
    ['Less', (a, b) => a < b],
    ['LessOrEqual', (a, b) => a <= b],
    ['Equal', (a, b) => a === b],
  ];
  for (const [op, holds] of ways) {
    await each(
      [
        [op, 'x zero', 'c'],
        ['Cast', 'c', 'y', { to: 1 }],
      ],
      { zero },
      (x) => x.map((v) => Number(holds(v, 0.25))),
    );
    await each(
      [
        [op, 'x zero', 'c'],
        ['Not', 'c', 'n'],
        ['Cast', 'n', 'y', { to: 1 }],
      ],
      { zero },
      (x) => x.map((v) => Number(!holds(v, 0.25))),
    );
    // The logarithm of what was ruled out is no number.
    const isAbove = op.startsWith('Greater');
    const guarded = [
      [op, 'x zero', 'c'],
      ['Log', 'x', 'l'],
      ['Where', isAbove ? 'c l x' : 'c x l', 'y'],
    ] as Parameters<typeof each>[0];
    if (op !== 'Equal')
      await each(guarded, { zero }, (x) => x.map((v) => (holds(v, 0.25) === isAbove ? Math.log(v) : v)));
  }
  await each([['Where', 'c x zero', 'y']], { c: list(1, 0, 1), zero }, ([a, , b]) => [a!, 0.25, b!]);
  await each(
    [
      ['Relu', 'x', 'r'],
      ['Cast', 'r', 'c', { to: 9 }],
      ['Cast', 'c', 'y', { to: 1 }],
    ],
    {},
    (x) => x.map((v) => Number(v > 0)),
  );
  await expect(each([['Cast', 'x', 'y', { to: 7 }]], {}, (x) => x)).rejects.toThrow('E_IMPORT: op Cast of computed');
  const never = number(Number.NEGATIVE_INFINITY);
  await each(
    [
      ['Where', 'c x never', 'w'],
      ['Softmax', 'w', 'y'],
    ],
    { c: list(1, 0, 1), never },
    ([a, , b]) => [1 / (1 + Math.exp(b! - a!)), 0, 1 / (1 + Math.exp(a! - b!))],
  );
});

const K: Given = { shape: [3, 2], data: [1, 2, -1, 0.5, 3, 0] };
const columns = [0, 1].map((i) => [0, 2, 4].map((at) => K.data[at + i]!));

test('products with vectors, of constants from the left, and with something added that is no bias', async () => {
  await each([['MatMul', 'x k', 'y']], { k: list(1, 2, 3) }, (x) => [dot(x, [1, 2, 3])]);
  const x = { shape: [3], data: [1, 2, 4] };
  expect(
    await run(
      [
        ['Transpose', 'K', 'W'],
        ['MatMul', 'W x', 'y'],
      ],
      { K },
      { x },
      { y: [2] },
    ),
  ).toEqual({
    y: columns.map((column) => dot(column, x.data)),
  });
  const batch = { shape: [2, 3], data: [1, 2, 4, 0, 1, -1] };
  const rows = [batch.data.slice(0, 3), batch.data.slice(3)];
  const flipped = { transA: 1, transB: 1, alpha: { real: 0.5 } };
  const added = { c: { shape: [2, 1], data: [10, 20] } };
  expect(
    await run(
      [
        ['Gemm', 'K x c', 't', flipped],
        ['Transpose', 't', 'y'],
      ],
      { K, ...added },
      { x: batch },
      { y: [] },
    ),
  ).toEqual({ y: rows.flatMap((row) => columns.map((column, i) => 0.5 * dot(column, row) + [10, 20][i]!)) });
  const square = { shape: [3, 3], data: [1, 0, 0, 0, 2, 0, 0, 0, 3] };
  expect(await run([['Gemm', 'x S x', 'y', { beta: { real: 2 } }]], { S: square }, { x: batch }, { y: [] })).toEqual({
    y: batch.data.map((v, i) => v * (1 + (i % 3)) + 2 * v),
  });
});

test('a convolution of one step in groups', () =>
  each(
    [
      ['Transpose', 'x', 't', { perm: [0, 2, 1] }],
      ['Conv', 't K', 'c', { group: 3 }],
      ['Transpose', 'c', 'y', { perm: [0, 2, 1] }],
    ],
    { K: { shape: [3, 1, 1], data: [2, 3, 5] } },
    ([a, b, c]) => [2 * a!, 3 * b!, 5 * c!],
  ));

test('classes as vectors with a one', async () => {
  const ids = { shape: [1, 3], data: [2, 0, 1] };
  expect(await run([['OneHot', 'ids n v', 'y']], { n: number(3), v: list(-1, 4) }, { ids }, { y: [] })).toEqual({
    y: [-1, -1, 4, 4, -1, -1, -1, 4, -1],
  });
});

test('the last step by the number of steps less one', async () => {
  const last: Node[] = [
    ['Shape', 'x', 's'],
    ['Gather', 's i', 'n'],
    ['Sub', 'n one', 'm'],
  ];
  const constants = { i: number(1), one: number(1) };
  const y = [...X.data.slice(3, 6), ...X.data.slice(9)];
  for (const sizes of [undefined, ['B', 'T', 3]]) {
    const gather: Node = ['Gather', 'x m', 'y', { axis: 1 }];
    expect(await run([...last, gather], constants, { x: X }, { y: [] }, sizes)).toEqual({ y });
    const slice: Node[] = [
      ['Slice', 'x m n i', 'l'],
      ['Squeeze', 'l i', 'y'],
    ];
    const lists = { i: list(1), one: list(1) };
    expect(await run([...last, ...slice], lists, { x: X }, { y: [] }, sizes)).toEqual({ y });
  }
  await expect(
    run([...last, ['Gather', 'x m', 'y', { axis: 1 }]], { i: number(1), one: number(2) }, { x: X }, { y: [] }, [
      'B',
      'T',
      3,
    ]),
  ).rejects.toThrow('E_IMPORT: op Gather by computed indices');
});

test('sequences of one feature that has no axis', async () => {
  const x = { shape: [2, 3], data: [1, 2, 3, 4, 5, 6] };
  const cell = { W: { shape: [1, 1, 1], data: [0.5] }, R: { shape: [1, 1, 1], data: [0.25] } };
  const { y } = await run(
    [
      ['Unsqueeze', 'x two', 'u'],
      ['RNN', 'u W R', 'y', { layout: 1, activations: ['Affine'], hidden_size: 1 }],
    ],
    { ...cell, two: list(2) },
    { x },
    { y: [] },
  );
  const step = (h: number, v: number): number => 0.5 * v + 0.25 * h;
  expect(y).toEqual([1, 2, 3, 4, 5, 6].map((_, i, all) => all.slice(i - (i % 3), i + 1).reduce(step, 0)));
});

test('an attribute of another kind is refused, whatever the axes of the input are', async () => {
  const cell = { W: { shape: [1, 1, 1], data: [0.5] }, R: { shape: [1, 1, 1], data: [0.25] } };
  const x = { shape: [1, 3, 1], data: [1, 2, 3] };
  const rnn = (attributes: Record<string, AttributeValue>) =>
    run([['RNN', 'x W R', 'y', attributes]], cell, { x }, { y: [] });
  await expect(rnn({ activations: 'Relu' })).rejects.toThrow('op RNN with activations that is no list of texts');
  await expect(rnn({ activations: ['Foo'] })).rejects.toThrow('op RNN with the activation Foo');
  await expect(rnn({ layout: 2 })).rejects.toThrow('op RNN with the layout 2');
});

test('a slice in steps of 0 is refused, and does not go on for ever', async () => {
  const ends = { from: list(2), to: list(0), axes, steps: list(0) };
  await expect(each([['Slice', 'x from to axes steps', 'y']], ends, (x) => x)).rejects.toThrow(
    'E_IMPORT: op Slice in steps of 0',
  );
});

test('what has no axis of steps or of sequences is the same for all of them', async () => {
  const s = { shape: [2, 3], data: [10, 20, 30, 40, 50, 60] };
  const gain = { shape: [1], data: [2] };
  const nodes: Node[] = [
    ['Unsqueeze', 's one', 'u'],
    ['Add', 'x u', 'a'],
    ['Mul', 'a gain', 'y'],
  ];
  const { y } = await run(nodes, { one: list(1) }, { x: X, s, gain }, { y: [] });
  expect(y).toEqual(X.data.map((v, i) => 2 * (v + s.data[Math.floor(i / 6) * 3 + (i % 3)]!)));
  const last: Node[] = [
    ['Gather', 'x i', 'l', { axis: 1 }],
    ['Concat', 'l s', 'y', { axis: 1 }],
  ];
  const joined = await run(last, { i: number(-1) }, { x: X, s }, { y: [] });
  expect(joined.y).toEqual([...X.data.slice(3, 6), 10, 20, 30, ...X.data.slice(9), 40, 50, 60]);
});

/** Where sizes are numbers, steps and features may be features alike. */
const sizes = ['B', 'T', 3];
const backward = { from: list(-1), to: list(-(2 ** 40)), time: list(1), step: list(-1) };

test('steps in reverse order', async () => {
  const turn: Node = ['Slice', 'x from to time step', 'r'];
  const turned = [...X.data.slice(3, 6), ...X.data.slice(0, 3), ...X.data.slice(9), ...X.data.slice(6, 9)];
  expect(await run([turn, ['Identity', 'r', 'y']], backward, { x: X }, { y: [] })).toEqual({ y: turned });
  const lengths = { lengths: list(2, 2) };
  const sequences: Node = ['ReverseSequence', 'x lengths', 'y', { time_axis: 1, batch_axis: 0 }];
  expect(await run([sequences], lengths, { x: X }, { y: [] })).toEqual({ y: turned });
  // What runs forward over them is a backward layer.
  const cell = { W: { shape: [1, 1, 3], data: [0.5, 1, -2] }, R: { shape: [1, 1, 1], data: [0.25] } };
  const rnn: Node = ['RNN', 'r W R', 'Y h', { layout: 1, activations: ['Affine'], hidden_size: 1 }];
  const { Y, h } = await run([turn, rnn], { ...backward, ...cell }, { x: X }, { Y: [], h: [] });
  const inputs = [0, 1, 2, 3].map((at) => dot(turned.slice(at * 3, at * 3 + 3), [0.5, 1, -2]));
  const states = inputs.map((v, i) => v + (i % 2 === 1 ? 0.25 * inputs[i - 1]! : 0));
  expect(Y).toEqual(states);
  expect(h).toEqual([states[1], states[3]]);
  await expect(run([turn, ['Add', 'x r', 'y']], backward, { x: X }, { y: [] }, sizes)).rejects.toThrow(
    'E_IMPORT: op Add of time steps in both orders',
  );
});

test('every step with every other is refused', async () => {
  const pairs: Node[] = [
    ['Unsqueeze', 'x one', 'a'],
    ['Unsqueeze', 'x two', 'b'],
    ['Add', 'a b', 'y'],
  ];
  await expect(run(pairs, { one: list(1), two: list(2) }, { x: X }, { y: [] }, sizes)).rejects.toThrow(
    'E_IMPORT: op Add with two axes of time',
  );
});

test('operators with too few inputs, or too many', async () => {
  for (const [op, inputs, count] of [
    ['Add', 'x', 1],
    ['Less', 'x x x', 3],
    ['Not', 'x x', 2],
  ] as const)
    await expect(each([[op, inputs, 'y']], {}, (x) => x)).rejects.toThrow(`E_IMPORT: op ${op} of ${count} inputs`);
});

test('a product with the mean of the features', () =>
  each(
    [
      ['ReduceMean', 'x', 'm', { axes: [2], keepdims: 1 }],
      ['MatMul', 'm K', 'y'],
    ],
    { K: { shape: [1, 2], data: [2, -3] } },
    (x) => [2, -3].map((w) => (w * sum(x)) / 3),
  ));

test('constants beside computed numbers', () =>
  each(
    [
      ['Concat', 'ones x', 'c', { axis: 2 }],
      ['MatMul', 'c K', 'y'],
    ],
    {
      ones: { shape: [2, 2, 2], data: [5, 7, 5, 7, 5, 7, 5, 7] },
      K: { shape: [5, 1], data: [1, 2, 3, 4, 5] },
    },
    (x) => [5 + 14 + dot(x, [3, 4, 5])],
  ));

test('features repeated, and constants reduced at once', async () => {
  await each([['Tile', 'x n', 'y']], { n: list(1, 1, 2) }, (x) => [...x, ...x]);
  const v = { shape: [1, 3], data: [2, 3, 6] };
  await each(
    [
      ['ReduceL2', 'v', 'l'],
      ['ReduceProd', 'v', 'p'],
      ['Div', 'p l', 'q'],
      ['Mul', 'x q', 'y'],
    ],
    { v },
    (x) => x.map((a) => (a * 36) / 7),
  );
});

test('sums of products', async () => {
  const equation = (text: string): Node => ['Einsum', 'x K', 'y', { equation: text }];
  const products = (x: readonly number[]): number[] => columns.map((column) => dot(column, x));
  for (const text of ['bti,io->bto', '...i,io->...o', '... i, i o -> ... o'])
    await each([equation(text)], { K }, products);
  await each([equation('bti,i->bti')], { K: list(2, 3, 5) }, ([a, b, c]) => [2 * a!, 3 * b!, 5 * c!]);
  await each([['Einsum', 'x x', 'y', { equation: 'bti,bti->bt' }]], {}, (x) => [dot(x, x)]);
  await expect(
    run([['Einsum', 'x x', 'y', { equation: 'bti,bsi->bts' }]], {}, { x: X }, { y: [] }, sizes),
  ).rejects.toThrow('E_IMPORT: op Einsum with two axes of time');
  await expect(run([equation('bti,ii->bt')], { K }, { x: X }, { y: [] })).rejects.toThrow(
    "E_IMPORT: op Einsum of the equation 'bti,ii->bt'",
  );
});

test('what is done in training alone is refused', async () => {
  const constants = { ratio: number(0.5), on: number(1), off: number(0) };
  await each([['Dropout', 'x ratio off', 'y']], constants, (x) => x);
  await expect(run([['Dropout', 'x ratio on', 'y']], constants, { x: X }, { y: [] })).rejects.toThrow(
    'E_IMPORT: op Dropout in training',
  );
  const x = { shape: [2, 3], data: [1, 2, 3, 4, 5, 6] };
  const ones = { s: list(1, 1, 1) };
  await expect(
    run([['BatchNormalization', 'x s s s s', 'y', { training_mode: 1 }]], ones, { x }, { y: [] }),
  ).rejects.toThrow('E_IMPORT: op BatchNormalization in training');
});

test('hyperbolic functions and Shrink', async () => {
  const half: Node = ['Mul', 'x n', 'h'];
  const ways = { Sinh: Math.sinh, Cosh: Math.cosh, Asinh: Math.asinh, Atanh: Math.atanh };
  for (const [op, of] of Object.entries(ways))
    await each([half, [op, 'h', 'y']], { n: number(0.25) }, (x) => x.map((v) => of(v / 4)));
  await each([['Shrink', 'x', 'y', { lambd: { real: 0.4 }, bias: { real: 0.125 } }]], {}, (x) =>
    x.map((v) => (v > 0.4 ? v - 0.125 : v < -0.4 ? v + 0.125 : 0)),
  );
});

test('a state of which a step reads no more than a part', async () => {
  const buffer = { shape: [1, 3], data: [1, 2, 3] };
  const nodes: Node[] = [
    ['Slice', 'old one end axis', 'kept'],
    ['Concat', 'kept x', 'next', { axis: 1 }],
    ['MatMul', 'next K', 'y'],
  ];
  const constants = { one: list(1), end: list(3), axis: list(1), K: { shape: [3, 1], data: [1, 10, 100] } };
  expect(
    await run(nodes, constants, { x: { shape: [1, 1], data: [4] }, old: buffer }, { y: [1, 1], next: [1, 3] }),
  ).toEqual({ y: [432], next: [2, 3, 4] });
});

test('whole numbers are features where they are no classes', async () => {
  const ids = { shape: [2, 3], data: [2, 0, 1, 1, 2, 0] };
  const sums: Node[] = [['MatMul', 'ids k', 'y']];
  expect(await run(sums, { k: { shape: [3, 1], data: [1, 10, 100] } }, { ids }, { y: [2, 1] })).toEqual({
    y: [102, 21],
  });
});

test('quotients of whole numbers are whole, and of zeros without a type are not', async () => {
  const shape = { shape: [1], data: [2] };
  const quotient: Node[] = [
    ['Cast', 'size', 'n', { to: 7 }],
    ['ConstantOfShape', 'n', 'zeros'],
    ['Add', 'a zeros', 'p'],
    ['Add', 'b zeros', 'q'],
    ['Div', 'p q', 'r'],
    ['Mul', 'x r', 'y'],
  ];
  const x = { shape: [1, 2], data: [1, 1] };
  const constants = { size: shape, a: list(1, 3), b: list(2, 2) };
  expect(await run(quotient, constants, { x }, { y: [1, 2] })).toEqual({ y: [0.5, 1.5] });
  const swapped = quotient.map((node): Node => (node[0] === 'Add' ? ['Add', `zeros ${node[1][0]}`, node[2]] : node));
  expect(await run(swapped, constants, { x }, { y: [1, 2] })).toEqual({ y: [0.5, 1.5] });
  const dequantised: Node[] = [
    ['Cast', 'a', 'i', { to: 3 }],
    ['DequantizeLinear', 'i s', 'p'],
    ['Cast', 'b', 'j', { to: 3 }],
    ['DequantizeLinear', 'j s', 'q'],
    ['Div', 'p q', 'r'],
    ['Mul', 'x r', 'y'],
  ];
  expect(await run(dequantised, { ...constants, s: number(0.5) }, { x }, { y: [1, 2] })).toEqual({ y: [0.5, 1.5] });
});

test('a product with a constant over several labels compares each of their sizes', async () => {
  const x = { shape: [1, 2, 2, 3], data: Array.from({ length: 12 }, (_, i) => i) };
  const product = (shape: number[]) =>
    run(
      [['Einsum', 'x K', 'y', { equation: 'btij,ijo->bto' }]],
      { K: { shape, data: [1, 2, 3, 4, 5, 6] } },
      { x },
      { y: [] },
    );
  const row = [1, 2, 3, 4, 5, 6];
  expect(await product([2, 3, 1])).toEqual({ y: [dot(row, x.data.slice(0, 6)), dot(row, x.data.slice(6))] });
  await expect(product([3, 2, 1])).rejects.toThrow('E_IMPORT: op Einsum of [1, 2, 2, 3] and [3, 2, 1]');
});

test('a size that is multiplied by itself again and again is refused', async () => {
  const nodes: Node[] = [['Shape', 'x', 's0']];
  for (let i = 0; i < 40; i++) nodes.push(['Mul', `s${i} s${i}`, `s${i + 1}`]);
  await expect(run([...nodes, ['Reshape', 'x s40', 'y']], {}, { x: X }, { y: [] }, sizes)).rejects.toThrow(
    'E_IMPORT: a product of more than 8 sizes that are known only at run time',
  );
});

test('a Slice with lists of different lengths is refused', async () => {
  const lists = { from: list(0), to: list(1), axes: list(2, 1), none: { shape: [0], data: [] } };
  await expect(each([['Slice', 'x from to axes', 'y']], lists, (x) => x)).rejects.toThrow(
    'E_IMPORT: op Slice of 1 starts, 1 ends, 2 axes and 1 steps',
  );
  await expect(each([['Slice', 'x from none', 'y']], lists, (x) => x)).rejects.toThrow(
    'E_IMPORT: op Slice of 1 starts, 0 ends, 1 axes and 1 steps',
  );
});

test('a product of constants that grows beyond measure is refused', async () => {
  const long = Array<number>(4000).fill(1);
  const constants = { a: { shape: [4000, 1], data: long }, b: { shape: [1, 4000], data: long } };
  const nodes: Node[] = [
    ['MatMul', 'a b', 'm'],
    ['Add', 'x m', 'y'],
  ];
  await expect(run(nodes, constants, { x: X }, { y: [] })).rejects.toThrow('E_IMPORT: a tensor of 16000000 elements');
});
