/** Times variants of one computation against each other: checked first, interleaved round by round, results consumed. */
import { now, sampler, slowSampler, type Variant } from 'cellc/measure';

export { now } from 'cellc/measure';
export type { Variant };

export interface Comparison {
  readonly variants: readonly Variant[];
  /** Throws unless the variants compute what they claim to: what is wrong is not timed. */
  verify(): void;
  /** Each round takes one sample of every variant. */
  readonly rounds?: number;
  /** Of one sample. */
  readonly seconds?: number;
}

/** Seconds per operation, one number for each round. */
export interface Timing {
  readonly name: string;
  readonly rounds: readonly number[];
}

const ROUNDS = 21;
const SAMPLE_SECONDS = 0.01;
/** Of what is so slow that the budget allows no more. */
const FEWEST_ROUNDS = 3;
/** Long enough for an engine's optimising compiler to have been through everything. */
const WARM_UP_SECONDS = 0.4;
/** WebAssembly is optimised by calls, not by time: one of a tenth of a second is still slow at its eighth. */
const WARM_UP_CALLS = 12;

/** @throws Error where `verify` does, or a variant's results are not finite */
export function compare({ variants, verify, rounds = ROUNDS, seconds = SAMPLE_SECONDS }: Comparison): Timing[] {
  verify();
  const sampled = variants.map((variant) => ({ ...sampler(variant, seconds), rounds: [] as number[] }));
  for (const { sample } of sampled) for (const start = now(); now() - start < WARM_UP_SECONDS; ) sample();
  for (let round = 0; round < rounds; round++)
    for (const variant of inOrder(sampled, round)) variant.rounds.push(variant.sample());
  return sampled.map(({ name, rounds }) => ({ name, rounds }));
}

/** A comparison in which some variants return promises, and some may take seconds: already checked by the caller. */
export interface SlowComparison {
  readonly variants: readonly Variant<number | Promise<number>>[];
  readonly rounds?: number;
  readonly seconds?: number;
  /** Seconds for all rounds together: what is slow gets fewer, but never less than three. */
  readonly budget: number;
}

/** Like `compare`; a variant that returns a number is sampled as it is there, without any promise in between. */
export async function compareSlow(comparison: SlowComparison): Promise<Timing[]> {
  const { variants, rounds = ROUNDS, seconds = SAMPLE_SECONDS, budget } = comparison;
  const sampled = await Promise.all(variants.map((variant) => slowSampler(variant, seconds)));
  const timings = sampled.map(({ name, sample }) => ({ name, sample, rounds: [] as number[] }));
  let round = 0;
  for (const { sample } of sampled) {
    const start = now();
    const spent = () => now() - start;
    for (let calls = 1; ; calls++) {
      await sample();
      if (spent() > budget / 5 || (spent() > Math.min(WARM_UP_SECONDS, budget / 10) && calls >= WARM_UP_CALLS)) break;
    }
  }
  for (const start = now(); round < rounds && (round < FEWEST_ROUNDS || now() - start < budget); round++)
    for (const variant of inOrder(timings, round)) variant.rounds.push(await variant.sample());
  return timings.map(({ name, rounds }) => ({ name, rounds }));
}

/** Every other round runs backward, so that nobody always follows the same neighbour. */
function inOrder<T>(sampled: readonly T[], round: number): readonly T[] {
  return round % 2 ? sampled.toReversed() : sampled;
}

/** Throws unless the numbers agree within a tolerance relative to the largest of them (or to 1, if that is larger). */
export function checkClose(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  if (actual.length !== expected.length) throw new Error(`${what}: ${actual.length} numbers, not ${expected.length}`);
  let scale = 1;
  for (let i = 0; i < expected.length; i++) scale = Math.max(scale, Math.abs(expected[i]!));
  for (let i = 0; i < expected.length; i++)
    // Written so that NaN fails.
    if (!(Math.abs(actual[i]! - expected[i]!) <= tolerance * scale))
      throw new Error(`${what}: element ${i} is ${actual[i]}, not ${expected[i]}`);
}
