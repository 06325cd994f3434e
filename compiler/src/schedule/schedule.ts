/** A schedule: how loops are tiled and unrolled. It changes what code runs, never what it means. */
import { fail } from '../error.ts';
import type { Support } from '../passes/legalize.ts';

export interface Schedule {
  /**
   * Accumulators that an inner loop keeps in registers, a power of two: as many elements are computed at once as give
   * this many. Eight suit V8, which has sixteen vector registers and needs some for operands.
   */
  readonly tile: number;
  /** Rounds of an inner loop written out for each jump. More let V8 raise loads above their use, and spill. */
  readonly unroll: number;
  /** The same at least where a single row is streamed: no other row shares what is loaded, and loops have registers to spare. */
  readonly streamUnroll: number;
  /** Inner loops of at most this many rounds are written out whole. */
  readonly writeOut: number;
  /** Rows (sequences, time steps) that products handle at once, at most: a weight is loaded once for all of them. */
  readonly rows: number;
  /** Elements of a vector: 4 where the target has vectors, and 1 where it has none. */
  readonly lanes: 1 | 4;
  /** Threads that share the work of a row, at most; 1 where rows are visited by one thread, in order. */
  readonly threads: number;
}

/**
 * What a target's registers can hold decides, and not the model: on LSTMs from 1 → 20 to 128 → 256 these are within 15 % of
 * the fastest schedule that `cellc bench` finds. In JavaScript two rows at once take 0.8 to 0.9 of the time of one, for they
 * share the loads of weights; four gain nothing more, and make longer code.
 */
export const defaultSchedule = {
  tile: 8,
  unroll: 1,
  streamUnroll: 1,
  writeOut: 4,
  rows: 2,
  lanes: 1,
  threads: 1,
} as const satisfies Schedule;
/** Every thread computes one element. */
export const elementSchedule = { ...defaultSchedule, tile: 1, writeOut: 0, rows: 1 } as const satisfies Schedule;
export const vectorSchedule = { ...defaultSchedule, streamUnroll: 2, rows: 4, lanes: 4 } as const satisfies Schedule;
/** Sixteen accumulators: four gates of four rows. 256 threads are what every WebGPU device has. */
export const threadSchedule = { ...defaultSchedule, tile: 16, rows: 4, threads: 256 } as const satisfies Schedule;

/** @throws E_OPTION for a schedule that no code can follow */
export function checkSchedule(schedule: Partial<Schedule>, base: Schedule = defaultSchedule): Schedule {
  const whole = { ...base, ...schedule };
  if (whole.lanes !== base.lanes)
    fail('E_OPTION', `schedule.lanes is ${whole.lanes}`, undefined, `the target's vectors have ${base.lanes}`);
  if (whole.threads !== base.threads)
    fail('E_OPTION', `schedule.threads is ${whole.threads}`, undefined, `the target has ${base.threads}`);
  for (const [name, value] of Object.entries(whole)) {
    if (name === 'threads') continue;
    if (!Object.hasOwn(defaultSchedule, name))
      fail('E_OPTION', `a schedule has no '${name}'`, undefined, `it has ${Object.keys(defaultSchedule).join(', ')}`);
    const isPower = name === 'writeOut' || Number.isInteger(Math.log2(value));
    if (!Number.isInteger(value) || value < (name === 'writeOut' ? 0 : 1) || value > 64 || !isPower)
      fail(
        'E_OPTION',
        `schedule.${name} is ${value}, not ${name === 'writeOut' ? 'a whole number' : 'a power of two'} up to 64`,
      );
  }
  return whole;
}

/** What lowering knows of its target. */
export interface Lowering extends Support {
  readonly schedule: Schedule;
}

/** Elements, or vectors, that a loop with this many accumulators for each of them computes at once. */
export function unitsFor(accumulators: number, { tile }: Schedule): number {
  return accumulators === 0 ? 1 : 2 ** Math.max(0, Math.floor(Math.log2(tile / accumulators)));
}

/** Rows that such a loop handles at once where there are many. */
export function rowsFor(accumulators: number, schedule: Schedule): number {
  return accumulators === 0 ? 1 : Math.min(schedule.rows, unitsFor(accumulators, schedule));
}
