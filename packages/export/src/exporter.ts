/** What every exporter takes and gives. */
import type { Model, ModelSpec, Source } from '@cellc/compiler';
import type { Tensor } from '@cellc/runtime';

export interface ExportInput {
  readonly model: Model;
  /** What the model was resolved from, and the texts of the files it names: for exporters that compile it. */
  readonly spec: ModelSpec | Source;
  readonly files: ReadonlyMap<string, string>;
  /** By the names of the compiled module's parameters; all of them, with the model's shapes. */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** ONNX: whether initial states are inputs, which then have to be given; otherwise they are zero. */
  readonly states?: boolean;
  /** C: float (by default), or double. */
  readonly precision?: 'f32' | 'f64';
}

export interface ExportedFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

export interface Exported {
  readonly files: readonly ExportedFile[];
  /** What became what, a line each: a layer of the model, and what it is there. */
  readonly mapped: readonly (readonly [from: string, to: string])[];
  /** What the reader of the files should know: what is not as in the model. */
  readonly notes: readonly string[];
}

/** @throws CellcError E_UNSUPPORTED for what the format cannot say */
export type Exporter = (input: ExportInput) => Exported;
