/** What a run found, and what it comes to: medians, ratios to cellc, places. */
import type { Timing } from '../harness.ts';
import { median, ratios, type Spread, spread } from '../statistics.ts';
import type { Absence } from './measure.ts';
import type { Weight } from './sizes.ts';
import { idOf, type Workload } from './workloads.ts';

/** What starts without any runtime: a bound, and no peer. */
export const NODE = 'Node.js alone';

/** A peer and whether it is here. */
export interface Contender {
  readonly id: string;
  readonly name: string;
  readonly how: string;
  readonly packages: readonly string[];
  /** Exactly one of these two. */
  readonly version?: string;
  readonly missing?: string;
}

/** What became of a peer at a workload. */
export type Outcome =
  | { readonly kind: 'timed'; readonly timings: readonly Timing[]; readonly without: readonly Absence[] }
  | { readonly kind: 'cannot' | 'failing'; readonly reason: string };

export interface Trial {
  readonly peer: string;
  readonly workload: Workload;
  readonly outcome: Outcome;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly system: string;
  readonly node: string;
  readonly v8: string;
  readonly flags: readonly string[];
  readonly load: readonly [before: number, after: number];
  readonly date: string;
}

/** Who took how long at which workload. */
export interface Comparison {
  /** `cellc js`, `cellc wasm`, … */
  readonly targets: readonly string[];
  readonly contenders: readonly Contender[];
  readonly trials: readonly Trial[];
}

export interface Results extends Comparison {
  readonly machine: Machine;
  readonly cellc: string;
  readonly starts: {
    readonly timings: readonly Timing[];
    readonly failing: readonly { name: string; reason: string }[];
  };
  readonly weights: readonly Weight[];
}

/** The seconds of one of cellc's targets at a workload: of all processes that measured it. */
export function ownSeconds(
  { trials }: Pick<Comparison, 'trials'>,
  workload: Workload,
  target: string,
): Spread | undefined {
  const rounds = trials
    .filter((trial) => idOf(trial.workload) === idOf(workload))
    .flatMap(({ outcome }) => (outcome.kind === 'timed' ? outcome.timings : []))
    .filter(({ name }) => name === target)
    // One process counts as much as another, however many rounds it took.
    .map(({ rounds }) => median(rounds));
  return rounds.length ? spread(rounds) : undefined;
}

/** A peer's seconds at a workload, and how many times as long as cellc's targets it takes, round by round. */
export interface Compared {
  readonly seconds: Spread;
  readonly over: ReadonlyMap<string, Spread>;
}

export function compared({ targets }: Pick<Comparison, 'targets'>, timings: readonly Timing[], peer: string): Compared {
  const own = timings.find(({ name }) => name === peer)!;
  const over = timings
    .filter(({ name }) => targets.includes(name))
    .map(({ name, rounds }) => [name, ratios(own.rounds, rounds)] as const);
  return { seconds: spread(own.rounds), over: new Map(over) };
}

/** The target that wins most against a peer. */
export function best(over: ReadonlyMap<string, Spread>): readonly [target: string, ratio: Spread] {
  return [...over].reduce((a, b) => (b[1].median > a[1].median ? b : a));
}

/** A peer that is faster than every target of cellc. */
export interface Lost {
  readonly workload: Workload;
  readonly peer: string;
  readonly target: string;
  readonly ratio: Spread;
}

export function lost(results: Comparison): Lost[] {
  return results.trials.flatMap(({ peer, workload, outcome }) => {
    if (outcome.kind !== 'timed') return [];
    const { over } = compared(results, outcome.timings, peer);
    if (!over.size) return [];
    const [target, ratio] = best(over);
    return ratio.median < 1 ? [{ workload, peer, target, ratio }] : [];
  });
}

/** By cellc's best target, then by workload and peer. */
export type Remarks = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Why, and what would change it: the most particular remark there is. */
export function remark(remarks: Remarks, { workload, peer, target }: Omit<Lost, 'ratio'>): string | undefined {
  const own = remarks[target] ?? {};
  const keys = [`${idOf(workload)}/${peer}`, idOf(workload), `${workload.kind}/${peer}`, workload.kind];
  const key = keys.find((key) => Object.hasOwn(own, key));
  return key === undefined ? undefined : own[key];
}

/** Where a peer starts sooner or weighs less than the best of cellc. */
export interface Elsewhere {
  readonly what: 'start' | 'page' | 'install';
  readonly peer: string;
  /** Seconds, or bytes. */
  readonly value: number;
  readonly own: number;
}

export function lostElsewhere({ starts, weights, targets }: Results): Elsewhere[] {
  const measured = {
    start: starts.timings.map(({ name, rounds }) => ({ name, value: median(rounds) })),
    page: weights.map(({ name, gzipped, fetched = 0 }) => ({ name, value: gzipped && gzipped + fetched })),
    install: weights.map(({ name, installed }) => ({ name, value: installed })),
  };
  return (['start', 'page', 'install'] as const).flatMap((what) => {
    const known = measured[what].flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]));
    const isOwn = ({ name }: { readonly name: string }) => targets.includes(name);
    const own = Math.min(...known.filter(isOwn).map(({ value }) => value));
    const others = known.filter((one) => !isOwn(one) && one.name !== NODE && one.value < own);
    return others.map(({ name, value }) => ({ what, peer: name, value, own }));
  });
}
