/** What a peer is: something that a user would run a recurrent network with instead. */
import type { Gates } from '../plain.ts';

/** One layer of LSTM with one bias a gate, single precision. */
export interface Lstm {
  readonly I: number;
  readonly H: number;
  readonly gates: Gates;
}

/** Sequences `[batch, time, features]`. */
export interface Sequences {
  readonly T: number;
  readonly B: number;
  readonly x: Float32Array;
}

/** What a stream reads, one frame after another; its states carry over. */
export type Frames = readonly Float32Array[];

/** Training by Adam towards `y` (`[batch, time, H]`): mean squared error on h of every step, all sequences at once. */
export interface Lesson extends Sequences {
  readonly y: Float32Array;
  readonly lr: number;
}

/** One contender at one workload, built and with its data in place. */
export interface Work {
  /** The work itself; returns a number that depends on it. */
  run(): number | Promise<number>;
  /** How many steps, sequences or updates one call of `run` is; 1 by default. */
  readonly operations?: number;
  /** What it computes, from a fresh start: called once, before `run`. */
  answer(): Answer | Promise<Answer>;
  close?(): void;
}

/** Everything that contenders must agree on. */
export interface Answer {
  /** h after every frame, or `[batch, time, H]`. */
  readonly h?: ArrayLike<number>;
  /** Loss before each of the first `UPDATES` updates. */
  readonly loss?: readonly number[];
  /** The weights after them, as `flatten` orders them. */
  readonly weights?: ArrayLike<number>;
  /** Of a peer that returns no more than the last h of one sequence. */
  readonly last?: ArrayLike<number>;
}

export const UPDATES = 5;

/** The workloads that are timed in a process; what is absent, `Peer.cannot` explains. */
export interface Skills {
  step?(lstm: Lstm, frames: Frames): Work | Promise<Work>;
  sequence?(lstm: Lstm, data: Sequences): Work | Promise<Work>;
  train?(lstm: Lstm, lesson: Lesson): Work | Promise<Work>;
}

export type Kind = keyof Skills;

export interface Peer {
  readonly name: string;
  /** How it is used here, in one line. */
  readonly how: string;
  /** The packages a user installs, the one that gives the version first; none of a peer that npm does not have. */
  readonly packages: readonly string[];
  /** Why a workload is left out. */
  cannot?(kind: Kind, size: { readonly I: number; readonly H: number; readonly B: number }): string | undefined;
  /** Where it computes another cell than cellc's `lstm`, that cell: cellc then competes with the same equations. */
  readonly cell?: string;
  /** Why it cannot run here, or its version, of a peer that npm does not have. */
  find?(): { readonly missing: string } | { readonly version: string };
  open(): Skills | Promise<Skills>;
  /** A page that runs one LSTM step, for a bundler; absent where there is no page to be had. */
  readonly page?: Page;
}

export interface Page {
  readonly code: string;
  /** What the page fetches besides, as paths in the packages folder. */
  readonly files?: readonly string[];
}

export const gateNames = ['i', 'f', 'g', 'o'] as const;
export type GateName = (typeof gateNames)[number];

/** All weights of an LSTM in one order: gate by gate W, U, b. */
export function flatten(gates: Gates): Float32Array {
  const parts = gateNames.flatMap((name) => [gates[name].W, gates[name].U, gates[name].b]);
  const flat = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    flat.set(part, at);
    at += part.length;
  }
  return flat;
}

/** The gates' matrices one above the other: `[4H, columns]`. */
export function stacked(gates: Gates, which: 'W' | 'U' | 'b', order: readonly GateName[]): Float32Array {
  const length = gates.i[which].length;
  const all = new Float32Array(4 * length);
  for (const [at, name] of order.entries()) all.set(gates[name][which], at * length);
  return all;
}

/** `[rows, columns]` to `[columns, rows]`. */
export function transposed(matrix: ArrayLike<number>, rows: number, columns: number): Float32Array {
  const result = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result[j * rows + i] = matrix[i * columns + j]!;
  return result;
}

/** The inverse of `stacked`, for three results. */
export function unstacked(
  W: ArrayLike<number>,
  U: ArrayLike<number>,
  b: ArrayLike<number>,
  order: readonly GateName[],
): Gates {
  const part = (all: ArrayLike<number>, at: number) => {
    const length = all.length / 4;
    return Float32Array.from({ length }, (_, k) => all[at * length + k]!);
  };
  const entries = order.map((name, at) => [name, { W: part(W, at), U: part(U, at), b: part(b, at) }]);
  return Object.fromEntries(entries) as unknown as Gates;
}

/** Swaps the first two of three dimensions: batch-first to time-major and back. */
export function swapped(data: ArrayLike<number>, first: number, second: number, size: number): Float32Array {
  const result = new Float32Array(first * second * size);
  for (let i = 0; i < first; i++)
    for (let j = 0; j < second; j++)
      for (let k = 0; k < size; k++) result[(j * first + i) * size + k] = data[(i * second + j) * size + k]!;
  return result;
}

/** The work of a stream whose step returns at once. */
export function streaming(step: (x: Float32Array) => ArrayLike<number>, frames: Frames): Work {
  return {
    operations: frames.length,
    run() {
      let sum = 0;
      for (const x of frames) sum += step(x)[0]!;
      return sum;
    },
    answer: () => ({ h: Float32Array.from(frames.flatMap((x) => Array.from(step(x)))) }),
  };
}

/** The same for a step that returns a promise. */
export function streamingAsync(step: (x: Float32Array) => Promise<ArrayLike<number>>, frames: Frames): Work {
  return {
    operations: frames.length,
    async run() {
      let sum = 0;
      for (const x of frames) sum += (await step(x))[0]!;
      return sum;
    },
    async answer() {
      const h: number[] = [];
      for (const x of frames) h.push(...Array.from(await step(x)));
      return { h };
    },
  };
}
