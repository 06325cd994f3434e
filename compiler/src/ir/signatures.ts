/** What cells may call, derived from the op table: a name, its numbers of arguments, and how shapes go through it. */
import type { Signature, Signatures } from '../lang/check.ts';
import { arity, type OpTable } from './ops.ts';
import type { Row } from './row.ts';

/** Rows that only the compiler makes. */
const internal = new Set([
  ...['matmat', 'slice', 'pad', 'broadcast', 'stop', 'nearest', 'ldexp'],
  ...['least', 'most', 'copysign', 'pow2', 'exponent', 'mantissa'],
]);
/** Views and products are told apart by name: shapes go through each in its own way. */
const shaped = new Set(['matmul', 'transpose', 'concat', 'outer']);

/** Gathered once for each table. */
const gathered = new WeakMap<OpTable, Signatures>();

export function signatures(table: OpTable): Signatures {
  const known = gathered.get(table) ?? gather(table);
  gathered.set(table, known);
  return known;
}

function gather(table: OpTable): Signatures {
  const found = new Map<string, Signature[]>();
  for (const [op, row] of Object.entries(table)) {
    if (row.kind === 'leaf' || internal.has(op)) continue;
    const name = row.name ?? op;
    found.set(name, [...(found.get(name) ?? []), { kind: kindOf(op, row), arity: arity(row) }]);
  }
  return found;
}

function kindOf(op: string, row: Row): Signature['kind'] {
  if (shaped.has(op)) return op as Signature['kind'];
  if (row.kind === 'reduce') return 'reduce';
  return row.result ?? 'point';
}
