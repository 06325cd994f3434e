/** The `benchmark` package, wrapped: samples of the seconds that an operation takes. */
import Benchmark from 'benchmark';

export interface Variant<Result = number> {
  readonly name: string;
  /** Does the work and returns a number that depends on it, so that no engine can leave it out. */
  run(): Result;
  /** How many operations one call of `run` is; 1 by default. */
  readonly operations?: number;
}

export interface Sampler {
  readonly name: string;
  /** Takes one sample. @throws Error where what is computed is not finite */
  sample(): number;
}

/** A sample is the mean seconds per operation of as many calls as fill the given seconds. */
export function sampler({ name, run, operations = 1 }: Variant, seconds: number): Sampler {
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
export async function slowSampler(variant: Variant<number | Promise<number>>, seconds: number) {
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
