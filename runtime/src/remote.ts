/** Kernels on a device, which has an arena of its own: what has to be sent there before a call, and fetched after it. */
import { type Batch, place } from './arena.ts';
import type { Arena, Kernels, Manifest, Region, State } from './module.ts';

/** Elements of the arena, from one up to another. */
export type Span = readonly [from: number, to: number];

export type Entry = Exclude<keyof Kernels, 'step'>;

/** The host's arena is a copy of the device's, as far as elements have been sent or fetched. */
export interface Remote {
  /** Sends, runs an entry point, and fetches. @throws E_DEVICE, E_MEMORY */
  run(entry: Entry, m: Arena, batch: Batch | undefined, send: readonly Span[], fetch: readonly Span[]): Promise<void>;
  /** Fetches alone. @throws E_DEVICE */
  fetch(m: Arena, spans: readonly Span[]): Promise<void>;
  /** Zeroes elements there, before the next run or fetch. */
  clear(spans: readonly Span[]): void;
  /** Frees the device's memory. */
  destroy(): void;
}

/** A region's rows at T and B. */
export function spanOf({ at, size, rows }: Region, { T, B }: Batch): Span {
  const from = place(at, T, B);
  return [from, from + size * { one: 1, batch: B, steps: T * B, slots: (T + 1) * B }[rows]];
}

/** All parameters, with the frozen ones, which lie behind gradients and moments. */
export function paramSpans({ values, params, arena }: Manifest): Span[] {
  const places = params.flatMap(({ frozen, pieces }) => (frozen ? pieces.map(({ at }) => at) : []));
  return [[values.start, values.end], ...(places.length > 0 ? [[Math.min(...places), arena[0]] as const] : [])];
}

/** Where the states are that a pass begins with, or ends with: of a history one slot, if all sequences are as long. */
export function stateSpan({ run, direction }: State, batch: Batch, atEnd: boolean): Span {
  const { T, B, lengths } = batch;
  const [from, to] = spanOf(run, batch);
  if (run.rows !== 'slots') return [from, to];
  const isLast = atEnd === (direction === 'forward');
  if (isLast && lengths[B - 1] !== T) return [from, to];
  const first = from + (isLast ? T * B * run.size : 0);
  return [first, first + B * run.size];
}

/** The rows of a region past each sequence's end: rows are sorted by falling length. */
export function pastEnd(region: Region, { T, B, lengths }: Batch): Span[] {
  const from = place(region.at, T, B);
  const slots = region.rows === 'slots' ? 1 : 0;
  const spans: Span[] = [];
  for (let t = 0, live = B; t < T; t++) {
    while (lengths[live - 1]! <= t) live--;
    const row = (t + slots) * B;
    if (live < B) spans.push([from + (row + live) * region.size, from + (row + B) * region.size]);
  }
  return spans;
}
