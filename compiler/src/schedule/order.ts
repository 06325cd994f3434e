/**
 * The order in which V8 11 (Node.js 20) places the additions of a loop: it schedules from the end of a function backward, and
 * comes to what is stored first through the last operands. Loads keep their order in the program. Where a loop lists the
 * accumulators the other way round, each load stands right before its use; else all of them come first, and registers spill.
 */
import type { Expr, Stmt } from '../ir/loop.ts';

/** Of the names that a body reads, those given, in the order in which its loops had best list them. */
export function listOrder(body: readonly Stmt[], names: ReadonlySet<string>): string[] {
  const values = new Map(body.flatMap((stmt) => (stmt.kind === 'let' ? [[stmt.name, stmt.value] as const] : [])));
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (expr: Expr): void => {
    if (expr.kind === 'op') for (const arg of [...expr.args].reverse()) visit(arg);
    if (expr.kind === 'mask' || expr.kind === 'fold') visit(expr.value);
    if (expr.kind !== 'ref' || seen.has(expr.name)) return;
    seen.add(expr.name);
    if (names.has(expr.name)) found.add(expr.name);
    const value = values.get(expr.name);
    if (value) visit(value);
  };
  for (const stmt of body) if (stmt.kind === 'store') visit(stmt.value);
  for (const stmt of body) if (stmt.kind === 'set') visit(stmt.value);
  return [...names].filter((name) => !found.has(name)).concat([...found].reverse());
}
