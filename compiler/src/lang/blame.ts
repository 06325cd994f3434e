/** Words for shapes that do not fit or cannot be told. */
import { fail, type Source } from '../error.ts';
import type { Cell, Expr } from './ast.ts';
import { type Dim, evaluate, fromExpr, show, unknowns } from './dims.ts';
import type { Context } from './rules.ts';
import type { Shape, Solver } from './solver.ts';

/** `[4H, I+H]`. */
export function showShape(dims: readonly Dim[]): string {
  return `[${dims.map(show).join(', ')}]`;
}

/** The complaints of rules, with E_SHAPE: both shapes, in symbols and in numbers. */
export function createContext(source: Source, sizes: ReadonlyMap<string, number>, solver: Solver): Context {
  const describe = (shape: Shape): string => {
    const dims = solver.dims(shape);
    if (!dims) return 'of unknown shape';
    if (dims.length === 0) return 'a scalar';
    const symbols = showShape(dims);
    const numbers = `[${dims.map((dim) => (unknowns(dim).length > 0 ? '?' : evaluate(dim, sizes))).join(', ')}]`;
    return symbols === numbers ? symbols : `${symbols} = ${numbers}`;
  };
  const complain = (whole: Expr, reason: string, hint?: string): never =>
    fail('E_SHAPE', reason, { source, span: whole.span }, hint);
  return {
    solver,
    clash(whole, a, b) {
      const [given, needed] = [describe(a.shape), describe(b.shape)];
      if (a.expr === whole)
        return complain(whole, `\`${words(source, whole)}\` is ${given}, but ${needed} is needed here`);
      const subject = b.expr === whole ? `but ${needed} is needed` : `but ${part(source, b.expr)} is ${needed}`;
      return complain(whole, `\`${words(source, whole)}\`: ${part(source, a.expr)} is ${given} ${subject}`);
    },
    unfit(whole, value, wanted, hint) {
      const subject =
        value.expr === whole
          ? `\`${words(source, whole)}\``
          : `\`${words(source, whole)}\`: ${part(source, value.expr)}`;
      return complain(whole, `${subject} is ${describe(value.shape)}, not ${wanted}`, hint);
    },
  };
}

/** An expression in the user's own words, on one line and not too long. */
function words(source: Source, expr: Expr): string {
  const text = source.text.slice(expr.span.start, expr.span.end).replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function part(source: Source, expr: Expr): string {
  return expr.kind === 'name' ? expr.name : `\`${words(source, expr)}\``;
}

/** A parameter or value whose shape nothing decides; `dims` is what is known of it. */
export function ambiguous(
  cell: Cell,
  name: string,
  expr: Expr,
  dims: readonly Dim[] | undefined,
  isParam: boolean,
): never {
  const known = dims ? `: all that is known is ${showShape(dims)}` : '';
  const hint = !isParam
    ? `\`${name}\` must meet something of a known shape, such as the input or the output`
    : dims
      ? `declare it, with a size for each ?: param ${name}: ${showShape(dims)}`
      : `declare it, for example: param ${name}: ${showShape(cell.inputs[0]!.shape.map(fromExpr))}`;
  return fail(
    'E_AMBIGUOUS_SHAPE',
    `the shape of \`${name}\` cannot be inferred${known}`,
    { source: cell.source, span: expr.span },
    hint,
  );
}
