/** Places in the arena, and copying between batch-first public data and the time-major regions of kernels. */
import { fail } from './error.ts';
import type { Arena, Manifest, Offset, Region, State } from './module.ts';

/** The sequences of one kernel call, in the order kernels want them: by falling length. */
export interface Batch {
  /** `rows[b]`: which row of the public data is the kernels' row b. */
  readonly rows: ArrayLike<number>;
  /** `slots[b]`: which row of its initial states it is. */
  readonly slots: ArrayLike<number>;
  /** How many of the call's time steps each row has. */
  readonly lengths: ArrayLike<number>;
  /** Time steps that the kernels run (the longest length), and sequences. */
  readonly T: number;
  readonly B: number;
  /** The time step of the public data that is the kernels' step 0. */
  readonly from: number;
}

/** Public numbers: element i of time step t of row r is `data[start + r * row + t * step + i]`. */
export interface Source {
  readonly data: Arena;
  readonly start: number;
  /** Elements from one row to the next: rows may overlap. */
  readonly row: number;
  /** Elements from one time step to the next; 1 where one number stands for a one-hot vector. */
  readonly step: number;
}

/** Rows that follow one another, each of `time` steps of `size` numbers. */
export function dense(data: Arena, time: number, size: number): Source {
  return { data, start: 0, row: time * size, step: size };
}

/** Offsets at T = B = 0 are those of what has a fixed place. */
export function place(at: Offset, T: number, B: number): number {
  return at[0] + at[1] * B + at[2] * T * B;
}

/** The batch of the given rows of public data, whose slots count from `first`; lengths default to `time`. */
export function batchOf(rows: readonly number[], time: number, lengths?: ArrayLike<number>, first = 0): Batch {
  const B = rows.length;
  const slots = rows.map((_, i) => first + i);
  if (!lengths) return { rows, slots, lengths: new Array<number>(B).fill(time), T: time, B, from: 0 };
  slots.sort((a, b) => lengths[rows[b - first]!]! - lengths[rows[a - first]!]!);
  const sorted = slots.map((slot) => rows[slot - first]!);
  const falling = sorted.map((row) => lengths[row]!);
  return { rows: sorted, slots, lengths: falling, T: falling[0]!, B, from: 0 };
}

/** The time steps from `from` to `to` of a batch: its rows that are longer than `from`, which are its first. */
export function segmentOf(batch: Batch, from: number, to: number): Batch {
  const { lengths, T: longest } = batch;
  if (from === 0 && to >= longest) return batch;
  let B = batch.B;
  while (lengths[B - 1]! <= from) B--;
  const T = Math.min(to, longest) - from;
  const inside: number[] = [];
  for (let b = 0; b < B; b++) inside.push(Math.min(lengths[b]! - from, T));
  return { ...batch, lengths: inside, T, B, from };
}

/** Copies rows of so many elements within the arena, from and to places that lie `fromStep` and `toStep` elements apart. */
export type CopyRows = (to: number, toStep: number, from: number, fromStep: number, size: number, rows: number) => void;

/** An arena, and what its host has to move rows within it faster than JavaScript does. */
export interface Rows {
  readonly m: Arena;
  readonly copyRows?: CopyRows;
}

/** Makes an arena of so many elements whose beginning is as in the one before; undefined where there is not so much memory. */
export type Allocate = (elements: number, before: Arena | undefined) => Arena | undefined;

/** The arena itself where it is large enough, or a larger one with the same fixed part. */
export function reserve(
  m: Arena | undefined,
  { arena, precision, x, y, loss }: Manifest,
  T: number,
  B: number,
  { allocate, copyRows }: { readonly allocate: Allocate; readonly copyRows?: CopyRows },
): Arena {
  const size = place(arena, T, B) + (copyRows && B > 1 ? T * Math.max(x.size, y.size, loss?.target.size ?? 0) : 0);
  if (m && size <= m.length) return m;
  // The arena holds row numbers as floats, and 2^24 is where single precision stops counting.
  if ((T + 1) * B >= 2 ** 24)
    fail('E_MEMORY', `${T} time steps of ${B} sequences are more than 2^24 rows`, 'use smaller batches');
  const grown = size <= 2 ** 31 ? allocate(size, m) : undefined;
  if (!grown) {
    const bytes = size * (precision === 'f64' ? 8 : 4);
    fail('E_MEMORY', `${T} time steps of ${B} sequences need ${bytes} bytes, which cannot be allocated`);
  }
  return grown;
}

/** A typed array of its own for every size. */
export function allocator({ arena, precision }: Manifest): Allocate {
  const make = precision === 'f64' ? Float64Array : Float32Array;
  return (elements, before) => {
    let grown: Arena;
    try {
      grown = new make(elements);
    } catch {
      // Engines word a failed allocation differently.
      return undefined;
    }
    if (before) grown.set(before.subarray(0, arena[0]));
    return grown;
  };
}

/** Copies the batch's rows of public data into a region: zeros past a sequence's end, or everywhere without data. */
export function write({ m, copyRows }: Rows, region: Region, batch: Batch, source?: Source): void {
  const { rows, lengths, T, B, from } = batch;
  const { size } = region;
  const base = place(region.at, T, B);
  const perStep = region.rows === 'steps';
  if (!source) {
    m.fill(0, base, base + size * B * (perStep ? T : 1));
    return;
  }
  const { data, start, row, step } = source;
  for (let b = 0; b < B; b++) {
    const index = start + rows[b]! * row;
    if (!perStep) writeRow(m, base + b * size, size, data, index, step);
    else {
      const length = lengths[b]!;
      const first = index + from * step;
      // A single sequence lies in memory as it does outside.
      if (B === 1 && step === size) m.set(data.subarray(first, first + length * size), base);
      else if (copyRows && step === size) {
        // One sequence comes in as a whole, to the arena's end; from there its rows go to their places.
        const end = m.length - length * size;
        m.set(data.subarray(first, first + length * size), end);
        copyRows(base + b * size, B * size, end, size, size, length);
      } else
        for (let t = 0; t < length; t++) writeRow(m, base + (t * B + b) * size, size, data, first + t * step, step);
      for (let t = length; t < T; t++) m.fill(0, base + (t * B + b) * size, base + (t * B + b + 1) * size);
    }
  }
}

/** Copies one row, or makes a one-hot vector of a class: zeros of what is no class. */
export function writeRow(m: Arena, at: number, size: number, data: ArrayLike<number>, index: number, step: number) {
  if (step === size) for (let i = 0; i < size; i++) m[at + i] = data[index + i]!;
  else {
    for (let i = 0; i < size; i++) m[at + i] = 0;
    const place = data[index]!;
    if (place >= 0 && place < size) m[at + place] = 1;
  }
}

/** Copies a region into the batch's rows of public data, which past a sequence's end stay as they are. */
export function read({ m, copyRows }: Rows, region: Region, batch: Batch, { data, row, step }: Source): void {
  const { rows, lengths, T, B } = batch;
  const { size } = region;
  const base = place(region.at, T, B);
  for (let b = 0; b < B; b++) {
    const index = rows[b]! * row;
    const length = region.rows === 'steps' ? lengths[b]! : 1;
    if (B === 1 && step === size) data.set(m.subarray(base, base + length * size), index);
    else if (copyRows && step === size) {
      const end = m.length - length * size;
      copyRows(end, size, base + b * size, B * size, size, length);
      data.set(m.subarray(end), index);
    } else
      for (let t = 0; t < length; t++)
        for (let i = 0; i < size; i++) data[index + t * step + i] = m[base + (t * B + b) * size + i]!;
  }
}

/** Copies initial states in, or zeros. */
export function writeState(m: Arena, { run, direction }: State, batch: Batch, data?: Arena): void {
  copyState(m, run, batch, direction === 'backward', data, false);
}

/** Copies final states out. */
export function readState(m: Arena, { run, direction }: State, batch: Batch, data: Arena): void {
  copyState(m, run, batch, direction === 'forward', data, true);
}

/** The states of a batch's rows, by slot: one array for each state. */
export type Carry = readonly Arena[];

/** Copies one row a sequence in or out: of a history slot 0, or where `atEnd` that of the sequence's length. */
export function copyState(
  m: Arena,
  { at, size, rows }: Region,
  { slots, lengths, T, B }: Batch,
  atEnd: boolean,
  data: Arena | undefined,
  out: boolean,
): void {
  const base = place(at, T, B);
  for (let b = 0; b < B; b++) {
    const from = base + ((atEnd && rows === 'slots' ? lengths[b]! * B : 0) + b) * size;
    const index = slots[b]! * size;
    if (out) for (let i = 0; i < size; i++) data![index + i] = m[from + i]!;
    else for (let i = 0; i < size; i++) m[from + i] = data ? data[index + i]! : 0;
  }
}

/** Tells the kernels each time step's number of live rows, and each row's last step. */
export function writeLengths(m: Arena, manifest: Manifest, { lengths, T, B }: Batch): void {
  fillLengths(m, place(manifest.active.at, T, B), place(manifest.last.at, T, B), { lengths, T, B });
}

/** From `active`, how many sequences are longer than t; from `last`, every sequence's last row. */
export function fillLengths(
  m: Arena | Int32Array,
  active: number,
  last: number,
  { lengths, T, B }: Pick<Batch, 'T' | 'B' | 'lengths'>,
): void {
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
