/** What an import gives, and how readers put it together. */
import type { ModelSpec } from '@cellc/compiler';
import type { Tensor } from '@cellc/runtime';
import type { Ports } from './io.ts';

/** A line of the report: what in the file became what in the model. */
export interface Mapped {
  /** A tensor, a layer or a node of the file. */
  readonly from: string;
  readonly to: string;
  readonly note?: string;
}

export interface Report {
  /** The kind of file, and what wrote it. */
  readonly format: string;
  readonly mapped: readonly Mapped[];
  /** What does nothing when a network is used, and is left out: dropout and the like. */
  readonly dropped: readonly string[];
  /** What the file does not say and was taken to be so. */
  readonly assumed: readonly string[];
}

export interface Imported {
  readonly spec: ModelSpec;
  /** By the names of the compiled module's parameters. */
  readonly weights: Readonly<Record<string, Tensor>>;
  readonly ports: Ports;
  readonly report: Report;
}
