/** Kernels for one sequence: B is 1, no row is past its sequence's end, and nothing is left of the loops over sequences. */
import { invariant } from '../error.ts';
import { type Affine, affine, type Expr, mapParts, type Stmt, scoped } from '../ir/loop.ts';

/** What says how long sequences are, by the names of the buffers. */
export interface Lengths {
  readonly active: string;
  readonly last: string;
}

/** The same for T time steps of one sequence; the buffers in `lengths` are not read. */
export function ofOneSequence(body: readonly Stmt[], lengths: Lengths): Stmt[] {
  return rewrite(body, new Set(), lengths);
}

const reads = (index: Affine, buffer: string): boolean => index.terms.some(([name]) => name === buffer);

/** `zero`: the counters of loops that are no more. */
function rewrite(body: readonly Stmt[], zero: ReadonlySet<string>, lengths: Lengths): Stmt[] {
  const index = (of: Affine): Affine => affine(of.at, ...of.terms.filter(([name]) => !zero.has(name)));
  const expr = (of: Expr): Expr => (of.kind === 'load' ? { ...of, index: index(of.index) } : mapParts(of, expr));
  return body.flatMap((stmt): Stmt[] => {
    switch (stmt.kind) {
      case 'loop': {
        const { to } = stmt;
        const isOnce = to === 'B' || (typeof to === 'object' && 'load' in to && reads(to.load, lengths.active));
        if (!isOnce) return [{ ...stmt, to: to === 'TB' ? 'T' : to, body: rewrite(stmt.body, zero, lengths) }];
        invariant(!stmt.step, 'sequences are handled one by one');
        return scoped(rewrite(stmt.body, new Set([...zero, stmt.name]), lengths));
      }
      case 'block':
        return [{ ...stmt, body: rewrite(stmt.body, zero, lengths) }];
      case 'index': {
        const { name, value, timesB, load } = stmt;
        const { at, terms } = index(value);
        const isLast = load !== undefined && reads(load, lengths.last);
        const rows: [string, number][] = timesB && timesB !== '1' ? [[timesB, 1]] : [];
        const steps: [string, number][] = isLast ? [['T', 1]] : [];
        const sum = affine(at + (timesB === '1' ? 1 : 0) - (isLast ? 1 : 0), ...rows, ...terms, ...steps);
        return [{ kind: 'index', name, value: sum, ...(load && !isLast && { load: index(load) }) }];
      }
      case 'store':
        return [{ ...stmt, index: index(stmt.index), value: expr(stmt.value) }];
      case 'note':
        return [stmt];
      default:
        return [{ ...stmt, value: expr(stmt.value) }];
    }
  });
}
