/** Finds the shape of every value and parameter of a cell from its equations. */
import { fail, invariant } from '../error.ts';
import type { Cell, Expr, NameExpr } from './ast.ts';
import { ambiguous, createContext, showShape } from './blame.ts';
import { type Signatures, signatureOf } from './check.ts';
import { type Dim, evaluate, fromExpr, unknowns } from './dims.ts';
import { type Context, equationRule, guesses, type Rule, ruleOf, sliceRule, splitRule, type Value } from './rules.ts';
import { createSolver, type Shape, type Solver } from './solver.ts';
import { reads, symbols } from './walk.ts';

/** Larger sizes are taken for mistakes: a square matrix of this size fills a gigabyte. */
const maxSize = 16384;

export interface Shapes {
  /** All size symbols of the cell with their numbers. */
  readonly sizes: ReadonlyMap<string, number>;
  /** The shape of an input, state, parameter or equation; a scalar's is []. */
  shape(name: string): readonly number[];
  /** The same shapes as text, by name: `[4H, I+H]`. */
  readonly symbolic: ReadonlyMap<string, string>;
  /** The parameters, in order of first use. */
  readonly params: readonly string[];
  /** The names read at `[t-1]`, in order of first use. */
  readonly states: readonly string[];
}

/**
 * Shapes of a cell that `checkCell` has passed, by unification over symbolic sizes; `sizes` gives the symbols' numbers.
 * Errors: E_UNKNOWN_SIZE, E_BAD_SIZE, E_SHAPE, E_AMBIGUOUS_SHAPE.
 */
export function inferShapes(cell: Cell, sizes: ReadonlyMap<string, number>, functions: Signatures): Shapes {
  const used = checkSizes(cell, sizes);
  const solver = createSolver(used);
  const context = createContext(cell.source, used, solver);
  const { params, states } = roles(cell);
  const named = new Map<string, Shape>(
    [...cell.inputs, cell.output, ...cell.params].map((port) => [port.name, { dims: port.shape.map(fromExpr) }]),
  );
  for (const { name } of definitions(cell)) if (!named.has(name)) named.set(name, {});
  for (const name of params.keys()) if (!named.has(name)) named.set(name, {});

  const { rules, limits } = collectRules(cell, named, new Set(params.keys()), functions, context, used);
  const open = (names: Iterable<string>) => [...names].find((name) => !solver.dims(named.get(name)!));
  settle(rules, solver, () => {
    // A state that no equation ties to anything larger is a scalar: `n = n[t-1] + 1`.
    const state = open(params.keys()) === undefined ? open(states.keys()) : undefined;
    if (state !== undefined)
      solver.equate(named.get(state)!, { dims: [] }, () => fail('E_SHAPE', `\`${state}\` cannot be a scalar`));
  });

  const first = new Map<string, NameExpr>([...definitions(cell), ...params.values()].map((expr) => [expr.name, expr]));
  for (const name of [...params.keys(), ...named.keys()]) {
    const dims = solver.dims(named.get(name)!);
    if (!dims || dims.some((dim) => unknowns(dim).length > 0))
      ambiguous(cell, name, first.get(name)!, dims, params.has(name));
  }
  for (const check of limits) check();

  const shapes = new Map<string, readonly number[]>();
  const symbolic = new Map<string, string>();
  for (const [name, shape] of named) {
    const dims = solver.dims(shape)!;
    const sizesOf = dims.map((dim) => evaluate(dim, used) ?? Number.NaN);
    symbolic.set(name, showShape(dims));
    shapes.set(name, sizesOf);
    const bad = sizesOf.find((size) => !isSize(size));
    if (bad !== undefined) {
      const { span } = first.get(name) ?? cell.inputs.find((port) => port.name === name)!;
      const reason = `\`${name}\` would be ${showShape(dims)}, with a size of ${bad}; ${sizeRule}`;
      fail('E_BAD_SIZE', reason, { source: cell.source, span });
    }
  }
  return {
    sizes: used,
    shape: (name) => {
      const shape = shapes.get(name);
      invariant(shape, `no value ${name} in cell ${cell.name}`);
      return shape;
    },
    symbolic,
    params: [...params.keys()],
    states: [...states.keys()],
  };
}

const sizeRule = `a size is a whole number from 1 to ${maxSize}`;
const isSize = (size: number) => Number.isInteger(size) && size >= 1 && size <= maxSize;

/** The symbols that the cell uses, with their numbers. */
function checkSizes(cell: Cell, sizes: ReadonlyMap<string, number>): Map<string, number> {
  const used = new Map<string, number>();
  for (const [name, { span }] of symbols(cell)) {
    const place = { source: cell.source, span };
    const size = sizes.get(name);
    if (size === undefined) {
      const given = [...sizes.keys()].join(', ') || 'none';
      return fail(
        'E_UNKNOWN_SIZE',
        `the size ${name} of cell ${cell.name} has no value`,
        place,
        `sizes given: ${given}`,
      );
    }
    if (!isSize(size)) fail('E_BAD_SIZE', `the size ${name} is ${size}; ${sizeRule}`, place);
    used.set(name, size);
  }
  return used;
}

/** Each equation's targets, as names. */
function definitions(cell: Cell): NameExpr[] {
  return cell.equations.flatMap(({ targets }) =>
    targets.map(({ name, span }): NameExpr => ({ kind: 'name', name, lag: 0, span })),
  );
}

/** What is never defined is a parameter; what is read at [t-1] is a state. Each with where it is first read. */
function roles(cell: Cell): { params: Map<string, NameExpr>; states: Map<string, NameExpr> } {
  const defined = new Set([...cell.inputs, ...definitions(cell)].map(({ name }) => name));
  const params = new Map<string, NameExpr>();
  const states = new Map<string, NameExpr>();
  for (const read of reads(cell.equations)) {
    const role = read.lag === 1 ? states : defined.has(read.name) ? undefined : params;
    if (role && !role.has(read.name)) role.set(read.name, read);
  }
  return { params, states };
}

/** The rules of all equations in order, and what can be checked only once all sizes are numbers. */
function collectRules(
  cell: Cell,
  named: ReadonlyMap<string, Shape>,
  free: ReadonlySet<string>,
  functions: Signatures,
  context: Context,
  sizes: ReadonlyMap<string, number>,
): { rules: Rule[]; limits: (() => void)[] } {
  const rules: Rule[] = [];
  const limits: (() => void)[] = [];
  const number = (dim: Dim) => evaluate(dim, sizes)!;
  const length = (value: Value) => number(context.solver.dims(value.shape)![0]!);

  function toValue(expr: Expr): Value {
    if (expr.kind === 'number') return { expr, shape: { dims: [] }, free: false };
    if (expr.kind === 'name') return { expr, shape: named.get(expr.name)!, free: free.has(expr.name) };
    const result: Value = { expr, shape: {}, free: false };
    if (expr.kind === 'slice') {
      const [of, from, to] = [toValue(expr.of), fromExpr(expr.from), fromExpr(expr.to)];
      rules.push(sliceRule(of, from, to, result, context));
      limits.push(() => {
        if (!(0 <= number(from) && number(from) < number(to) && number(to) <= length(of)))
          context.unfit(expr, of, `a vector that can be cut from ${number(from)} to ${number(to)}`);
      });
      return result;
    }
    const signature = signatureOf(functions, expr.op, expr.args.length);
    invariant(signature, `unchecked function ${expr.op}`);
    rules.push(ruleOf(signature.kind, expr.args.map(toValue), result, context));
    return result;
  }

  for (const { targets, value } of cell.equations) {
    const results = targets.map(({ name, span }) => toValue({ kind: 'name', name, lag: 0, span }));
    if (value.kind !== 'call' || value.op !== 'split') {
      rules.push(equationRule(results[0]!, toValue(value), context));
      continue;
    }
    const whole = toValue(value.args[0]!);
    rules.push(splitRule(whole, results, context));
    limits.push(() => {
      if (length(whole) % results.length !== 0)
        context.unfit(value, whole, `divisible into ${results.length} equal parts`);
    });
  }
  return { rules, limits };
}

/** Certain conclusions first; a guess only when they teach nothing more, and then certain conclusions again. */
function settle(rules: readonly Rule[], solver: Solver, beforeBoldGuesses: () => void): void {
  let waiting = rules;
  const learns = (act: () => void): boolean => {
    const before = solver.learnt;
    act();
    return solver.learnt > before;
  };
  const conclude = () => {
    waiting = waiting.filter((rule) => !rule.settle());
    solver.retry();
  };
  const attempts = guesses.map((level) => () => {
    for (const rule of waiting) if (learns(() => rule.guess?.(level)) && level !== 'parameter') return;
  });
  attempts.splice(1, 0, beforeBoldGuesses);
  do while (learns(conclude));
  while (attempts.some(learns));
}
