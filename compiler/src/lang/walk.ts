/** Walks over expressions: every part, every name read, every size. */
import type { Cell, Equation, Expr, NameExpr } from './ast.ts';

/** An expression and all its parts, each before its own parts, left to right; not the bounds of slices, which are sizes. */
export function* walk(expr: Expr): Generator<Expr> {
  yield expr;
  if (expr.kind === 'call') for (const arg of expr.args) yield* walk(arg);
  if (expr.kind === 'slice') yield* walk(expr.of);
}

/** The names that equations read, in order. */
export function* reads(equations: readonly Equation[]): Generator<NameExpr> {
  for (const { value } of equations) for (const part of walk(value)) if (part.kind === 'name') yield part;
}

/** The size symbols of a cell (`I`, `H`), each with the expression that first mentions it. */
export function symbols(cell: Cell): Map<string, NameExpr> {
  const found = new Map<string, NameExpr>();
  const collect = (size: Expr): void => {
    for (const part of walk(size)) if (part.kind === 'name' && !found.has(part.name)) found.set(part.name, part);
  };
  for (const port of [...cell.inputs, cell.output, ...cell.params]) port.shape.forEach(collect);
  for (const { value } of cell.equations)
    for (const part of walk(value)) if (part.kind === 'slice') [part.from, part.to].forEach(collect);
  return found;
}
