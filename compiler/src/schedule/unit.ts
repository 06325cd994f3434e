/** One direction of one layer: its graphs, and the buffers that it shares with its neighbours. */
import type { Scope } from '../ir/build.ts';
import type { Node } from '../ir/node.ts';
import type { Draw, Step } from '../ir/step.ts';
import type { GradientStep } from '../passes/gradient.ts';
import type { Address } from './address.ts';
import type { Layout } from './layout.ts';
import type { Buffer, Memory } from './memory.ts';
import type { Rows } from './rows.ts';
import type { Lowering } from './schedule.ts';

export interface Unit {
  /** Begins every name the unit makes. */
  readonly name: string;
  /** What it computes, for comments. */
  readonly doc: string;
  readonly equations: readonly string[];
  readonly scope: Scope;
  readonly lowering: Lowering;
  readonly step: Step;
  /** The step as streaming runs it, without noise. */
  readonly inference: Step;
  readonly gradient: GradientStep | undefined;
  /** What values are called in code, those of the gradient too. */
  readonly names: ReadonlyMap<Node, string>;
  readonly layout: Layout;
  /** Where a transposed parameter lies as a copy, while there is one. */
  readonly turned?: (node: Node) => Address | undefined;
  readonly memory: Memory;
  readonly rows: Rows;
  readonly shapeOf: (state: string) => readonly number[];
  readonly input: Buffer;
  readonly output: Buffer;
  /** Where this direction's features begin in a row of the output. */
  readonly offset: number;
  readonly stream: { readonly input: Buffer; readonly output: Buffer } | undefined;
  /** No `input`: nobody wants its cotangent. `addsInput`: another direction has written the input's cotangent before. */
  readonly training:
    | {
        readonly input: Buffer | undefined;
        readonly output: Buffer;
        readonly gradients: number;
        readonly addsInput: boolean;
      }
    | undefined;
}

/** A state's buffers. */
export interface StateBuffers {
  readonly name: string;
  readonly shape: readonly number[];
  readonly direction: 'forward' | 'backward';
  readonly step: Buffer | undefined;
  readonly run: Buffer;
  readonly cotangent: Buffer | undefined;
}

/** Random factors, and how they are drawn. */
export interface NoiseBuffer {
  readonly name: string;
  readonly buffer: Buffer;
  readonly draw: Draw;
}
