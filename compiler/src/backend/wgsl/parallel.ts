/** What may run at once: facts about loops and about memory that hold for any cell. */
import type { Affine, Stmt } from '../../ir/loop.ts';
import { accesses, parts, walk } from '../../ir/loop.ts';
import type { OpTable } from '../../ir/ops.ts';
import type { Memory } from '../../schedule/memory.ts';

export type Loop = Extract<Stmt, { kind: 'loop' }>;

/**
 * How a loop's rounds hang together.
 * - `units`: not at all.
 * - `rows`: only through memory that the threads of a workgroup share, so that workgroups may take a round each.
 * - `sum`: through what they add up, in any order.
 * - `order`: a round needs those before it.
 */
export type Bond = 'units' | 'rows' | 'sum' | 'order';

/** What statements read and write, by buffer. */
export interface Effects {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
}

export interface Facts {
  bond(loop: Loop): Bond;
  /** The buffers for which a round has to wait for the one before, where the threads of a workgroup share each. */
  across(loop: Loop): string[];
  effects(body: readonly Stmt[]): Effects;
  /** Those whose memory is read or written. */
  phases(effects: Effects): ReadonlySet<string>;
  isLocal(buffer: string): boolean;
}

export function factsOf(memory: Memory, table: OpTable, copy: number): Facts {
  const locals = new Set(memory.locals.map(({ name }) => name));
  const placed = new Set([...memory.buffers.filter(({ rows }) => rows !== 'one').map(({ name }) => name), ...locals]);
  const fixed = memory.buffers.filter(({ rows }) => rows === 'one');
  const bufferOf = ({ at, terms }: Affine): string => {
    const named = terms.find(([name]) => placed.has(name));
    if (named) return named[0];
    const own = fixed.find((buffer) => at >= buffer.at[0] && at < buffer.at[0] + buffer.size);
    // Parameters, gradients and moments: copies of one layout.
    return own?.name ?? `copy ${copy > 0 ? Math.floor(at / copy) : 0}`;
  };
  const isLocalPlace = ({ terms }: Affine): boolean => terms.some(([name]) => locals.has(name));

  const effects = (body: readonly Stmt[]): Effects => {
    const stmts = [...walk(body)];
    const writes = stmts.flatMap((stmt) => (stmt.kind === 'store' ? [stmt.index] : []));
    const isWrite = new Set(writes);
    return {
      reads: new Set(
        accesses(body)
          .filter((index) => !isWrite.has(index))
          .map(bufferOf),
      ),
      writes: new Set(writes.map(bufferOf)),
    };
  };

  const phaseOf = new Map(memory.buffers.flatMap(({ name, phase }) => (phase === undefined ? [] : [[name, phase]])));

  return {
    effects,
    phases: ({ reads, writes }) => new Set([...reads, ...writes].flatMap((name) => phaseOf.get(name) ?? [])),
    across(loop) {
      const body = [...loop.body, ...(loop.rest ?? [])];
      const apart = apartIn(loop);
      const { reads, writes } = effects(body);
      const stores = [...walk(body)].flatMap((stmt) =>
        stmt.kind === 'store' && !apart(stmt.index) ? [stmt.index] : [],
      );
      const again = new Set(stores.map(bufferOf));
      return [...writes].filter((name) => reads.has(name) || again.has(name));
    },
    isLocal: (buffer) => locals.has(buffer),
    bond(loop) {
      if (loop.carries) return 'order';
      const inner = [...walk([...loop.body, ...(loop.rest ?? [])])];
      const apart = apartIn(loop);
      const places = inner.flatMap((stmt) => (stmt.kind === 'store' && !apart(stmt.index) ? [stmt.index] : []));
      if (!places.every(isLocalPlace)) return 'order';
      const declared = new Set(
        inner.flatMap((stmt) => (stmt.kind === 'let' || stmt.kind === 'var' ? [stmt.name] : [])),
      );
      const sums = setsOf(inner).filter(({ name }) => !declared.has(name));
      if (sums.length === 0) return places.length > 0 ? 'rows' : 'units';
      const names = new Set(sums.map(({ name }) => name));
      const isSum = sums.every(({ name, value }) => {
        if (value.kind !== 'op' || (value.op !== 'add' && table[value.op]!.kind !== 'reduce')) return false;
        const [first, ...terms] = value.args;
        return first?.kind === 'ref' && first.name === name && !terms.some((term) => reads(term, names));
      });
      const others = inner.filter((stmt) => !(stmt.kind === 'set' && names.has(stmt.name)));
      const isRead = others.some((stmt) => 'value' in stmt && stmt.kind !== 'index' && reads(stmt.value, names));
      return isSum && !isRead && places.length === 0 ? 'sum' : 'order';
    },
  };
}

/** Whether a place is another in every round of a loop. */
function apartIn({ name, body, rest = [] }: Loop): (place: Affine) => boolean {
  const own = derivedFrom(name, [...body, ...rest]);
  return ({ terms }) => terms.some(([term]) => own.has(term));
}

/** An integer, and those of a body that are others where it is. */
export function derivedFrom(name: string, body: readonly Stmt[]): ReadonlySet<string> {
  const own = new Set([name]);
  for (const stmt of walk(body))
    if (stmt.kind === 'index' && !stmt.odd) {
      const { value, timesB = '' } = stmt;
      if ([...value.terms.map(([term]) => term), timesB].some((term) => own.has(term))) own.add(stmt.name);
    }
  return own;
}

/** The sums that a loop adds to, which are declared around it. */
export function sumsOf({ body, rest = [] }: Loop): { name: string; op: string }[] {
  const inner = [...walk([...body, ...rest])];
  const declared = new Set(inner.flatMap((stmt) => (stmt.kind === 'let' || stmt.kind === 'var' ? [stmt.name] : [])));
  const sums = setsOf(inner).filter(({ name }) => !declared.has(name));
  const ops = new Map(sums.map(({ name, value }) => [name, value.kind === 'op' ? value.op : 'add']));
  return [...ops].map(([name, op]) => ({ name, op }));
}

export const none: Effects = { reads: new Set(), writes: new Set() };

export function both(a: Effects, b: Effects): Effects {
  return { reads: new Set([...a.reads, ...b.reads]), writes: new Set([...a.writes, ...b.writes]) };
}

/** The buffers for which one has to wait for the other. */
export function conflicts(a: Effects, b: Effects): string[] {
  return [...b.writes]
    .filter((name) => a.reads.has(name) || a.writes.has(name))
    .concat([...b.reads].filter((name) => a.writes.has(name)));
}

function setsOf(stmts: readonly Stmt[]): Extract<Stmt, { kind: 'set' }>[] {
  return stmts.flatMap((stmt) => (stmt.kind === 'set' ? [stmt] : []));
}

function reads(value: Parameters<typeof parts>[0], names: ReadonlySet<string>): boolean {
  return parts(value).some((part) => part.kind === 'ref' && names.has(part.name));
}

/** The stores in a row that begin at a place in a body. */
export function storesFrom(body: readonly Stmt[], start: number): readonly Stmt[] {
  const end = body.findIndex((stmt, at) => at > start && stmt.kind !== 'store');
  return body.slice(start, end < 0 ? body.length : end);
}
