/** The loops around a row's work: over time and then over the sequences that still run, or over sequences alone. */
import { accesses, affine, type Bound, type Kernel, type Stmt } from '../ir/loop.ts';
import { type Ends, visitAlone } from './alone.ts';
import type { Buffer, RowNames } from './memory.ts';

/** How rows are visited: every time step of every sequence, or (after the last step is selected) every sequence once. */
export interface Rows {
  readonly kind: 'steps' | 'batch';
  /** The order in which the layer reads time: a state's slot before a step comes first, or last. */
  readonly direction: 'forward' | 'backward';
  /** How many sequences are longer than t. */
  readonly active: Buffer;
  /** Each sequence's last row: the last sequence is the shortest. */
  readonly last: Buffer;
}

/**
 * Row r = t · B + b, and p = r + B, the same sequence one time step later. Only the `time` loop may read what is kept
 * once for each sequence: before and after it (`flat`), that belongs to another time step.
 */
export function rowNames({ kind, direction }: Rows, loop: 'flat' | 'time'): RowNames {
  if (kind === 'batch') return { batch: 'r', steps: 'r' };
  const slots = direction === 'forward' ? { before: 'r', after: 'p' } : { before: 'p', after: 'r' };
  return { ...(loop === 'time' && { batch: 'b' }), steps: 'r', ...slots };
}

export function rowCount({ kind }: Rows): Bound {
  return kind === 'batch' ? 'B' : 'TB';
}

/**
 * Visits every row that is not past its sequence's end: time in order (`down`: from the last step), and at each step the
 * sequences that reach it.
 */
export function rowKernel(name: string, doc: string, rows: Rows, work: RowWork, down = false): Kernel[] {
  return work.one.length === 0 ? [] : [{ name, doc, sized: true, body: visitRows(rows, work, down) }];
}

/** The same where rows do not depend on one another. */
export function flatKernel(name: string, doc: string, rows: Rows, work: RowWork): Kernel[] {
  const body = visitRows(rows, work, false, true);
  return work.one.length === 0 ? [] : [{ name, doc, sized: true, body, apart: true }];
}

/** The work of a row and, where products share the weights they load, that of some rows at once. */
export interface RowWork {
  readonly one: readonly Stmt[];
  readonly several?: { readonly count: number; readonly body: readonly Stmt[] };
  /** Each sequence goes through all its time steps by itself. */
  readonly alone?: Ends;
}

/** `isFlat`: rows may be visited in any order, for instance time steps of one sequence at once. */
export function visitRows(rows: Rows, { one, several, alone }: RowWork, down = false, isFlat = false): Stmt[] {
  const inner = (body: readonly Stmt[]): Stmt[] => [...laterRow(body), ...body];
  const each = (name: string, to: Bound, around: (body: Stmt[]) => Stmt[]): Stmt => ({
    kind: 'loop',
    name,
    to,
    down: false,
    ...(several
      ? { step: several.count, body: around(inner(several.body)), rest: around(inner(one)) }
      : { body: around(inner(one)) }),
  });
  if (rows.kind === 'batch') return [each('r', 'B', (body) => body)];
  const row: Stmt = { kind: 'index', name: 'r', value: affine(0, ['b', 1]), timesB: 't' };
  const running: Bound = { load: affine(0, [rows.active.name, 1], ['t', 1]) };
  const time = { kind: 'loop', name: 't', to: 'T', down, ...(!isFlat && { carries: true as const }) } as const;
  if (alone && !isFlat) return [visitAlone(rows.last, one, several, alone, down)];
  if (!isFlat || !several) return [{ ...time, body: [each('b', running, (body) => [row, ...body])] }];
  // While all sequences run, rows follow one another; then each time step is shorter than the one before.
  const ragged: Stmt = { kind: 'loop', name: 'b', to: running, down: false, body: [row, ...inner(one)] };
  return [
    { kind: 'index', name: 'full', value: affine(1), load: affine(-1, [rows.last.name, 1], ['B', 1]) },
    { kind: 'index', name: 'shortest', value: affine(0, ['full', 1]), perB: true },
    each('r', { name: 'full' }, (body) => body),
    { ...time, from: { name: 'shortest' }, body: [ragged] },
  ];
}

/** Loops over rows inside a body also need the row one time step later. */
export function withLaterRows(body: readonly Stmt[]): Stmt[] {
  return body.map((stmt) => {
    if (stmt.kind === 'block') return { ...stmt, body: withLaterRows(stmt.body) };
    if (stmt.kind !== 'loop') return stmt;
    const inner = withLaterRows(stmt.body);
    return { ...stmt, body: stmt.name === 'r' ? [...laterRow(inner), ...inner] : inner };
  });
}

function laterRow(body: readonly Stmt[]): Stmt[] {
  const isUsed = accesses(body).some(({ terms }) => terms.some(([term]) => term === 'p'));
  return isUsed ? [{ kind: 'index', name: 'p', value: affine(0, ['r', 1]), timesB: '1' }] : [];
}
