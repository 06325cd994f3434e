/** The workloads: sizes, weights and data, the same for every contender. */
import { noise } from '../models.ts';
import type { Gates } from '../plain.ts';
import { type Frames, gateNames, type Kind, type Lesson, type Lstm, type Sequences } from './peer.ts';

export interface Workload {
  readonly kind: Kind;
  readonly I: number;
  readonly H: number;
  readonly T: number;
  readonly B: number;
}

/** Different inputs one after another: a cell at rest would be kinder to branch predictors than data is. */
const FRAMES = 16;

const step = (I: number, H: number): Workload => ({ kind: 'step', I, H, T: FRAMES, B: 1 });
const sequence = (B: number, I: number, H: number): Workload => ({ kind: 'sequence', I, H, T: 100, B });
const train = (I: number, H: number, T: number, B: number): Workload => ({ kind: 'train', I, H, T, B });

export const workloads: readonly Workload[] = [
  step(1, 20),
  step(1, 40),
  step(10, 20),
  step(16, 64),
  step(64, 128),
  step(128, 256),
  sequence(1, 10, 20),
  sequence(1, 64, 128),
  sequence(1, 128, 256),
  sequence(1, 512, 512),
  sequence(32, 10, 20),
  sequence(32, 64, 128),
  sequence(32, 128, 256),
  sequence(32, 512, 512),
  train(4, 3, 5, 100),
  train(32, 64, 50, 32),
  train(64, 128, 100, 32),
];

/** What a new process runs one step of, and a page. */
export const START = step(10, 20);

/** `step-10-20`, `sequence-64-128-b32`, `train-32-64`: for `--only` and for remarks. */
export function idOf({ kind, I, H, B }: Workload): string {
  return `${kind}-${I}-${H}${kind === 'sequence' ? `-b${B}` : ''}`;
}

export function titleOf({ kind, I, H, T, B }: Workload): string {
  return `${I} → ${H}${kind === 'step' ? '' : `, T ${T}, B ${B}`}`;
}

/** Weights of a size that keeps gates off their limits, as trained networks have them. */
export function lstmOf({ I, H }: Workload): Lstm {
  const scaled = (length: number, seed: number) => noise(length, seed).map((value) => value / Math.sqrt(H));
  const gate = (at: number) => ({
    W: scaled(H * I, 10 * at + 1),
    U: scaled(H * H, 10 * at + 2),
    b: scaled(H, 10 * at + 3),
  });
  const gates = Object.fromEntries(gateNames.map((name, at) => [name, gate(at)])) as unknown as Gates;
  return { I, H, gates };
}

export function framesOf({ I, T }: Workload): Frames {
  return Array.from({ length: T }, (_, t) => noise(I, 100 + t));
}

export function sequencesOf({ I, T, B }: Workload): Sequences {
  return { T, B, x: noise(B * T * I, 200) };
}

export function lessonOf(workload: Workload): Lesson {
  const { H, T, B } = workload;
  return { ...sequencesOf(workload), y: noise(B * T * H, 300).map((value) => value / 2), lr: 0.01 };
}
