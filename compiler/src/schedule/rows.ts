/** The loops around a row's work: over time and then over the sequences that still run, or over sequences alone. */
import { accesses, affine, type Bound, type Kernel, type Stmt } from '../ir/loop.ts';
import type { Buffer, RowNames } from './memory.ts';

/** How rows are visited: every time step of every sequence, or (after the last step is selected) every sequence once. */
export interface Rows {
  readonly kind: 'steps' | 'batch';
  /** The order in which the layer reads time: a state's slot before a step comes first, or last. */
  readonly direction: 'forward' | 'backward';
  /** How many sequences are longer than t. */
  readonly active: Buffer;
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
export function rowKernel(name: string, doc: string, rows: Rows, body: readonly Stmt[], down = false): Kernel[] {
  return body.length === 0 ? [] : [{ name, doc, sized: true, body: visitRows(rows, body, down) }];
}

export function visitRows(rows: Rows, body: readonly Stmt[], down = false): Stmt[] {
  const inner = [...laterRow(body), ...body];
  if (rows.kind === 'batch') return [{ kind: 'loop', name: 'r', to: 'B', down: false, body: inner }];
  const row: Stmt = { kind: 'index', name: 'r', value: affine(0, ['b', 1]), timesB: 't' };
  const running: Bound = { load: affine(0, [rows.active.name, 1], ['t', 1]) };
  const sequences: Stmt = { kind: 'loop', name: 'b', to: running, down: false, body: [row, ...inner] };
  return [{ kind: 'loop', name: 't', to: 'T', down, body: [sequences] }];
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
  return usesRow(body, 'p') ? [{ kind: 'index', name: 'p', value: affine(0, ['r', 1]), timesB: '1' }] : [];
}

function usesRow(body: readonly Stmt[], name: string): boolean {
  return accesses(body).some(({ terms }) => terms.some(([term]) => term === name));
}
