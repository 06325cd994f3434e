/**
 * THE op table: everything about an op stands in its row.
 *
 * - `args`: the names of the arguments, used by every rule of the row.
 * - `kind`: all that passes may ask. `point` works element by element and broadcasts scalars; `contract` sums products
 *   over an axis; `outer` is its counterpart without a sum; `reduce` folds a whole tensor to a scalar; `view` moves
 *   elements without computing; `leaf` has no arguments; `macro` is another expression by a shorter name.
 * - `eval`: the meaning in double precision, for scalars (`reduce`: of an accumulator and an element).
 * - `grad`: the cotangent of each argument, in the cell language: `g` is the cotangent of the result, `y` the result.
 *   '0' says that nothing flows back. Broadcasting is undone by whoever applies the rule, never in the rule.
 * - `expand`: the same in terms of other ops, used by macros, and where a target has no lowering.
 * - `single`: an expansion that is exact to single precision, and faster than the exact function.
 * - `js`: the lowering for targets that speak JavaScript.
 * - `cost`: floating-point operations an element; what costs more than a few is worth keeping for the backward pass.
 */
export type Kind = 'point' | 'contract' | 'outer' | 'reduce' | 'view' | 'leaf' | 'macro';

export interface Row {
  readonly args: string;
  readonly kind: Kind;
  readonly eval?: (...x: number[]) => number;
  /** `reduce`: the accumulator's first value, and how the results of two parts become that of the whole. */
  readonly start?: number;
  readonly combine?: string;
  readonly grad?: readonly string[];
  readonly expand?: string;
  readonly single?: string;
  readonly js?: string;
  readonly cost?: number;
  /** `macro`: how the result's shape follows from the arguments', where not as for a pointwise op. */
  readonly result?: 'same' | 'reduce';
  /** A function that the JavaScript lowering calls. */
  readonly helper?: string;
  /** The name under which cells call it, where several rows share one by the number of arguments. */
  readonly name?: string;
}

/** The Gaussian error function to double precision: a series near zero, a continued fraction beyond (A&S 7.1.5, 7.1.14). */
function erf(x: number): number {
  const a = Math.abs(x);
  if (a > 6) return Math.sign(x);
  if (a < 2.5) {
    let term = a;
    let sum = a;
    for (let n = 1; n < 60; n++) {
      term *= (-a * a) / n;
      sum += term / (2 * n + 1);
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (a + fraction);
  return Math.sign(x) * (1 - Math.exp(-a * a) / ((a + fraction) * Math.sqrt(Math.PI)));
}

/** erf for emitted code: the same two formulas, stopped as soon as the terms no longer count. */
const erfHelper = `function erf(x) {
  const a = Math.abs(x);
  if (a > 6) return Math.sign(x);
  if (a < 2.5) {
    let s = a;
    for (let n = 1, p = a; Math.abs(p) > 1e-17 * s; n++) s += (p *= (-a * a) / n) / (2 * n + 1);
    return Math.sign(x) * 1.1283791670955126 * s;
  }
  let f = 0;
  for (let n = 50; n > 0; n--) f = n / 2 / (a + f);
  return Math.sign(x) * (1 - Math.exp(-a * a) / ((a + f) * 1.7724538509055159));
}`;

/** Adding and taking away 1.5 · 2^52 leaves the nearest integer. */
const nearestShift = 6755399441055744;

/** All powers of two that a double holds, for `ldexp`. */
const pow2Helper = 'const pow2 = Float64Array.from({ length: 2046 }, (_, k) => 2 ** (k - 1022));';

/** exp(x) = 2^k 2^f, |f| ≤ 1/2, with a minimax polynomial for 2^f: relative error 2e-9. It has the range
 * of a double: what is around it is computed in double precision, too. */
const expSingle = `
  t = clamp(x, -708, 709) * 1.4426950408889634
  k = nearest(t)
  f = t - k
  ldexp(1 + f * (0.6931472028551288 + f * (0.24022647913619308 + f * (0.05550332471026663 + f * (0.009618437358341966 + f * (0.0013398874445400804 + f * 0.0001535336180087152))))), k)`;

/** A minimax rational of degree 9 over 8: relative error 2e-8. Beyond ±9.02 the nearest single is ±1. */
const tanhSingle = `
  v = clamp(x, -9.02, 9.02)
  u = v * v
  v * (0.9999999790072142 + u * (0.13379645694070708 + u * (0.0034939486983024417 + u * (0.000020582067362185346 + u * 1.3317112816065463e-8)))) / (1 + u * (0.4671296092135243 + u * (0.02587074668378256 + u * (0.00032829523637330313 + u * 7.76121752414079e-7))))`;

const selu = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };
const expensive = 12;

const table = {
  lit: { args: '', kind: 'leaf' },
  input: { args: '', kind: 'leaf' },
  state: { args: '', kind: 'leaf' },
  param: { args: '', kind: 'leaf' },
  cotangent: { args: '', kind: 'leaf' },
  noise: { args: '', kind: 'leaf' },

  add: { args: 'a b', kind: 'point', eval: (a, b) => a + b, grad: ['g', 'g'], js: 'a + b' },
  sub: { args: 'a b', kind: 'point', eval: (a, b) => a - b, grad: ['g', '-g'], js: 'a - b' },
  mul: { args: 'a b', kind: 'point', eval: (a, b) => a * b, grad: ['g * b', 'g * a'], js: 'a * b' },
  div: { args: 'a b', kind: 'point', eval: (a, b) => a / b, grad: ['g / b', '-g * y / b'], js: 'a / b', cost: 4 },
  neg: { args: 'x', kind: 'point', eval: (x) => -x, grad: ['-g'], js: '-x' },
  pow: {
    args: 'a b',
    kind: 'point',
    eval: Math.pow,
    grad: ['g * b * a ^ (b - 1)', 'g * y * log(a + equal(a, 0))'],
    js: 'Math.pow(a, b)',
    cost: expensive,
  },
  square: { args: 'x', kind: 'point', eval: (x) => x * x, grad: ['2 * g * x'], expand: 'x * x' },
  exp: {
    args: 'x',
    kind: 'point',
    eval: Math.exp,
    grad: ['g * y'],
    js: 'Math.exp(x)',
    single: expSingle,
    cost: expensive,
  },
  expm1: {
    args: 'x',
    kind: 'point',
    eval: Math.expm1,
    grad: ['g * (y + 1)'],
    js: 'Math.expm1(x)',
    cost: expensive,
  },
  log: { args: 'x', kind: 'point', eval: Math.log, grad: ['g / x'], js: 'Math.log(x)', cost: expensive },
  sqrt: { args: 'x', kind: 'point', eval: Math.sqrt, grad: ['0.5 * g / y'], js: 'Math.sqrt(x)', cost: 4 },
  abs: { args: 'x', kind: 'point', eval: Math.abs, grad: ['g * sign(x)'], js: 'Math.abs(x)' },
  sign: { args: 'x', kind: 'point', eval: Math.sign, grad: ['0'], js: 'Math.sign(x)' },
  step: { args: 'x', kind: 'point', eval: (x) => (x > 0 ? 1 : 0), grad: ['0'], js: '(x > 0 ? 1 : 0)' },
  equal: { args: 'a b', kind: 'point', eval: (a, b) => (a === b ? 1 : 0), grad: ['0', '0'], js: '(a === b ? 1 : 0)' },
  nearest: {
    args: 'x',
    kind: 'point',
    eval: (x) => x + nearestShift - nearestShift,
    grad: ['0'],
    js: `(x + ${nearestShift} - ${nearestShift})`,
  },
  ldexp: {
    args: 'a k',
    kind: 'point',
    eval: (a, k) => a * 2 ** k,
    grad: ['ldexp(g, k)', 'g * y * 0.6931471805599453'],
    js: '(a * pow2[k + 1022])',
    helper: pow2Helper,
  },
  stop: { args: 'x', kind: 'point', eval: (x) => x, grad: ['0'], js: 'x' },
  min: {
    args: 'a b',
    kind: 'point',
    eval: Math.min,
    grad: ['g * (1 - step(a - b))', 'g * step(a - b)'],
    js: 'Math.min(a, b)',
  },
  max: {
    args: 'a b',
    kind: 'point',
    eval: Math.max,
    grad: ['g * step(a - b)', 'g * (1 - step(a - b))'],
    js: 'Math.max(a, b)',
  },
  clamp: { args: 'x lo hi', kind: 'macro', expand: 'min(max(x, lo), hi)' },

  sigmoid: {
    args: 'x',
    kind: 'point',
    eval: (x) => 1 / (1 + Math.exp(-x)),
    grad: ['g * y * (1 - y)'],
    expand: '1 / (1 + exp(-x))',
    cost: expensive,
  },
  tanh: {
    args: 'x',
    kind: 'point',
    eval: Math.tanh,
    grad: ['g * (1 - y * y)'],
    js: 'Math.tanh(x)',
    single: tanhSingle,
    cost: expensive,
  },
  relu: { args: 'x', kind: 'point', eval: (x) => Math.max(x, 0), grad: ['g * step(x)'], js: 'Math.max(x, 0)' },
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
  },
  softplus: {
    args: 'x',
    kind: 'point',
    eval: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    grad: ['g * sigmoid(x)'],
    expand: 'max(x, 0) + log1p(exp(-abs(x)))',
    cost: 2 * expensive,
  },
  log1p: { args: 'x', kind: 'point', eval: Math.log1p, grad: ['g / (1 + x)'], js: 'Math.log1p(x)', cost: expensive },
  softsign: { args: 'x', kind: 'macro', expand: 'x / (1 + abs(x))' },
  hard_sigmoid: { args: 'x', kind: 'macro', expand: 'clamp(x / 6 + 0.5, 0, 1)' },
  hard_tanh: { args: 'x', kind: 'macro', expand: 'clamp(x, -1, 1)' },

  matmul: { args: 'a b', kind: 'contract', grad: ['outer(g, b)', "a' @ g"] },
  matmat: { args: 'a b', kind: 'contract', grad: ["matmat(g, b')", "matmat(a', g)"] },
  outer: { args: 'a b', kind: 'outer', grad: ['g @ b', "g' @ a"] },

  sum: { args: 'x', kind: 'reduce', start: 0, eval: (s, x) => s + x, grad: ['g'], combine: 'a + b', js: 's + x' },
  maxof: {
    args: 'x',
    kind: 'reduce',
    name: 'max',
    start: -Infinity,
    eval: Math.max,
    grad: ['g * equal(x, y) / sum(equal(x, y))'],
    combine: 'max(a, b)',
    js: 'Math.max(s, x)',
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
