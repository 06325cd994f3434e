/** THE op table: everything about an op stands in its row. */
import { bits } from './bits.ts';
import {
  erf,
  erfFloat,
  erfHelper,
  expFloat,
  expm1Float,
  expSingle,
  log1pFloat,
  logDevice,
  logFloat,
  powFloat,
  sigmoidFast,
  sigmoidFloat,
  tanhFast,
  tanhFloat,
  tanhSingle,
} from './expansions.ts';
import type { Row } from './row.ts';

const selu = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };
const expensive = 12;

const table = {
  lit: { args: '', kind: 'leaf' },
  input: { args: '', kind: 'leaf' },
  state: { args: '', kind: 'leaf' },
  param: { args: '', kind: 'leaf' },
  cotangent: { args: '', kind: 'leaf' },
  noise: { args: '', kind: 'leaf' },

  add: { args: 'a b', kind: 'point', eval: (a, b) => a + b, grad: ['g', 'g'], js: 'a + b', wasm: 'f32x4.add(a, b)' },
  sub: { args: 'a b', kind: 'point', eval: (a, b) => a - b, grad: ['g', '-g'], js: 'a - b', wasm: 'f32x4.sub(a, b)' },
  mul: {
    args: 'a b',
    kind: 'point',
    eval: (a, b) => a * b,
    grad: ['g * b', 'g * a'],
    js: 'a * b',
    wasm: 'f32x4.mul(a, b)',
  },
  div: {
    args: 'a b',
    kind: 'point',
    eval: (a, b) => a / b,
    grad: ['g / b', '-g * y / b'],
    js: 'a / b',
    cost: 4,
    wasm: 'f32x4.div(a, b)',
  },
  neg: { args: 'x', kind: 'point', eval: (x) => -x, grad: ['-g'], js: '-x', wasm: 'f32x4.neg(x)' },
  pow: {
    args: 'a b',
    kind: 'point',
    eval: Math.pow,
    grad: ['g * b * a ^ (b - 1)', 'g * y * log(a + equal(a, 0))'],
    js: 'Math.pow(a, b)',
    cost: expensive,
    float: powFloat,
  },
  square: { args: 'x', kind: 'point', eval: (x) => x * x, grad: ['2 * g * x'], expand: 'x * x' },
  exp: {
    args: 'x',
    kind: 'point',
    eval: Math.exp,
    grad: ['g * y'],
    js: 'Math.exp(x)',
    gpujs: 'Math.exp(x)',
    single: expSingle,
    cost: expensive,
    float: expFloat,
  },
  expm1: {
    args: 'x',
    kind: 'point',
    eval: Math.expm1,
    grad: ['g * (y + 1)'],
    js: 'Math.expm1(x)',
    cost: expensive,
    float: expm1Float,
  },
  log: {
    args: 'x',
    kind: 'point',
    eval: Math.log,
    grad: ['g / x'],
    js: 'Math.log(x)',
    gpujs: logDevice,
    cost: expensive,
    float: logFloat,
  },
  sqrt: {
    args: 'x',
    kind: 'point',
    eval: Math.sqrt,
    grad: ['0.5 * g / y'],
    js: 'Math.sqrt(x)',
    cost: 4,
    wasm: 'f32x4.sqrt(x)',
  },
  abs: { args: 'x', kind: 'point', eval: Math.abs, grad: ['g * sign(x)'], js: 'Math.abs(x)', wasm: 'f32x4.abs(x)' },
  sign: {
    args: 'x',
    kind: 'point',
    eval: Math.sign,
    grad: ['0'],
    js: 'Math.sign(x)',
    wasm: 'f32x4.sub(v128.and(f32x4.gt(x, 0), 1), v128.and(f32x4.lt(x, 0), 1))',
  },
  step: {
    args: 'x',
    kind: 'point',
    eval: (x) => (x > 0 ? 1 : 0),
    grad: ['0'],
    js: '(x > 0 ? 1 : 0)',
    wasm: 'v128.and(f32x4.gt(x, 0), 1)',
  },
  equal: {
    args: 'a b',
    kind: 'point',
    eval: (a, b) => (a === b ? 1 : 0),
    grad: ['0', '0'],
    js: '(a === b ? 1 : 0)',
    wasm: 'v128.and(f32x4.eq(a, b), 1)',
    wgsl: 'select(0.0, 1.0, a == b)',
  },
  where: {
    args: 'c a b',
    kind: 'point',
    eval: (c, a, b) => (c > 0 ? a : b),
    grad: ['0', 'where(c, g, 0)', 'where(c, 0, g)'],
    js: '(c > 0 ? a : b)',
    c: 'where(c, a, b)',
    wasm: 'v128.bitselect(a, b, f32x4.gt(c, 0))',
    wgsl: 'select(b, a, c > 0.0)',
  },
  ...bits,
  stop: { args: 'x', kind: 'point', eval: (x) => x, grad: ['0'], js: 'x', wasm: 'x' },
  min: {
    args: 'a b',
    kind: 'point',
    eval: Math.min,
    grad: ['g * (1 - step(a - b))', 'g * step(a - b)'],
    js: 'Math.min(a, b)',
    wasm: 'f32x4.min(a, b)',
  },
  max: {
    args: 'a b',
    kind: 'point',
    eval: Math.max,
    grad: ['g * step(a - b)', 'g * (1 - step(a - b))'],
    js: 'Math.max(a, b)',
    wasm: 'f32x4.max(a, b)',
  },
  clamp: { args: 'x lo hi', kind: 'macro', expand: 'min(max(x, lo), hi)' },

  sigmoid: {
    args: 'x',
    kind: 'point',
    eval: (x) => 1 / (1 + Math.exp(-x)),
    grad: ['g * y * (1 - y)'],
    expand: '1 / (1 + exp(-x))',
    cost: expensive,
    float: sigmoidFloat,
    fast: sigmoidFast,
  },
  tanh: {
    args: 'x',
    kind: 'point',
    eval: Math.tanh,
    grad: ['g * (1 - y * y)'],
    js: 'Math.tanh(x)',
    single: tanhSingle,
    cost: expensive,
    float: tanhFloat,
    fast: tanhFast,
  },
  relu: {
    args: 'x',
    kind: 'point',
    eval: (x) => Math.max(x, 0),
    grad: ['g * step(x)'],
    js: 'Math.max(x, 0)',
    c: 'most(x, 0)',
    wasm: 'f32x4.pmax(x, 0)',
  },
  leaky_relu: { args: 'x slope', kind: 'macro', expand: 'max(x, 0) + slope * min(x, 0)' },
  leaky_relu_01: { args: 'x', kind: 'macro', expand: 'max(x, 0) + 0.01 * min(x, 0)', name: 'leaky_relu' },
  elu: { args: 'x', kind: 'macro', expand: 'max(x, 0) + expm1(min(x, 0))' },
  selu: { args: 'x', kind: 'macro', expand: `${selu.scale} * (max(x, 0) + ${selu.alpha} * expm1(min(x, 0)))` },
  gelu: { args: 'x', kind: 'macro', expand: '0.5 * x * (1 + erf(x * 0.7071067811865476))' },
  erf: {
    args: 'x',
    kind: 'point',
    eval: erf,
    grad: ['g * 1.1283791670955126 * exp(-x * x)'],
    cost: 40,
    js: 'erf(x)',
    helper: erfHelper,
    float: erfFloat,
  },
  softplus: {
    args: 'x',
    kind: 'point',
    eval: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    grad: ['g * sigmoid(x)'],
    expand: 'max(x, 0) + log1p(exp(-abs(x)))',
    cost: 2 * expensive,
  },
  log1p: {
    args: 'x',
    kind: 'point',
    eval: Math.log1p,
    grad: ['g / (1 + x)'],
    js: 'Math.log1p(x)',
    cost: expensive,
    float: log1pFloat,
  },
  softsign: { args: 'x', kind: 'macro', expand: 'x / (1 + abs(x))' },
  hard_sigmoid: { args: 'x', kind: 'macro', expand: 'clamp(x / 6 + 0.5, 0, 1)' },
  hard_tanh: { args: 'x', kind: 'macro', expand: 'clamp(x, -1, 1)' },

  matmul: { args: 'a b', kind: 'contract', grad: ['outer(g, b)', "a' @ g"] },
  matmat: { args: 'a b', kind: 'contract', grad: ["matmat(g, b')", "matmat(a', g)"] },
  outer: { args: 'a b', kind: 'outer', grad: ['g @ b', "g' @ a"] },

  sum: {
    args: 'x',
    kind: 'reduce',
    start: 0,
    eval: (s, x) => s + x,
    grad: ['g'],
    combine: 'a + b',
    js: 's + x',
    wasm: 'f32x4.add(s, x)',
  },
  maxof: {
    args: 'x',
    kind: 'reduce',
    name: 'max',
    start: -Infinity,
    eval: Math.max,
    grad: ['g * equal(x, y) / sum(equal(x, y))'],
    combine: 'max(a, b)',
    js: 'Math.max(s, x)',
    wasm: 'f32x4.max(s, x)',
  },
  minof: {
    args: 'x',
    kind: 'reduce',
    name: 'min',
    start: Infinity,
    eval: Math.min,
    grad: ['g * equal(x, y) / sum(equal(x, y))'],
    combine: 'min(a, b)',
    js: 'Math.min(s, x)',
    wasm: 'f32x4.min(s, x)',
  },
  mean: { args: 'x', kind: 'macro', expand: 'sum(x) / size(x)', result: 'reduce' },

  softmax: { args: 'x', kind: 'macro', result: 'same', expand: 'exp(x - stop(max(x))) / sum(exp(x - stop(max(x))))' },
  layernorm: {
    args: 'x gain bias',
    kind: 'macro',
    result: 'same',
    expand: '(x - mean(x)) / sqrt(mean(square(x - mean(x))) + 1e-5) * gain + bias',
  },

  transpose: { args: 'x', kind: 'view', grad: ["g'"] },
  slice: { args: 'x', kind: 'view' },
  pad: { args: 'x', kind: 'view' },
  concat: { args: '...', kind: 'view' },
  broadcast: { args: 'x', kind: 'view', grad: ['g'] },
} as const satisfies Record<string, Row>;

export type OpName = keyof typeof table;

/** The row that a call of `name` with `count` arguments means, if there is one. */
export function findOp(table: OpTable, name: string, count: number): string | undefined {
  const named = rowsByName(table).get(name);
  return named?.get(count) ?? named?.get(-1);
}

/** Rows by the name cells call them and by their number of arguments; gathered once for each table. */
const gathered = new WeakMap<OpTable, ReadonlyMap<string, ReadonlyMap<number, string>>>();
function rowsByName(table: OpTable): ReadonlyMap<string, ReadonlyMap<number, string>> {
  const known = gathered.get(table);
  if (known) return known;
  const names = new Map<string, Map<number, string>>();
  for (const [op, row] of Object.entries(table))
    for (const name of new Set([row.name ?? op, op]))
      names.set(name, (names.get(name) ?? new Map()).set(arity(row), op));
  gathered.set(table, names);
  return names;
}

/** The number of arguments of a row, -1 if any. */
export function arity(row: Row): number {
  return row.args === '...' ? -1 : row.args.split(' ').filter(Boolean).length;
}

export type OpTable = Readonly<Record<string, Row>>;

export const ops: OpTable = table;
