/** Times variants of one computation against each other: checked first, interleaved round by round, results consumed. */
import Benchmark from 'benchmark';

export interface Variant<Result = number> {
  readonly name: string;
  /** Does the work and returns a number that depends on it, so that no engine can leave it out. */
  run(): Result;
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
/** Of what is so slow that the budget allows no more. */
const FEWEST_ROUNDS = 3;
/** Long enough for an engine's optimising compiler to have been through everything. */
const WARM_UP_SECONDS = 0.4;

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
    const warmUp = Math.min(WARM_UP_SECONDS, budget / 10);
    do await sample();
    while (now() - start < warmUp);
  }
  for (const start = now(); round < rounds && (round < FEWEST_ROUNDS || now() - start < budget); round++)
    for (const variant of inOrder(timings, round)) variant.rounds.push(await variant.sample());
  return timings.map(({ name, rounds }) => ({ name, rounds }));
}

/** Every other round runs backward, so that nobody always follows the same neighbour. */
function inOrder<T>(sampled: readonly T[], round: number): readonly T[] {
  return round % 2 ? sampled.toReversed() : sampled;
}

/** `sample` takes one: the mean seconds per operation of as many calls as fill the given seconds. */
function sampler({ name, run, operations = 1 }: Variant, seconds: number) {
  let sum = 0;
  let calls = 1;
  const fn = () => {
    sum += run();
  };
  const sample = (): number => {
    const benchmark = new Benchmark(name, fn, { ...options(seconds), initCount: calls }).run();
    if (benchmark.error) throw benchmark.error;
    checkFinite(name, sum);
    const perCall = benchmark.stats.sample.at(-1)!;
    calls = callsFor(seconds, perCall);
    return perCall / operations;
  };
  return { name, sample };
}

/** The same for a variant that may return a promise: its first call says. */
async function slowSampler(variant: Variant<number | Promise<number>>, seconds: number) {
  const { name, run, operations = 1 } = variant;
  const first = run();
  if (typeof first === 'number') return sampler(variant as Variant, seconds);
  let sum = await first;
  let calls = 1;
  const sample = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const fn = (deferred: Benchmark.Deferred) => {
        (run() as Promise<number>).then((value) => {
          sum += value;
          deferred.resolve();
        }, reject);
      };
      const onComplete = ({ target }: { target: Benchmark }) => {
        if (target.error) return reject(target.error);
        const perCall = target.stats.sample.at(-1)!;
        calls = callsFor(seconds, perCall);
        try {
          checkFinite(name, sum);
          resolve(perCall / operations);
        } catch (error) {
          reject(error);
        }
      };
      const settings = { ...options(seconds), initCount: calls, defer: true, delay: 0, onComplete };
      new Benchmark(name, fn, settings as unknown as Benchmark.Options).run({ async: true });
    });
  return { name, sample };
}

function options(seconds: number): Benchmark.Options {
  return { minTime: seconds, minSamples: 1, maxTime: 0 };
}

/** A tenth more than needed, so that the next sample is long enough at the first attempt. */
function callsFor(seconds: number, perCall: number): number {
  return Math.ceil((1.1 * seconds) / perCall);
}

function checkFinite(name: string, sum: number): void {
  if (!Number.isFinite(sum)) throw new Error(`${name} computes ${sum}, which is nothing worth timing`);
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
