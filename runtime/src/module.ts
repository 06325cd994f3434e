/**
 * The format of a compiled module: the only thing the compiler and the runtime share.
 *
 * A module owns no memory. The runtime gives its kernels one arena, a typed array in which everything has a place that
 * the compiler chose: parameters, gradients, moments, states, tape and scratch. Sizes are fixed when compiling; the
 * number of time steps T and of batch rows B is not, so a place is affine in B and T·B.
 */

import type { DeviceEntry, DeviceKernel, EntryName } from './gpujs/format.ts';
import type { Offset, Region } from './region.ts';

export type {
  Axis,
  Call,
  DeviceEntry,
  DeviceKernel,
  EntryName,
  Portion,
  Result,
  Upload,
} from './gpujs/format.ts';
export type { Offset, Region } from './region.ts';

/**
 * A rectangular part of a parameter and where its elements are stored. Element (i, j, …) of the part is at
 * `at + Σ floor(i / block) * far + (i % block) * near` over the dimensions: kernels want weights packed in tiles.
 */
export interface Piece {
  readonly from: readonly number[];
  readonly size: readonly number[];
  readonly at: number;
  readonly dims: readonly { readonly block: number; readonly far: number; readonly near: number }[];
}

/**
 * How a parameter starts when no weights are given: a constant, uniform in [-a, a], normal with a standard deviation,
 * Glorot and Bengio (2010), He et al. (2015), or a random orthogonal matrix (Saxe et al., 2014).
 */
export type Initializer =
  | number
  | { readonly uniform: number }
  | { readonly normal: number }
  | 'xavier_uniform'
  | 'xavier_normal'
  | 'kaiming_uniform'
  | 'orthogonal';

export interface Param {
  /** Path of the parameter: layer, direction where there are two, name: `lstm1.W_xi`, `gru1.backward.b_z`. */
  readonly name: string;
  readonly shape: Sizes;
  readonly init: Initializer;
  /** λ of a term λ Σ w² of the loss, as Keras has it. */
  readonly l2?: number;
  /** No optimiser touches it: the mean or the scale of a standardisation. */
  readonly frozen?: true;
  /** Together the pieces cover the parameter, each element once. `at` counts from the start of the arena. */
  readonly pieces: readonly Piece[];
}

export interface State {
  /** Path of the state: `lstm1.h`, `gru1.backward.h`. */
  readonly name: string;
  readonly shape: Sizes;
  readonly direction: 'forward' | 'backward';
  /** Where `step` keeps it. Absent where the model cannot stream. */
  readonly step?: Region;
  /** Where `forward` keeps it: `slots` with its history (training modules), or `batch`, updated in place. */
  readonly run: Region;
  /** In and out of `backward`: the cotangent of the final state becomes that of the initial state (rows: batch). */
  readonly cotangent?: Region;
}

/**
 * Random factors that `forward` reads: each element is `value` with this probability, and otherwise 0. Training draws them
 * (rows steps: for every time step; batch: once a sequence); everybody else writes their mean.
 */
export interface Noise {
  /** `lstm1.zoneout_c`, `dropout1`. */
  readonly name: string;
  readonly region: Region;
  readonly probability: number;
  readonly value: number;
  /** `probability * value`, without its rounding. */
  readonly mean: number;
}

/** What a module that can compute gradients adds. */
export interface Training {
  /** Gradients lie `gradients` elements after the values, in the same layout. */
  readonly gradients: number;
  /** Cotangent of the output, which `loss` writes and `backward` reads (rows as `y`). */
  readonly gy: Region;
  /** Cotangent of the input, which `inputGradient` writes (rows: steps). Absent where the input is a class. */
  readonly gx?: Region;
  /**
   * Regions (rows: steps or slots) that `backward` reads as a whole. Where lengths differ, the runtime zeroes their
   * rows past each sequence's end after `forward`: neither kernel writes those, and 0 times garbage may be NaN.
   */
  readonly zeroWhenRagged?: readonly Region[];
  readonly noise: readonly Noise[];
}

export interface Loss {
  readonly name: string;
  /** What the output is compared with (rows as `y`). */
  readonly target: Region;
  /** How much each row counts (rows as `y`, size 1). */
  readonly weight: Region;
  /** One scalar, which `loss` writes: the weighted sum of the rows' losses, times the scale. */
  readonly value: Region;
  /** One scalar that `loss` reads: 1 / the sum of the weights, for a mean. */
  readonly scale: Region;
}

export interface Optimizer {
  readonly name: string;
  /** The optimiser's states, zero at the start, each laid out like the values. */
  readonly moments: readonly { readonly name: string; readonly at: number; readonly size: number }[];
  /** The optimiser's scalars: hyperparameters with their values from the spec, and `t`, the number of the update, from 1. */
  readonly scalars: readonly { readonly name: string; readonly at: number; readonly default?: number }[];
  /** Where `update` leaves the sum of the squares of all gradients: of a device, on which they stay. */
  readonly squares?: number;
}

export type Sizes = readonly number[];

/** What a module's types say: emitted declarations give literal sizes and names, so that tensors carry them too. */
export interface Signature {
  readonly precision: 'f32' | 'f64';
  readonly input: number;
  readonly output: number;
  readonly reads: 'features' | 'class';
  readonly returns: 'sequence' | 'last';
  readonly params: Readonly<Record<string, Sizes>>;
  readonly states: Readonly<Record<string, Sizes>>;
  /** Names of the optimiser's scalars; `never` where the module cannot train. */
  readonly scalars: string;
}

export interface Manifest<S extends Signature = Signature> {
  readonly format: 'cellc/1';
  readonly name: string;
  readonly target: 'js' | 'wasm' | 'webgpu' | 'gpujs';
  /** Products and sums in one instruction, as the engine pleases: its results are not those of other engines, bit for bit. */
  readonly relaxed?: true;
  readonly precision: S['precision'];
  /** Hash of the spec, sizes, options and the compiler's version. */
  readonly hash: string;
  /** Version of the compiler. */
  readonly version: string;
  readonly input: S['input'];
  readonly output: S['output'];
  /**
   * Whether a time step's input is one class below `input`, which stands for a one-hot vector. Regions of the input have
   * size 1 where the kernels want the class itself, and `input` where they want the vector.
   */
  readonly reads: S['reads'];
  /** Whether the model's output is every step's or the last step's. */
  readonly returns: S['returns'];
  /** Elements of the arena at given T and B. Places that depend on neither T nor B lie below its fixed part. */
  readonly arena: Offset;
  /** All parameters lie in [start, end) of the arena, with padding that stays zero. */
  readonly values: { readonly start: number; readonly end: number };
  readonly params: readonly Param[];
  readonly states: readonly State[];
  /** Streaming input and output of `step` (rows: one). Absent where a layer reads the sequence backward. */
  readonly stream?: { readonly x: Region; readonly y: Region };
  /** Sequence input (rows: steps) and output (rows: steps, or batch where `returns` is `last`). */
  readonly x: Region;
  readonly y: Region;
  /**
   * `active[t]` (one element per time step; region `steps` of size 1, of which the first T elements are used): how many
   * batch rows are longer than t. Rows are sorted by falling length, so they are rows 0 … active[t] - 1.
   */
  readonly active: Region;
  /** `last[b]` (rows: batch): the row t * B + b of the last step of batch row b. */
  readonly last: Region;
  /** Present where the module can compute gradients. */
  readonly training?: Training;
  /**
   * Parameters by name that standardise the input, (x - mean) / scale, and undo it on the output. Training fits them, and
   * the loss compares what is standardised.
   */
  readonly standardized?: {
    readonly input?: { readonly mean: string; readonly scale: string };
    readonly output?: { readonly mean: string; readonly scale: string };
  };
  /** Present where the spec names a loss, and an optimiser. */
  readonly loss?: Loss;
  readonly optimizer?: Optimizer;
}

export type Arena = Float32Array | Float64Array;

/** The compiled code. Every kernel works on the arena alone. */
export interface Kernels {
  /** One time step of one sequence: reads stream.x, updates the states' step regions, writes stream.y. */
  step?(m: Arena): void;
  /** T time steps of B sequences: reads x and the initial states, writes y and the final states (and the tape). */
  forward(m: Arena, T: number, B: number): void;
  /** After forward: reads gy and the final states' cotangents, which become the initial states'; ADDS to the gradients. */
  backward?(m: Arena, T: number, B: number): void;
  /** After backward: writes gx, which training does not need. */
  inputGradient?(m: Arena, T: number, B: number): void;
  /** After forward: reads y and target, writes the loss's value and gy. */
  loss?(m: Arena, T: number, B: number): void;
  /** One optimiser update of every parameter from its gradient. */
  update?(m: Arena): void;
}

/**
 * The kernels as WebAssembly, without imports: functions under their names, which do without `m`, and `memory`, which is
 * the arena. Its layout is its own. A module is the bytes in hexadecimal, or what the host made of a .wasm file.
 */
export interface Wasm<S extends Signature = Signature> {
  readonly manifest: Manifest<S>;
  readonly code: string | object;
  /** The same with relaxed SIMD, for engines that have that. */
  readonly relaxed?: string | object;
}

/** So many workgroups: rounds that each take `by` of what is counted. */
export interface Extent {
  readonly of: number | 'T' | 'B' | 'TB';
  readonly by: number;
}

/** One run of a shader; of several extents, the largest counts. */
export interface Dispatch {
  readonly kernel: string;
  readonly x: readonly Extent[];
}

/**
 * The kernels as WebGPU's shaders. Binding 0 is the arena; binding 1 holds integers: T, B, `last[b]` of each sequence, and
 * `active[t]` of each time step. The arena's layout is its own.
 */
export interface WebGpu<S extends Signature = Signature> {
  readonly manifest: Manifest<S>;
  readonly dispatches: Readonly<Record<string, readonly Dispatch[]>>;
  readonly code: string;
}

/** The kernels as functions of gpu.js, with the library that runs them. */
export interface GpuJs<S extends Signature = Signature> {
  readonly manifest: Manifest<S>;
  /** Imports gpu.js. */
  load(): Promise<unknown>;
  readonly kernels: Readonly<Record<string, DeviceKernel>>;
  readonly entries: Readonly<Partial<Record<EntryName, DeviceEntry>>>;
}

/** What a compiled file exports: kernels in one language or in both. WebAssembly is preferred where it can run. */
export interface CompiledModule<S extends Signature = Signature> {
  readonly manifest: Manifest<S>;
  readonly kernels?: Kernels;
  readonly wasm?: Wasm<S>;
  readonly gpujs?: GpuJs<S>;
  readonly webgpu?: WebGpu<S>;
}
