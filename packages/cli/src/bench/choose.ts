/** Which schedule wins, and by how much measurements can be wrong. */
import { geometricMean } from './statistics.ts';
import type { Work } from './workload.ts';

/** Nothing that is measured on a computer with other things to do is surer than this. */
const LEAST_NOISE = 0.01;

/**
 * How many times longer one takes than another, in their fastest rounds. What else a machine does makes times longer,
 * never shorter: these have least of it.
 */
export function ratioOf(times: readonly number[], base: readonly number[]): number {
  return Math.min(...times) / Math.min(...base);
}

/**
 * How far copies of the same code differ at most, in their fastest rounds. Each is a process of its own: where its code
 * lies in memory makes a difference that more rounds do not average out.
 */
export function noiseOf(copies: readonly (readonly number[])[]): number {
  const fastest = copies.map((times) => Math.min(...times));
  return Math.max(LEAST_NOISE, Math.max(...fastest) / Math.min(...fastest) - 1);
}

/** Times of a variant over those of the default, by workload. */
export type Ratios = ReadonlyMap<Work, number>;

/** The geometric mean over the workloads: a module has one schedule for all of them. */
export const overall = (of: Ratios): number => geometricMean([...of.values()]);

/**
 * The place of the winner; undefined where nothing beats the default: over all workloads by more than the noise, and in
 * none of them slower by more than it.
 */
export function winnerOf(candidates: readonly Ratios[], noise: ReadonlyMap<Work, number>): number | undefined {
  const mean = [...noise.values()].reduce((sum, value) => sum + value, 0) / noise.size;
  const isFaster = (of: Ratios): boolean =>
    overall(of) < 1 - mean && [...of].every(([work, ratio]) => ratio <= 1 + noise.get(work)!);
  const faster = [...candidates.entries()].filter(([, of]) => isFaster(of));
  return faster.sort(([, a], [, b]) => overall(a) - overall(b))[0]?.[0];
}
