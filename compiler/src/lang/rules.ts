/** What each kind of function says about the shapes of its arguments and its result. */
import type { Expr } from './ast.ts';
import type { Signature } from './check.ts';
import { add, type Dim, scale, subtract } from './dims.ts';
import type { Shape, Solver } from './solver.ts';

/** A part of an equation and its shape. */
export interface Value {
  readonly expr: Expr;
  readonly shape: Shape;
  /** A bare parameter: where nothing else decides, its shape follows what it meets. */
  readonly free: boolean;
}

/** Guesses from the safest to the boldest; each is tried only when certain rules and safer guesses teach nothing. */
export const guesses = ['parameter', 'value', 'equal'] as const;
export type Guess = (typeof guesses)[number];

export interface Rule {
  /** Draws every certain conclusion; true once there is nothing more to learn. */
  settle(): boolean;
  guess?(level: Guess): void;
}

/** What rules work with: the unifier, and the two ways to complain. */
export interface Context {
  readonly solver: Solver;
  /** Two parts of an expression do not fit each other; where `b` is the whole, `a` is not what the whole needs. */
  clash(whole: Expr, a: Value, b: Value): never;
  /** A part of an expression is not what it must be. */
  unfit(whole: Expr, part: Value, wanted: string, hint?: string): never;
}

/** The rule that ties a call's arguments to its result. */
export function ruleOf(kind: Signature['kind'], args: readonly Value[], result: Value, context: Context): Rule {
  return kinds[kind](args, result, context);
}

type RuleMaker = (args: readonly Value[], result: Value, context: Context) => Rule;

const kinds: Readonly<Record<Signature['kind'], RuleMaker>> = {
  point,
  matmul: ([a, b], result, context) => matmul(a!, b!, result, context),
  same: (args, result, { solver, clash }) =>
    once(() => {
      for (const arg of args) solver.equate(result.shape, arg.shape, () => clash(result.expr, args[0]!, arg));
    }),
  reduce: (_args, result, context) => once(() => conclude(result, [], context)),
  transpose: ([matrix], result, context) =>
    once(() => {
      const hint = 'outer(a, b) is the matrix of all products of two vectors';
      const [rows, columns] = sizesOf(matrix!, 2, 'a matrix', result, context, hint);
      conclude(result, [columns!, rows!], context);
    }),
  concat: (args, result, context) =>
    once(() => {
      const lengths = args.map((arg) => lengthOf(arg, result, context, 'only vectors can be joined'));
      conclude(result, [lengths.reduce(add)], context);
    }),
  outer: (args, result, context) =>
    once(() =>
      conclude(
        result,
        args.map((arg) => lengthOf(arg, result, context)),
        context,
      ),
    ),
};

/** A rule that says everything at once. */
function once(conclude: () => void): Rule {
  return {
    settle: () => {
      conclude();
      return true;
    },
  };
}

/** The sizes of a value that must have this rank. */
function sizesOf(
  value: Value,
  rank: number,
  wanted: string,
  whole: Value,
  context: Context,
  hint?: string,
): readonly Dim[] {
  const { solver, unfit } = context;
  solver.equate(value.shape, solver.ofRank(rank), () => unfit(whole.expr, value, wanted, hint));
  return solver.dims(value.shape)!;
}

function lengthOf(value: Value, whole: Value, context: Context, hint?: string): Dim {
  return sizesOf(value, 1, 'a vector', whole, context, hint)[0]!;
}

/** The result has this shape. */
function conclude(result: Value, dims: readonly Dim[], { solver, clash }: Context): void {
  const shape: Shape = { dims };
  solver.equate(shape, result.shape, () => clash(result.expr, { ...result, shape }, result));
}

/** Equal shapes; scalars broadcast. */
function point(args: readonly Value[], result: Value, context: Context): Rule {
  const { solver, clash } = context;
  const rank = (value: Value) => solver.dims(value.shape)?.length;
  const open = () => args.filter((arg) => rank(arg) === undefined);
  const large = (values: readonly Value[]) => values.find((value) => (rank(value) ?? 0) > 0);
  const become = (a: Value, b: Value) => solver.equate(a.shape, b.shape, () => clash(result.expr, a, b));
  return {
    settle() {
      const leader = large(args);
      if (leader) {
        for (const arg of args) if ((rank(arg) ?? 0) > 0) become(leader, arg);
        become(leader, result);
        return open().length === 0;
      }
      const unknown = open();
      if (rank(result) === 0) for (const arg of unknown) become(arg, result);
      else if (unknown.length === 1) become(unknown[0]!, result);
      else if (unknown.length > 1) return false;
      else conclude(result, [], context);
      return true;
    },
    guess(level) {
      const model = level === 'equal' ? result : large([...args, result]);
      if (model) for (const arg of open()) if (arg.free || level !== 'parameter') become(arg, model);
    },
  };
}

/** `[m, k] @ [k]`, `[k] @ [k, n]`, `[m, k] @ [k, n]`, `[k] @ [k]`: the ranks of two of the three tell that of the third. */
function matmul(a: Value, b: Value, result: Value, context: Context): Rule {
  const { solver, clash, unfit } = context;
  const rank = (value: Value) => solver.dims(value.shape)?.length;
  const setRank = (value: Value, wanted: number) => {
    // An operand with fewer or more sizes than any matrix: the other one cannot give the result that is needed.
    if (value !== result && (wanted < 1 || wanted > 2)) clash(result.expr, value === a ? b : a, result);
    solver.equate(value.shape, solver.ofRank(wanted), () =>
      clash(result.expr, { ...result, shape: solver.ofRank(wanted) }, result),
    );
  };
  return {
    settle() {
      for (const operand of [a, b])
        if (![1, 2, undefined].includes(rank(operand)))
          unfit(
            result.expr,
            operand,
            'a vector or a matrix',
            rank(operand) === 0 ? 'a scalar multiplies with *' : undefined,
          );
      const [p, q, r] = [rank(a), rank(b), rank(result)];
      if (p !== undefined && q !== undefined) setRank(result, p + q - 2);
      else if (p !== undefined && r !== undefined) setRank(b, r - p + 2);
      else if (q !== undefined && r !== undefined) setRank(a, r - q + 2);
      else return false;
      const [left, right] = [solver.dims(a.shape)!, solver.dims(b.shape)!];
      solver.equate({ dims: left.slice(-1) }, { dims: right.slice(0, 1) }, () => clash(result.expr, a, b));
      conclude(result, [...left.slice(0, -1), ...right.slice(1)], context);
      return true;
    },
    guess(level) {
      for (const [operand, other] of [
        [a, b],
        [b, a],
      ] as const) {
        // A parameter that meets a vector is a matrix: `W @ x`, and `x @ W` where vectors are rows.
        if (rank(operand) !== undefined || rank(other) === undefined || level === 'equal') continue;
        if (level === 'value' || (operand.free && rank(other) === 1)) setRank(operand, 3 - rank(other)!);
      }
    },
  };
}

/** `i, f = split(v)`: each target is an equal part of the vector. */
export function splitRule(whole: Value, targets: readonly Value[], context: Context): Rule {
  return once(() => {
    const share = scale(lengthOf(whole, whole, context), 1, targets.length);
    for (const target of targets) conclude(target, [share], context);
  });
}

/** `v[from:to]`. */
export function sliceRule(of: Value, from: Dim, to: Dim, result: Value, context: Context): Rule {
  return once(() => {
    lengthOf(of, result, context, 'only a vector can be sliced');
    conclude(result, [subtract(to, from)], context);
  });
}

/** `h = expr`. */
export function equationRule(target: Value, value: Value, { solver, clash }: Context): Rule {
  return once(() => solver.equate(target.shape, value.shape, () => clash(target.expr, value, target)));
}
