/** Bodies of Scan at random, under names that cells use for something else, against what ONNX says of each operator. */
import { expect, test } from 'vitest';
import type { AttributeValue, WrittenNode } from '../conformance/onnx-writer.ts';
import { chooseSeed } from '../random/declare.ts';
import { type Random, random } from '../support/random.ts';
import { type Given, runWritten, tensors } from './onnx-graphs.ts';

const cases = Number(process.env.CELLC_CASES ?? 60);
const seed = chooseSeed();
const n = 3;

type Vector = readonly number[];
type Values = Map<string, Vector>;

/** A node with what it makes of the vectors of a sequence. */
interface Step {
  readonly node: WrittenNode;
  readonly compute: (of: Values) => Vector;
}

interface Body {
  readonly steps: readonly Step[];
  readonly constants: Record<string, Given>;
  readonly states: readonly string[];
  readonly next: readonly string[];
  readonly output: string;
}

/** Names that cells, the language or JavaScript take for other things, and some that lie in the way of each other. */
const names = 'h c y x t z n W b out i f h_in cell state sum tanh where class toString a a_in a_1 param I H zero'.split(
  ' ',
);

const sum = (v: Vector): number => v.reduce((a, b) => a + b, 0);
const each = (a: Vector, b: Vector, fold: (x: number, y: number) => number): Vector =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, i) => fold(a[i % a.length]!, b[i % b.length]!));

const binary: Readonly<Record<string, (x: number, y: number) => number>> = {
  Add: (x, y) => x + y,
  Sub: (x, y) => x - y,
  Mul: (x, y) => x * y,
  Min: Math.min,
  Max: Math.max,
};
const unary: Readonly<Record<string, (x: number) => number>> = {
  Neg: (x) => -x,
  Tanh: Math.tanh,
  Relu: (x) => Math.max(x, 0),
  Elu: (x) => (x > 0 ? x : Math.expm1(x)),
  Softplus: (x) => Math.log1p(Math.exp(x)),
};

function randomBody(r: Random): Body {
  const constants: Record<string, Given> = {
    zero_0: { shape: [1], data: [0] },
    first: { shape: [1], data: [1] },
    end: { shape: [1], data: [n] },
    axis: { shape: [1], data: [1] },
  };
  const used = new Set(['xs']);
  const fresh = (before: string): string => {
    let name = `${before}${r.pick(names)}`;
    for (let k = 1; used.has(name); k++) name = `${name}${k}`;
    used.add(name);
    return name;
  };
  const states = Array.from({ length: r.int(1, 3) }, () => fresh(''));
  const vectors = [...states, 'xs'];
  const steps: Step[] = [];
  const constant = (shape: readonly number[]): string => {
    const name = fresh('cell.');
    const length = shape.reduce((a, b) => a * b, 1);
    constants[name] = { shape, data: [...r.array(length)].map((v) => Math.round(v * 100) / 100) };
    return name;
  };
  const vector = (): string =>
    r.chance(0.6) ? vectors.at(-1 - r.int(0, Math.min(2, vectors.length - 1)))! : r.pick(vectors);
  const operand = (): string => (r.chance(0.3) ? constant(r.chance(0.3) ? [1] : [n]) : vector());
  const add = (
    op: string,
    inputs: readonly string[],
    compute: Step['compute'],
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): string => {
    const output = fresh('cell/');
    const node = {
      op,
      inputs,
      outputs: [output],
      name: `/cell/${op}_${steps.length}`,
      attributes: new Map(Object.entries(attributes)),
    };
    steps.push({ node, compute });
    return output;
  };
  const ways: readonly (() => string)[] = [
    () => {
      const [op, fold] = r.pick(Object.entries(binary));
      const [a, b] = r.shuffle([vector(), operand()]) as [string, string];
      return add(op, [a, b], (v) => each(v.get(a)!, v.get(b)!, fold));
    },
    () => {
      const [op, of] = r.pick(Object.entries(unary));
      const a = vector();
      return add(op, [a], (v) => v.get(a)!.map(of));
    },
    () => {
      const [a, W] = [vector(), constant([n, n])];
      const column = (v: Values, j: number): number => sum(v.get(a)!.map((x, i) => x * v.get(W)![i * n + j]!));
      return add('MatMul', [a, W], (v) => [0, 1, 2].map((j) => column(v, j)));
    },
    () => {
      const [a, b] = [vector(), vector()];
      const head = add('Slice', [a, 'first', 'end', 'axis'], (v) => v.get(a)!.slice(1));
      const tail = add('Slice', [b, 'zero_0', 'first', 'axis'], (v) => v.get(b)!.slice(0, 1));
      return add('Concat', [head, tail], (v) => [...v.get(head)!, ...v.get(tail)!], { axis: 1 });
    },
    () => {
      const [a, b] = [vector(), vector()];
      const mean = add('ReduceMean', [a], (v) => [sum(v.get(a)!) / n], { axes: [1], keepdims: 1 });
      return add('Sub', [b, mean], (v) => each(v.get(b)!, v.get(mean)!, binary.Sub!));
    },
    () => {
      const [a, b, c, d] = [vector(), operand(), vector(), vector()];
      const above = add('Greater', [a, b], (v) => each(v.get(a)!, v.get(b)!, (x, y) => Number(x > y)));
      return add('Where', [above, c, d], (v) => v.get(above)!.map((holds, i) => v.get(holds ? c : d)![i]!));
    },
  ];
  for (let k = r.int(3, 12); k > 0; k--) vectors.push(r.pick(ways)());
  // Bounded, and read at least once.
  const next = states.map((state) => {
    const a = vector();
    const both = add('Add', [a, state], (v) => each(v.get(a)!, v.get(state)!, binary.Add!));
    return add('Tanh', [both], (v) => v.get(both)!.map(Math.tanh));
  });
  return { steps, constants, states, next, output: vectors.at(-1)! };
}

test(`${cases} bodies of Scan (CELLC_SEED=${seed})`, { timeout: 600_000 }, async () => {
  const x = { shape: [2, 4, n] };
  for (let i = 0; i < cases; i++) {
    const r = random(seed + i);
    const { steps, constants, states, next, output } = randomBody(r);
    const data = [...r.array(2 * 4 * n)];
    const declared = (list: readonly string[]) =>
      list.map((name) => ({ name, shape: ['batch', n], type: 'double' as const }));
    const last = states.map((_, k) => `last_${k}`);
    const scan: WrittenNode = {
      op: 'Scan',
      name: '/cell/Scan',
      inputs: [...states.map(() => 'starts'), 'x'],
      outputs: [...last, 'out'],
      attributes: new Map<string, AttributeValue>([
        ['num_scan_inputs', 1],
        ['scan_input_axes', [1]],
        ['scan_output_axes', [1]],
        [
          'body',
          {
            graph: {
              nodes: steps.map(({ node }) => node),
              constants: new Map(),
              inputs: declared([...states, 'xs']),
              outputs: declared([...next, output]),
            },
          },
        ],
      ]),
    };
    const found = await runWritten(
      [scan],
      tensors({ ...constants, starts: { shape: [2, n], data: Array(2 * n).fill(0) } }),
      {
        x: { ...x, data },
      },
      ['out', ...last].map((name) => ({ name, shape: [] })),
    ).catch((error) => {
      throw new Error(`CELLC_SEED=${seed + i}: ${error}`);
    });
    for (const b of [0, 1]) {
      const fixed = Object.entries(constants).map(([name, { data }]) => [name, data] as const);
      let old = states.map((): Vector => Array(n).fill(0));
      for (let t = 0; t < 4; t++) {
        const at = (b * 4 + t) * n;
        const values: Values = new Map<string, Vector>([...fixed, ['xs', data.slice(at, at + n)]]);
        for (const [k, state] of states.entries()) values.set(state, old[k]!);
        for (const { node, compute } of steps) values.set(node.outputs[0]!, compute(values));
        old = next.map((name) => values.get(name)!);
        for (const [j, value] of values.get(output)!.entries())
          expect(found.out![at + j], `CELLC_SEED=${seed + i}`).toBeCloseTo(value, 9);
      }
      for (const [k, name] of last.entries())
        for (const [j, value] of old[k]!.entries()) expect(found[name]![b * n + j]).toBeCloseTo(value, 9);
    }
  }
});
