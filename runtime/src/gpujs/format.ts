/** The part of the module format that says how a program runs on gpu.js: its kernels, and in which order entries call them. */
import type { Region } from '../region.ts';

/** Elements along an axis: a number, one for each sequence, for each time step, or for each time step and one more. */
export type Axis = number | 'B' | 'T' | 'T+1';

/** A function of gpu.js, as text: one output, whose first axis is the fastest. */
export interface DeviceKernel {
  readonly source: string;
  readonly output: readonly Axis[];
}

/**
 * Elements of a region of the arena that lie in an array of the device: the element at `from + Σ i * by` of a row is in
 * column `column + Σ i * x` and, in arrays without rows, in line `Σ i * y`.
 */
export interface Portion {
  readonly region: Region;
  readonly from: number;
  readonly dims: readonly { readonly n: number; readonly by: number; readonly x: number; readonly y: number }[];
  readonly column: number;
}

/** An array of so many columns that the host fills; with a row for each sequence, for each time step of each, an element for each time step, or one row. */
export interface Upload {
  readonly array: string;
  readonly columns: number;
  readonly rows: 'one' | 'times' | 'batch' | 'steps';
  /** Of a state's history, the slot before the first step is read: behind each sequence's last one where time runs backward. */
  readonly portions: readonly (Portion & { readonly slot?: 'first' | 'last' })[];
}

/** What comes back into the arena. */
export interface Result extends Portion {
  readonly array: string;
  readonly rows: 'one' | 'grid' | 'batch' | 'steps';
  /** The array's row of time step 0. */
  readonly shift: number;
  /** Adds to what is there. */
  readonly add?: true;
  /** A state's history has the final state alone: in the slot behind each sequence's last step, or in the first one. */
  readonly slot?: 'first' | 'last';
}

export type Call =
  /** `step`: the kernel is given the time step behind its arrays. */
  | { readonly kernel: string; readonly arrays: readonly string[]; readonly step?: true; readonly to: string }
  /**
   * All time steps, from the last one where `down`. `carried` arrays are called `…$before` in the step that follows, and
   * `…$last` behind the loop; `kept` ones become `…$all`, with `columns` columns and a row for each time step and, where
   * they are slots, one before the first.
   */
  | {
      readonly down: boolean;
      readonly calls: readonly Extract<Call, { kernel: string }>[];
      readonly carried: readonly { readonly array: string; readonly initial: string }[];
      readonly kept: readonly { readonly array: string; readonly columns: number; readonly slots: boolean }[];
    };

export interface DeviceEntry {
  readonly uploads: readonly Upload[];
  readonly calls: readonly Call[];
  readonly results: readonly Result[];
}

/** Entry points read the arena and write it, as those of other targets do; between the two everything is on the device. */
export type EntryName = 'step' | 'forward' | 'backward' | 'inputGradient' | 'loss' | 'update';
