/** ONNX graphs within graphs: the bodies of Scan, the branches of If, and functions of a model. */
import { importModel } from '@cellc/import';
import { expect, test } from 'vitest';
import { type AttributeValue, type WrittenFunction, writeOnnx } from '../conformance/onnx-writer.ts';
import { type Given, list, type Node, number, run, tensors, written } from './onnx-graphs.ts';

/** Two sequences of three steps with two features. */
const X: Given = { shape: [2, 3, 2], data: [0.5, -1, 2, 0.25, -3, 1, 1, 4, -0.5, 0.75, 2, -2] };
const X_at = (b: number, t: number, i: number): number => X.data[(b * 3 + t) * 2 + i]!;
const places = [0, 1].flatMap((b) => [0, 1].map((i) => [b, i] as const));

const body = (nodes: readonly Node[], inputs: string, outputs: string): AttributeValue => {
  const declared = (names: string) => names.split(' ').map((name) => ({ name, shape: [], type: 'double' as const }));
  return {
    graph: {
      nodes: nodes.map(written),
      constants: new Map(),
      inputs: inputs ? declared(inputs) : [],
      outputs: declared(outputs),
    },
  };
};

/** n = k s + p, of which every step gives n and s. */
const leaky = body(
  [
    ['Mul', 's k', 'a'],
    ['Add', 'a p', 'n'],
    ['Identity', 's', 'before'],
  ],
  's p',
  'n n before',
);
const k = list(0.5, -0.25);
const zero: Given = { shape: [2, 2], data: [0, 0, 0, 0] };

/** What the steps of a sequence become, in the order in which they are gone through. */
function states(b: number, i: number, start: number, isBackward: boolean): number[] {
  const order = isBackward ? [2, 1, 0] : [0, 1, 2];
  const found = [start];
  for (const t of order) found.push(k.data[i]! * found.at(-1)! + X_at(b, t, i));
  return found;
}

const scan = (attributes: Record<string, AttributeValue>): Node => [
  'Scan',
  'h0 x',
  'last y old',
  { body: leaky, num_scan_inputs: 1, scan_input_axes: [1], scan_output_axes: [1, 2], ...attributes },
];

test.each([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
])('a Scan of steps in the direction %i, which gives them in the direction %i', async (from, to) => {
  const attributes = { scan_input_directions: [from], scan_output_directions: [to, to] };
  const asked = { last: [2, 2], y: [2, 3, 2], old: [2, 2, 3] };
  const found = await run([scan(attributes)], { h0: zero, k }, { x: X }, asked);
  for (const [b, i] of places) {
    const all = states(b, i, 0, from === 1);
    expect(found.last![b * 2 + i]).toBeCloseTo(all[3]!, 12);
    for (let n = 0; n < 3; n++) {
      const at = to === 1 ? 2 - n : n;
      expect(found.y![(b * 3 + at) * 2 + i]).toBeCloseTo(all[n + 1]!, 12);
      expect(found.old![(b * 2 + i) * 3 + at]).toBeCloseTo(all[n]!, 12);
    }
  }
});

test('a Scan starts at constants, which every sequence shares, or at an input', async () => {
  const start = [3, -2];
  const h0 = { shape: [2, 2], data: [...start, ...start] };
  for (const constants of [{ h0, k }, { k }]) {
    const inputs = 'h0' in constants ? { x: X } : { x: X, h0 };
    const { y, last } = await run([scan({})], constants, inputs, { last: [2, 2], y: [2, 3, 2], old: [2, 2, 3] });
    for (const [b, i] of places) {
      const all = states(b, i, start[i]!, false);
      expect(last![b * 2 + i]).toBeCloseTo(all[3]!, 12);
      for (let t = 0; t < 3; t++) expect(y![(b * 3 + t) * 2 + i]).toBeCloseTo(all[t + 1]!, 12);
    }
  }
  const each = { shape: [2, 2], data: [1, 2, 3, 4] };
  await expect(run([scan({})], { h0: each, k }, { x: X }, { y: [2, 3, 2] })).rejects.toThrow(
    'E_IMPORT: a constant that differs between sequences or time steps',
  );
});

test('what a Scan ends with is read by layers after it', async () => {
  const nodes: Node[] = [scan({}), ['MatMul', 'last W', 'z']];
  const { z } = await run(nodes, { h0: zero, k, W: { shape: [2, 1], data: [1, 2] } }, { x: X }, { z: [2, 1] });
  const ends = (b: number) => [0, 1].map((i) => states(b, i, 0, false)[3]!);
  for (const b of [0, 1]) expect(z![b]).toBeCloseTo(ends(b)[0]! + 2 * ends(b)[1]!, 12);
});

test('a Scan is refused where its body is no step of its own', async () => {
  const outputs = { y: [2, 3, 2] };
  const around: Node[] = [['ReduceSum', 'x one', 'k', { keepdims: 0 }], scan({})];
  await expect(run(around, { h0: zero, one: list(1) }, { x: X }, outputs)).rejects.toThrow(
    "E_IMPORT: op Scan whose body reads 'k' from around it",
  );
  const within = body([['RNN', 'p W R', 'n']], 's p', 'n n');
  const weights = { W: { shape: [1, 2, 2], data: [1, 2, 3, 4] }, R: { shape: [1, 2, 2], data: [1, 2, 3, 4] } };
  const rnn: Node = ['Scan', 'h0 x', 'last y', { body: within, num_scan_inputs: 1, scan_input_axes: [1] }];
  await expect(run([rnn], { h0: zero, ...weights }, { x: X }, outputs)).rejects.toThrow('E_IMPORT: op RNN of [2, 2]');
  const grown = body([['Concat', 's p', 'n', { axis: 1 }]], 's p', 'n n');
  const wider: Node = ['Scan', 'h0 x', 'last y', { body: grown, num_scan_inputs: 1, scan_input_axes: [1] }];
  await expect(run([wider], { h0: zero }, { x: X }, outputs)).rejects.toThrow(
    'E_IMPORT: op Scan with a state of [2, 2] that becomes [2, 4]',
  );
});

test('the branch of an If by a condition that is known', async () => {
  const branches = {
    then_branch: body([['Neg', 'x', 'n']], '', 'n'),
    else_branch: body([['Relu', 'x', 'r']], '', 'r'),
  };
  const size: Node[] = [
    ['Shape', 'x', 'shape'],
    ['Gather', 'shape i', 'n2'],
  ];
  for (const [wanted, expected] of [
    [2, (x: number) => -x],
    [3, (x: number) => Math.max(x, 0)],
  ] as const) {
    const nodes: Node[] = [...size, ['Equal', 'n2 wanted', 'c'], ['If', 'c', 'y', branches]];
    const { y } = await run(nodes, { i: number(2), wanted: number(wanted) }, { x: X }, { y: [] });
    expect(y).toEqual(X.data.map(expected));
  }
  const computed: Node[] = [
    ['ReduceMax', 'x', 'm', { keepdims: 0 }],
    ['If', 'm', 'y', branches],
  ];
  await expect(run(computed, {}, { x: { shape: [2], data: [1, 2] } }, { y: [] })).rejects.toThrow(
    'E_IMPORT: op If with a condition that is computed',
  );
});

test('functions of a model stand where they are called', async () => {
  const sloped: WrittenFunction = {
    name: 'sloped',
    inputs: ['a'],
    outputs: ['r'],
    attributes: ['by'],
    nodes: ([['LeakyRelu', 'a', 'r', { alpha: { given: 'by' } }]] satisfies Node[]).map(written),
  };
  const twice: WrittenFunction = {
    name: 'twice',
    inputs: ['a'],
    outputs: ['r'],
    attributes: [],
    nodes: (
      [
        ['test.sloped', 'a', 't', { by: { real: 0.5 } }],
        ['test.sloped', 't', 'r', { by: { real: 0.25 } }],
      ] satisfies Node[]
    ).map(written),
  };
  const call: Node[] = [
    ['test.twice', 'x', 't'],
    ['test.twice', 't', 'y'],
  ];
  const { y } = await run(call, {}, { x: X }, { y: [] }, undefined, [sloped, twice]);
  expect(y).toEqual(X.data.map((x) => (x < 0 ? x / 64 : x)));
  const endless = { ...twice, nodes: ([['test.twice', 'a', 'r']] satisfies Node[]).map(written) };
  await expect(run(call, {}, { x: X }, { y: [] }, undefined, [endless])).rejects.toThrow(
    'E_FILE: nodes.onnx: its functions call each other without end',
  );
});

test('a state that is a number, what is the same at every step, and a Scan of which only the end is read', async () => {
  const counting = body(
    [
      ['ReduceMax', 'p one', 'm'],
      ['Mul', 's m', 'a'],
      ['Add', 'a m', 'n'],
      ['Identity', 'half', 'y'],
    ],
    's p',
    'n y',
  );
  const axes = { num_scan_inputs: 1, scan_input_axes: [1], scan_output_axes: [1] };
  const node: Node = ['Scan', 'h0 x', 'last y', { body: counting, ...axes }];
  const constants = { h0: { shape: [2, 1], data: [0, 0] }, one: list(1), half: { shape: [1, 1], data: [0.5] } };
  const ends = [0, 1].map((b) => {
    let s = 0;
    for (let t = 0; t < 3; t++) s = (s + 1) * Math.max(X_at(b, t, 0), X_at(b, t, 1));
    return s;
  });
  const { last, out } = await run([node, ['Add', 'x y', 'out']], constants, { x: X }, { last: [2, 1], out: [] });
  expect(out).toEqual(X.data.map((v) => v + 0.5));
  ends.forEach((end, b) => void expect(last![b]).toBeCloseTo(end, 12));
});

test('a recurrent layer in a branch beside what looks like a state', async () => {
  const weights = { W: { shape: [1, 1, 2], data: [0.5, -1] }, R: { shape: [1, 1, 1], data: [0.25] } };
  const then_branch = body([['RNN', 'x W R', 'r', { layout: 1, activations: ['Affine'], hidden_size: 1 }]], '', 'r');
  const nodes: Node[] = [
    ['If', 'yes', 'y', { then_branch, else_branch: then_branch }],
    ['Add', 's one', 'n'],
  ];
  const s = { shape: [2, 2], data: [1, 2, 3, 4] };
  const { y, n } = await run(nodes, { ...weights, yes: number(1), one: number(1) }, { x: X, s }, { y: [], n: [2, 2] });
  const step = (h: number, b: number, t: number): number => 0.25 * h + 0.5 * X_at(b, t, 0) - X_at(b, t, 1);
  const outputs = [0, 1].flatMap((b) => {
    const list = [step(0, b, 0)];
    for (const t of [1, 2]) list.push(step(list.at(-1)!, b, t));
    return list;
  });
  expect(y).toEqual(outputs);
  expect(n).toEqual([2, 3, 4, 5]);
});

test('a mean over time beside a state of a graph of one step is refused', async () => {
  const nodes: Node[] = [
    ['ReduceMean', 'x', 'y', { axes: [1], keepdims: 0 }],
    ['Mul', 's two', 'n'],
  ];
  const declare = (name: string, ...shape: (number | string)[]) => ({ name, shape, type: 'double' as const });
  const inputs = [declare('x', 'B', 'T', 2), declare('s', 'B', 2)];
  const outputs = [declare('y', 'B', 2), declare('n', 'B', 2)];
  const bytes = writeOnnx(nodes.map(written), tensors({ two: number(2) }), inputs, outputs);
  await expect(importModel({ name: 'nodes.onnx', bytes })).rejects.toThrow(
    'E_IMPORT: a graph of one step with a recurrent layer in it',
  );
});

test('a Scan in the body of another is refused', async () => {
  const outer = body([['Scan', 's p', 'n', { body: leaky, num_scan_inputs: 1 }]], 's p', 'n n');
  const node: Node = ['Scan', 'h0 x', 'last y', { body: outer, num_scan_inputs: 1, scan_input_axes: [1] }];
  await expect(run([node], { h0: zero, k }, { x: X }, { y: [2, 3, 2] })).rejects.toThrow(
    'E_IMPORT: op Scan with a Scan in its body',
  );
});

test('whole numbers are whole within a Scan and behind it', async () => {
  const axes = { num_scan_inputs: 1, scan_input_axes: [1], scan_output_axes: [1] };
  const counting = (m: Node): AttributeValue => body([['Add', 's k', 'n'], m], 's p', 'n m');
  const read = (m: Node, x: string, behind: Node) => {
    const nodes: Node[] = [
      ['Cast', 'two', 'k', { to: 6 }],
      ['Cast', 'zero', 'h0', { to: 6 }],
      ['Scan', `h0 ${x}`, 'last d', { body: counting(m), ...axes }],
      behind,
    ];
    const given = { [x]: { shape: [1, 3, 1], data: [1, 2, 3] } };
    return run(nodes, { two: number(2), zero: { shape: [1, 1], data: [0] } }, given, { y: [1, 3, 1] });
  };
  expect(await read(['Identity', 's', 'm'], 'x', ['Add', 'x d', 'y'])).toEqual({ y: [1, 4, 7] });
  expect(await read(['Div', 'p k', 'm'], 'x', ['Identity', 'd', 'y'])).toEqual({ y: [0.5, 1, 1.5] });
  const refused = 'E_IMPORT: op Div of whole numbers';
  await expect(read(['Div', 's k', 'm'], 'x', ['Add', 'x d', 'y'])).rejects.toThrow(refused);
  await expect(read(['Identity', 's', 'm'], 'x', ['Div', 'd k', 'y'])).rejects.toThrow(refused);
  // Whole numbers may be classes, too: what is said first is of these.
  await expect(read(['Div', 'p k', 'm'], 'ids', ['Identity', 'd', 'y'])).rejects.toThrow('E_IMPORT: op Scan');
});

test('a Scan over layers, of which one is read by what a state becomes alone', async () => {
  const held = body(
    [
      ['Identity', 'q', 'n'],
      ['Add', 's r', 'y'],
    ],
    's q r',
    'n y',
  );
  const axes = { num_scan_inputs: 2, scan_input_axes: [1, 1], scan_output_axes: [1] };
  const nodes: Node[] = [
    ['MatMul', 'x A', 'q'],
    ['MatMul', 'x B', 'r'],
    ['Scan', 'h0 q r', 'last y', { body: held, ...axes }],
  ];
  const [A, B] = [1, 2].map((by): Given => ({ shape: [2, 1], data: [by, 10 * by] }));
  const { y } = await run(nodes, { A: A!, B: B!, h0: { shape: [2, 1], data: [0, 0] } }, { x: X }, { y: [2, 3, 1] });
  const q = (b: number, t: number): number => (t < 0 ? 0 : X_at(b, t, 0) + 10 * X_at(b, t, 1));
  expect(y).toEqual([0, 1].flatMap((b) => [0, 1, 2].map((t) => q(b, t - 1) + 2 * q(b, t))));
});

test('functions of one name are told apart by their overloads', async () => {
  const of = (name: string, op: string): WrittenFunction => ({
    name,
    inputs: ['a'],
    outputs: ['r'],
    attributes: [],
    nodes: [written([op, 'a', 'r'])],
  });
  const call: Node[] = [
    ['test.f:two', 'x', 't'],
    ['test.f', 't', 'y'],
  ];
  const [plain, second] = [of('f', 'Relu'), of('f:two', 'Neg')];
  const { y } = await run(call, {}, { x: X }, { y: [] }, undefined, [plain, second]);
  expect(y).toEqual(X.data.map((x) => Math.max(-x, 0)));
  await expect(run(call, {}, { x: X }, { y: [] }, undefined, [plain, second, second])).rejects.toThrow(
    "E_FILE: nodes.onnx: two functions are named 'f'",
  );
});

test('calls of few nodes with very many names are refused', async () => {
  const inputs = Array.from({ length: 2000 }, () => 'a');
  const wide: WrittenFunction = {
    name: 'wide',
    inputs: ['a'],
    outputs: ['r'],
    attributes: [],
    nodes: [{ op: 'Sum', inputs, outputs: ['r'], attributes: new Map() }],
  };
  const calls = Array.from({ length: 200 }, (_, i): Node => ['test.wide', i ? `t${i}` : 'x', `t${i + 1}`]);
  await expect(run(calls, {}, { x: X }, { t200: [] }, undefined, [wide])).rejects.toThrow(
    'E_FILE: nodes.onnx: the nodes of its functions have more names than a model takes',
  );
});
