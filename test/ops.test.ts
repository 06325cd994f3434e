/** Every row of the op table: its derivative, its expansion and its JavaScript against its meaning. */
import { type Compiled, compileModel, oracleRun } from '@cellc/compiler';
import { load, tensor } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { call, concat, pad, type Scope, slice } from '../compiler/src/ir/build.ts';
import { evaluate, meaning } from '../compiler/src/ir/eval.ts';
import { Graph, type Node, type Shape, size } from '../compiler/src/ir/node.ts';
import { type OpName, ops } from '../compiler/src/ir/ops.ts';
import type { Row } from '../compiler/src/ir/row.ts';
import { signatures } from '../compiler/src/ir/signatures.ts';
import { grad } from '../compiler/src/passes/grad.ts';
import { centralDifferences, dot, showTable, worstError } from './support/differences.ts';
import { instantiate } from './support/instantiate.ts';
import { type Random, random } from './support/random.ts';

const tolerance = 1e-6;

/** Where an argument is drawn from: intervals that stay away from kinks and poles. */
type Domain = readonly (readonly [low: number, high: number])[];
const any: Domain = [[-2, 2]];
const nonzero: Domain = [
  [-2, -0.2],
  [0.2, 2],
];
const positive: Domain = [[0.2, 2]];
/** Two domains without a common point. */
const [odd, even]: [Domain, Domain] = [
  [
    [-2, -1.1],
    [0.1, 0.9],
  ],
  [
    [-0.9, -0.1],
    [1.1, 2],
  ],
];

interface Sample {
  readonly domains: readonly Domain[];
  /** Shapes of the arguments; vectors by default. */
  readonly shapes?: readonly (readonly Shape[])[];
  /** Ops that cells cannot call: how to make their node. */
  readonly build?: (graph: Graph, args: readonly Node[]) => Node;
  /** The rule says that nothing flows back, whatever the slope. */
  readonly stops?: true;
}

const point = (...domains: Domain[]): Sample => ({ domains });
const v: Shape = [3];
const m: Shape = [2, 3];

/** Every row that is not a leaf. */
const samples: Readonly<Record<Exclude<OpName, 'lit' | 'input' | 'state' | 'param' | 'cotangent' | 'noise'>, Sample>> =
  {
    add: point(any, any),
    sub: point(any, any),
    mul: point(any, any),
    div: point(any, nonzero),
    neg: point(any),
    pow: point(positive, any),
    square: point(any),
    exp: point(any),
    log: point(positive),
    sqrt: point(positive),
    abs: point(nonzero),
    sign: point(nonzero),
    step: point(nonzero),
    equal: point(odd, even),
    // Kinks half way between whole numbers.
    nearest: point([
      [-1.4, -0.6],
      [0.6, 1.4],
    ]),
    // Exponents are whole numbers.
    ldexp: point(any, [
      [-3, -3],
      [0, 0],
      [4, 4],
    ]),
    least: point(odd, even),
    most: point(odd, even),
    where: { domains: [nonzero, any, any] },
    copysign: point(nonzero, nonzero),
    // Whole numbers, between which the slope is that of 2^k all the same.
    pow2: point([[-3, 3]]),
    // Away from where the exponent changes, at sqrt(2) and its like.
    exponent: point([[0.75, 1.35]]),
    mantissa: point([[0.75, 1.35]]),
    stop: { domains: [any], build: (graph, [x]) => graph.node('stop', [x!], x!.shape), stops: true },
    min: point(odd, even),
    max: point(odd, even),
    clamp: point(
      [
        [-2, -1.2],
        [-0.8, 0.8],
        [1.2, 2],
      ],
      [[-1.1, -0.9]],
      [[0.9, 1.1]],
    ),
    sigmoid: point(any),
    tanh: point(any),
    relu: point(nonzero),
    leaky_relu: point(nonzero, positive),
    leaky_relu_01: point(nonzero),
    elu: point(nonzero),
    selu: point(nonzero),
    gelu: point(any),
    // On both sides of 2.5, where the formula changes.
    erf: point([
      [-4, -2.6],
      [-2.4, 2.4],
      [2.6, 4],
    ]),
    softplus: point(nonzero),
    log1p: point([[-0.8, 2]]),
    expm1: point(any),
    softsign: point(nonzero),
    hard_sigmoid: point([
      [-5, -3.2],
      [-2.8, 2.8],
      [3.2, 5],
    ]),
    hard_tanh: point([
      [-2, -1.2],
      [-0.8, 0.8],
      [1.2, 2],
    ]),
    matmul: {
      domains: [any, any],
      shapes: [
        [v, v],
        [m, v],
        [[2], m],
      ],
    },
    matmat: {
      domains: [any, any],
      shapes: [[m, [3, 2]]],
      build: (graph, [a, b]) => graph.node('matmat', [a!, b!], [2, 2]),
    },
    outer: { domains: [any, any], shapes: [[[2], [3]]] },
    sum: { domains: [any], shapes: [[v], [m]] },
    maxof: { domains: [any], shapes: [[v], [m]] },
    minof: { domains: [any], shapes: [[v], [m]] },
    mean: { domains: [any], shapes: [[v], [m]] },
    softmax: { domains: [any] },
    layernorm: { domains: [any, any, any] },
    transpose: { domains: [any], shapes: [[m]] },
    slice: { domains: [any], shapes: [[m]], build: (graph, [x]) => slice(graph, x!, 1, 1, 3) },
    pad: { domains: [any], shapes: [[m]], build: (graph, [x]) => pad(graph, x!, 0, 1, 4) },
    concat: {
      domains: [any, any],
      shapes: [
        [v, [2]],
        [m, [1, 3]],
      ],
      build: (graph, args) => concat(graph, args, 0),
    },
    broadcast: { domains: [any], shapes: [[[]]], build: (graph, [x]) => graph.node('broadcast', [x!], [3]) },
  };

const rows = Object.entries(samples).map(([op, sample]) => [op, ops[op]!, sample] as const);
const nameOf = (op: string): string => ops[op]!.name ?? op;

function draw(r: Random, domain: Domain, shape: Shape): Float64Array {
  return Float64Array.from({ length: size(shape) }, () => r.uniform(...r.pick(domain)));
}

/** The shapes that a sample is tried at: a pointwise op also with scalars among its arguments. */
function shapesOf({ domains, shapes }: Sample, row: Row): readonly (readonly Shape[])[] {
  if (shapes) return shapes;
  const vectors = domains.map(() => v);
  const mixed = row.kind === 'point' ? domains.map((_, i) => domains.map((_, j) => (i === j ? v : []))) : [];
  return [vectors, ...mixed];
}

test('every row but the leaves has a sample', () => {
  const due = Object.keys(ops).filter((op) => ops[op]!.kind !== 'leaf');
  expect(Object.keys(samples).sort()).toEqual(due.sort());
});

test('every function that cells can call is a row here', () => {
  const names = new Set(rows.map(([op]) => nameOf(op)));
  for (const name of signatures(ops).keys()) expect(names).toContain(name);
});

test('derivatives are those of central differences', () => {
  const found: [string, number][] = [];
  for (const [op, row, sample] of rows) {
    let worst = 0;
    for (const shapes of shapesOf(sample, row)) worst = Math.max(worst, derivativeError(op, sample, shapes));
    found.push([op, worst]);
    expect(worst, op).toBeLessThan(tolerance);
  }
  console.log(showTable([['op', 'worst relative error of its derivative'], ...found]));
});

/** How far the rule's gradient of a random projection of the result is from the slope. */
function derivativeError(op: string, sample: Sample, shapes: readonly Shape[]): number {
  const r = random(1);
  const graph = new Graph();
  const scope: Scope = { graph, table: ops, name: () => graph.lit(0) };
  const args = shapes.map((shape, i) => graph.node('input', [], shape, `a${i}`));
  const root = sample.build ? sample.build(graph, args) : call(scope, nameOf(op), args);
  const seed = graph.node('cotangent', [], root.shape, 'g');
  const values = new Map(args.map((arg, i) => [arg, draw(r, sample.domains[i]!, arg.shape)]));
  const g = r.array(size(root.shape));
  const flows = grad(scope, [[root, seed]], args);
  const gradients = evaluate([...flows.values()], new Map([...values, [seed, g]]));
  const loss = (): number => dot(evaluate([root], values).get(root)!, g);
  const errors = args.map((arg) => {
    const flow = flows.get(arg);
    if (sample.stops) return flow ? 1 : 0;
    const gradient = flow ? gradients.get(flow)! : new Float64Array(size(arg.shape));
    return worstError(gradient, centralDifferences(loss, values.get(arg)!), 1e-2);
  });
  return Math.max(...errors);
}

test('an expansion in single precision means what the row means', () => {
  for (const [op, row, { domains }] of rows) {
    const { eval: own, float, fast, ...rest } = row;
    if (!own) continue;
    const r = random(5);
    for (const [text, tolerance] of [
      [float, 2e-7],
      [fast, 5e-7],
    ] as const)
      for (let i = 0; text && i < 100; i++) {
        const x = domains.map((domain) => r.uniform(...r.pick(domain)));
        expect(worstError([meaning({ ...rest, expand: text }, ops)(...x)], [own(...x)]), `${op}(${x})`).toBeLessThan(
          tolerance,
        );
      }
  }
});

test('an expansion means what the row means', () => {
  for (const [op, row, { domains }] of rows) {
    if (!row.eval || !row.expand) continue;
    const { eval: own, ...rest } = row;
    const r = random(2);
    for (let i = 0; i < 20; i++) {
      const x = domains.map((domain) => r.uniform(...r.pick(domain)));
      expect(worstError([meaning(rest, ops)(...x)], [own(...x)]), `${op}(${x.join(', ')})`).toBeLessThan(1e-15);
    }
  }
});

/** What `op` gives in a compiled cell: its arguments are cut from the input, so that none of it can be computed before. */
function compileOp(op: string, sample: Sample, table: typeof ops): Compiled | undefined {
  const shapes = sample.shapes?.[0] ?? sample.domains.map(() => v);
  const isCallable = signatures(ops)
    .get(nameOf(op))
    ?.some(({ arity }) => arity < 0 || arity === shapes.length);
  if (!isCallable || shapes.some((shape) => shape.length !== 1)) return undefined;
  let end = 0;
  const args = shapes.map(([n]) => `x[${end}:${(end += n!)}]`);
  const result = op === 'concat' ? `[${args.join('; ')}]` : `${nameOf(op)}(${args.join(', ')})`;
  const isReduce = ops[op]!.kind === 'reduce' || (ops[op] as Row).result === 'reduce' || op === 'matmul';
  const y = op === 'outer' ? `${result} @ ones` : isReduce ? `${result} * ones` : result;
  const length = op === 'concat' ? end : op === 'outer' ? shapes[0]![0]! : 3;
  const cell = [`cell probe(x: ${end}) -> y: ${length}`, ...(y === result ? [] : ['param ones: [3]']), `y = ${y}`];
  return compileModel(
    { name: 'probe', input: end, layers: [{ cell, size: length, name: 'l' }] },
    { precision: 'f64', ops: table },
  );
}

async function compiledError(op: string, sample: Sample, table = ops): Promise<number | undefined> {
  const compiled = compileOp(op, sample, table);
  if (!compiled) return undefined;
  const ones = new Float64Array(3).fill(1);
  const params = compiled.manifest.params;
  const model = await load(await instantiate(compiled), {
    weights: Object.fromEntries(params.map((p) => [p.name, tensor(ones, [3])])),
  });
  const r = random(3);
  let worst = 0;
  for (let i = 0; i < 10; i++) {
    const x = Float64Array.from(
      sample.domains.flatMap((domain, j) => [...draw(r, domain, sample.shapes?.[0]?.[j] ?? v)]),
    );
    const { y } = oracleRun(compiled.model, { x: [x], params: new Map(params.map((p) => [p.name, ones])) });
    worst = Math.max(worst, worstError(model.step(x), y[0]!));
  }
  return worst;
}

test('compiled to JavaScript, every function means what the oracle says', async () => {
  const found: [string, number][] = [];
  for (const [op, , sample] of rows) {
    const worst = await compiledError(op, sample);
    if (worst === undefined) continue;
    found.push([op, worst]);
    // erf's series stops as soon as its terms no longer count.
    expect(worst, op).toBeLessThan(op === 'erf' || op === 'gelu' ? 1e-14 : 1e-15);
  }
  console.log(showTable([['op', 'worst relative error of its JavaScript'], ...found]));
  // Only what cells cannot call, and what takes matrices, is not tried this way: tricky.test.ts has those.
  const tried = new Set(found.map(([op]) => op));
  expect(rows.map(([op]) => op).filter((op) => !tried.has(op))).toEqual([
    'nearest',
    'ldexp',
    'least',
    'most',
    'copysign',
    'pow2',
    'exponent',
    'mantissa',
    'stop',
    'matmat',
    'transpose',
    'slice',
    'pad',
    'broadcast',
  ]);
});

test('an expansion for single precision is as good as rounding to it', () => {
  for (const [op, row] of rows) {
    if (!row.single) continue;
    const { eval: own, ...rest } = row;
    const single = meaning({ ...rest, expand: row.single }, ops);
    const r = random(4);
    const edges = [0, -0, 1e-30, -1e-30, 1e30, -1e30, Number.MAX_VALUE, -Number.MAX_VALUE];
    const spread = [0.01, 1, 10, 120].flatMap((bound) => [...r.array(200, bound)]);
    for (const x of [...edges, ...spread]) {
      const [y, exact] = [single(x), own!(x)].map(Math.fround) as [number, number];
      // One unit in the last place of a single; the smallest normal one is 2⁻¹²⁶.
      const unit = Math.max(Math.abs(exact), 2 ** -126) * 2 ** -23;
      expect(y === exact || Math.abs(y - exact) <= unit, `${op}(${x}) is ${exact}, not ${y}`).toBe(true);
    }
  }
});

test('a target without a lowering uses the expansion', async () => {
  for (const [op, row, sample] of rows) {
    if (!row.expand || row.kind === 'macro') continue;
    const { js, ...bare } = row;
    expect(await compiledError(op, sample, { ...ops, [op]: bare }), op).toBeLessThan(1e-15);
  }
});

test('single-precision functions have the range of the double arithmetic around them', async () => {
  const cell = ['cell probe(x: 4) -> y: 4', 'y = log(exp(x))'];
  const model = await load(
    await instantiate(compileModel({ name: 'probe', input: 4, layers: [{ cell, size: 4, name: 'l' }] })),
  );
  const x = [150, -300, 600, -600];
  expect(worstError(model.step(x), x)).toBeLessThan(1e-7);
});
