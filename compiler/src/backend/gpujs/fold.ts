/** Constants are computed here: WGSL computes them while compiling, and refuses a shader in which one is no finite number. */

import { meaning } from '../../ir/eval.ts';
import { type Expr, lit, mapParts, mapValues, type Stmt } from '../../ir/loop.ts';
import type { OpTable } from '../../ir/ops.ts';

/** The same statements, without ops on literals alone. */
export const foldBody = (body: readonly Stmt[], table: OpTable): Stmt[] =>
  mapValues(body, (value) => fold(value, table));

export function fold(expr: Expr, table: OpTable): Expr {
  const folded = mapParts(expr, (part) => fold(part, table));
  if (folded.kind !== 'op') return folded;
  const row = table[folded.op];
  const values = folded.args.flatMap((arg) => (arg.kind === 'lit' ? [arg.value] : []));
  if (row?.kind !== 'point' || values.length < folded.args.length) return folded;
  return lit(meaning(row, table)(...values));
}
