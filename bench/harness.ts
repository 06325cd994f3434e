/** Times variants of one computation against each other: checked first, interleaved round by round, results consumed. */
import Benchmark from 'benchmark';

export interface Variant {
  readonly name: string;
  /** Does the work and returns a number that depends on it, so that no engine can leave it out. */
  run(): number;
  /** How many operations one call of `run` is; 1 by default. */
  readonly operations?: number;
}

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
/** Long enough for an engine's optimising compiler to have been through everything. */
const WARM_UP_SECONDS = 0.4;

/** @throws Error where `verify` does, or a variant's results are not finite */
export function compare({ variants, verify, rounds = ROUNDS, seconds = SAMPLE_SECONDS }: Comparison): Timing[] {
  verify();
  const sampled = variants.map((variant) => ({
    name: variant.name,
    sample: sampler(variant, seconds),
    rounds: [] as number[],
  }));
  for (const { sample } of sampled) for (const start = now(); now() - start < WARM_UP_SECONDS; ) sample();
  for (let round = 0; round < rounds; round++) {
    // Every other round runs backward, so that nobody always follows the same neighbour.
    const order = round % 2 ? sampled.toReversed() : sampled;
    for (const variant of order) variant.rounds.push(variant.sample());
  }
  return sampled.map(({ name, rounds }) => ({ name, rounds }));
}

/** A function that takes one sample: the mean seconds per operation of as many calls as fill the given seconds. */
function sampler({ name, run, operations = 1 }: Variant, seconds: number): () => number {
  let sum = 0;
  let calls = 1;
  const fn = () => {
    sum += run();
  };
  return () => {
    const benchmark = new Benchmark(name, fn, { initCount: calls, minTime: seconds, minSamples: 1, maxTime: 0 }).run();
    if (benchmark.error) throw benchmark.error;
    if (!Number.isFinite(sum)) throw new Error(`${name} computes ${sum}, which is nothing worth timing`);
    const perCall = benchmark.stats.sample.at(-1)!;
    // A tenth more than needed, so that the next sample is long enough at the first attempt.
    calls = Math.ceil((1.1 * seconds) / perCall);
    return perCall / operations;
  };
}

/** The clock of everything that is timed by hand, in seconds. */
export function now(): number {
  return performance.now() / 1000;
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
