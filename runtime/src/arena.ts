/** Places in the arena, and copying between batch-first public tensors and the time-major regions of kernels. */
import { fail } from './error.ts';
import type { Arena, Manifest, Offset, Region, State } from './module.ts';

/** The sequences of one kernel call, in the order kernels want them: by falling length. */
export interface Batch {
  /** `rows[b]`: which row of the public tensors is the kernels' row b. */
  readonly rows: readonly number[];
  readonly lengths: readonly number[];
  /** Time steps that the kernels run (the longest length), and sequences. */
  readonly T: number;
  readonly B: number;
  /** Time steps of the public tensors. */
  readonly time: number;
}

/** Offsets at T = B = 0 are those of what has a fixed place. */
export function place(at: Offset, T: number, B: number): number {
  return at[0] + at[1] * B + at[2] * T * B;
}

/** The batch of the given rows of public tensors with `time` steps; lengths default to `time`. */
export function batchOf(rows: readonly number[], time: number, lengths?: ArrayLike<number>): Batch {
  const length = (row: number) => (lengths ? lengths[row]! : time);
  const sorted = lengths ? [...rows].sort((a, b) => length(b) - length(a)) : rows;
  const falling = sorted.map(length);
  return { rows: sorted, lengths: falling, T: falling[0]!, B: rows.length, time };
}

/** The arena itself where it is large enough, or a larger one with the same fixed part. */
export function reserve(m: Arena | undefined, manifest: Manifest, T: number, B: number): Arena {
  const { arena, precision } = manifest;
  const size = place(arena, T, B);
  if (m && size <= m.length) return m;
  // The arena holds row numbers as floats, and 2^24 is where single precision stops counting.
  if ((T + 1) * B >= 2 ** 24)
    fail('E_MEMORY', `${T} time steps of ${B} sequences are more than 2^24 rows`, 'use smaller batches');
  const make = precision === 'f64' ? Float64Array : Float32Array;
  let grown: Arena | undefined;
  try {
    if (size <= 2 ** 31) grown = new make(size);
  } catch {
    // Reported below: engines word a failed allocation differently.
  }
  if (!grown) {
    const bytes = size * make.BYTES_PER_ELEMENT;
    fail('E_MEMORY', `${T} time steps of ${B} sequences need ${bytes} bytes, which cannot be allocated`);
  }
  if (m) grown.set(m.subarray(0, arena[0]));
  return grown;
}

/** Copies the batch's rows of public data into a region: zeros past a sequence's end, or everywhere without data. */
export function write(m: Arena, region: Region, batch: Batch, data?: Arena): void {
  eachRow(region, batch, (at, from, live) => copyRow(m, at, region.size, live ? data : undefined, from));
}

/** Copies a region into the batch's rows of public data, which past a sequence's end stay as they are. */
export function read(m: Arena, region: Region, batch: Batch, data: Arena): void {
  eachRow(region, batch, (at, to, live) => {
    if (live) for (let i = 0; i < region.size; i++) data[to + i] = m[at + i]!;
  });
}

/** Copies initial states in, or zeros. */
export function writeState(m: Arena, state: State, batch: Batch, data?: Arena): void {
  const slot = (length: number) => (state.direction === 'forward' ? 0 : length);
  eachRow(state.run, batch, (at, from) => copyRow(m, at, state.run.size, data, from), slot);
}

/** Copies final states out. */
export function readState(m: Arena, state: State, batch: Batch, data: Arena): void {
  const slot = (length: number) => (state.direction === 'forward' ? length : 0);
  eachRow(state.run, batch, (at, to) => copyRow(data, to, state.run.size, m, at), slot);
}

/** Tells the kernels each time step's number of live rows, and each row's last step. */
export function writeLengths(m: Arena, manifest: Manifest, { lengths, T, B }: Batch): void {
  const active = place(manifest.active.at, T, B);
  const last = place(manifest.last.at, T, B);
  for (let t = 0, live = B; t < T; t++) {
    while (lengths[live - 1]! <= t) live--;
    m[active + t] = live;
  }
  for (let b = 0; b < B; b++) m[last + b] = (lengths[b]! - 1) * B + b;
}

/** Zeroes what lies past each sequence's end in a region of rows `steps` or `slots` (where slot `length` is in use). */
export function zeroPastEnd(m: Arena, region: Region, { lengths, T, B }: Batch): void {
  const base = place(region.at, T, B);
  const slots = region.rows === 'slots' ? 1 : 0;
  for (let b = 0; b < B; b++)
    for (let t = lengths[b]! + slots; t < T + slots; t++) {
      const at = base + (t * B + b) * region.size;
      m.fill(0, at, at + region.size);
    }
}

function copyRow(to: Arena, at: number, size: number, from: Arena | undefined, start: number): void {
  for (let i = 0; i < size; i++) to[at + i] = from ? from[start + i]! : 0;
}

/** Visits a region's rows: where each is in the arena, where in the public tensor, and whether the sequence still runs. */
function eachRow(
  region: Region,
  { rows, lengths, T, B, time }: Batch,
  visit: (at: number, index: number, live: boolean) => void,
  slot = (_length: number) => 0,
): void {
  const { size } = region;
  const base = place(region.at, T, B);
  for (let b = 0; b < B; b++) {
    const row = rows[b]!;
    const length = lengths[b]!;
    if (region.rows === 'steps')
      for (let t = 0; t < T; t++) visit(base + (t * B + b) * size, (row * time + t) * size, t < length);
    else visit(base + ((region.rows === 'slots' ? slot(length) * B : 0) + b) * size, row * size, true);
  }
}
