/** Constants are computed here: WGSL computes them while compiling, and refuses a shader in which one is no finite number. */

import { meaning } from '../../ir/eval.ts';
import { type Expr, lit, type Stmt } from '../../ir/loop.ts';
import type { OpTable } from '../../ir/ops.ts';

/** The same statements, without ops on literals alone. */
export function foldBody(body: readonly Stmt[], table: OpTable): Stmt[] {
  return body.map((stmt): Stmt => {
    if (stmt.kind === 'loop' || stmt.kind === 'block') return { ...stmt, body: foldBody(stmt.body, table) };
    return 'value' in stmt && stmt.kind !== 'index' ? { ...stmt, value: fold(stmt.value, table) } : stmt;
  });
}

export function fold(expr: Expr, table: OpTable): Expr {
  if (expr.kind !== 'op') return expr;
  const args = expr.args.map((arg) => fold(arg, table));
  const row = table[expr.op];
  const values = args.flatMap((arg) => (arg.kind === 'lit' ? [arg.value] : []));
  if (row?.kind !== 'point' || values.length < args.length) return { ...expr, args };
  return lit(meaning(row, table)(...values));
}
