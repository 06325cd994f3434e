/** What a tuning found, as plain data: what `--json` prints, and tables and charts are made of. */
import type { Schedule } from '@cellc/compiler';
import { spread } from './statistics.ts';
import type { Timed, Tuned } from './tuner.ts';
import { modeName } from './variants.ts';
import { type Size, type Work, workName } from './workload.ts';

export interface Row {
  readonly target: string;
  readonly variant: string;
  readonly isDefault: boolean;
  readonly isWinner: boolean;
  readonly isFinalist: boolean;
  /** Median and quartiles, in seconds per operation. */
  readonly seconds: { readonly median: number; readonly low: number; readonly high: number };
  readonly opsPerSecond: number;
  readonly gflops: number;
  /** Of what the machine's vectors can do, measured in turns with the rest; undefined for what was not in a final. */
  readonly shareOfPeak: number | undefined;
  /** Time over that of the default of the same mode. */
  readonly ratio: number;
  readonly bytes: number;
  readonly gzip: number;
  readonly error: number;
  /** What the engine was started with to run it. */
  readonly flags: readonly string[];
}

export interface Section {
  readonly work: Work;
  /** `run, T 100, B 32` */
  readonly title: string;
  readonly flops: number;
  /** By target: how far two copies of the same code differ. */
  readonly noise: Readonly<Record<string, number>>;
  readonly rows: readonly Row[];
}

export interface Verdict {
  readonly mode: string;
  /** Of the variant that won. */
  readonly name: string;
  readonly isDefault: boolean;
  readonly schedule: Schedule;
  readonly ratio: number;
  readonly flags: readonly string[];
}

export interface Report {
  readonly name: string;
  readonly configuration: string;
  readonly version: string;
  readonly engine: { readonly v8: string; readonly arch: string; readonly node: string };
  readonly cpu: string;
  readonly T: number;
  readonly B: number;
  readonly peakGflops: number;
  readonly sections: readonly Section[];
  readonly tried: readonly {
    readonly target: string;
    readonly schedules: number;
    readonly different: number;
    readonly missing: readonly string[];
    readonly excluded: readonly { readonly name: string; readonly wrong: string }[];
  }[];
  readonly verdicts: readonly Verdict[];
}

export function sectionOf(work: Work, size: Size, flops: number, tuned: readonly Tuned[]): Section {
  return {
    work,
    title: workName(work, size),
    flops,
    noise: Object.fromEntries(tuned.map(({ target, noise }) => [target, noise.get(work)!])),
    rows: tuned.flatMap(({ target, timed }) => timed.get(work)!.map((of) => rowOf(target, of, flops))),
  };
}

function rowOf(target: string, { candidate, times, ratio, isWinner, isFinalist, peak }: Timed, flops: number): Row {
  const seconds = spread(times);
  return {
    target,
    variant: candidate.name,
    isDefault: candidate.isDefault,
    isWinner,
    isFinalist,
    seconds,
    opsPerSecond: 1 / seconds.median,
    gflops: flops / seconds.median / 1e9,
    // The highest is the machine's: whatever else runs makes the others lower.
    shareOfPeak: isFinalist ? flops / seconds.median / Math.max(...peak) : undefined,
    ratio,
    bytes: candidate.bytes,
    gzip: candidate.gzip,
    error: candidate.error,
    flags: candidate.flags,
  };
}

export function verdictsOf(tuned: readonly Tuned[]): Verdict[] {
  return tuned.flatMap(({ choices }) =>
    choices.map(({ candidate: { mode, name, schedule, isDefault, flags }, ratio }) => ({
      mode: modeName(mode),
      name,
      isDefault,
      schedule,
      ratio,
      flags,
    })),
  );
}
