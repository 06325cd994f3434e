/** What is timed of a model: a step of a stream, a run over a batch, a step of training. */
import { type Compiled, explain } from '@cellc/compiler';

export const works = ['step', 'run', 'train'] as const;
export type Work = (typeof works)[number];

export interface Size {
  /** Time steps and sequences of a run, and of a step of training. */
  readonly T: number;
  readonly B: number;
}

/** What a model can do: one that reads the sequence backward has no stream, one without a loss or an optimiser no training. */
export function worksOf({ manifest }: Pick<Compiled, 'manifest'>): Work[] {
  const can = { step: manifest.stream, run: true, train: manifest.loss && manifest.optimizer };
  return works.filter((work) => can[work]);
}

export function workName(work: Work, { T, B }: Size): string {
  return { step: 'one step', run: `run, T ${T}, B ${B}`, train: `training step, T ${T}, B ${B}` }[work];
}

/**
 * Floating-point operations of each, as `explain` counts them: a multiplication and an addition are two. Loss and update
 * are left out, which are little beside the passes over time.
 */
export function flopsOf(compiled: Compiled, { T, B }: Size): Readonly<Record<Work, number>> {
  const costs = explain(compiled).layers.map(({ cost }) => cost);
  const forward = costs.reduce((sum, { flops }) => sum + flops, 0);
  const backward = costs.reduce((sum, { backwardFlops = 0 }) => sum + backwardFlops, 0);
  return { step: forward, run: forward * T * B, train: (forward + backward) * T * B };
}
