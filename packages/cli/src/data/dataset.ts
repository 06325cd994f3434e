/** Data to train on, whatever file it comes from. */
import type { Data, Model } from '@cellc/runtime';
import type { About } from './about.ts';

export interface Dataset {
  readonly train: Data;
  readonly validation?: Data;
  readonly about: About;
  /** What there is, in a line or two. */
  readonly summary: readonly string[];
  /** Settings of `fit` that follow from the kind of data. */
  readonly settings: { readonly batchSize?: number; readonly stateful?: boolean; readonly truncate?: number };
  /** What the trained model makes of the end of the data. */
  show(model: Model): Shown;
}

export interface Shown {
  readonly comparisons: readonly Comparison[];
  /** Text that a character model writes. */
  readonly sample?: { readonly prompt: string; readonly text: string; readonly temperature: number };
}

/** Predictions beside what came. */
export interface Comparison {
  readonly title: string;
  /** What the numbers along the axis count. */
  readonly axis: string;
  readonly at: readonly number[];
  readonly truth: readonly number[];
  readonly prediction: readonly number[];
  /** Of a forecast: the value at the row it is made at. */
  readonly persistence?: readonly number[];
}

/** What the command line says of data. */
export interface DataOptions {
  readonly input: readonly string[];
  readonly predict: readonly string[];
  readonly group: string | undefined;
  readonly window: number | undefined;
  readonly horizon: number | undefined;
  readonly stride: number | undefined;
  /** Whether gaps in a series are filled in. */
  readonly fill: boolean;
  readonly validation: number;
  readonly batchSize: number | undefined;
  readonly truncate: number | undefined;
  readonly seed: number;
}
