/**
 * The search: every schedule of a target is checked, then tried in heats of a few against the default; those that were
 * fast meet in a final of several passes, with the machine's peak, and with other ways to compute.
 */
import type { Schedule } from '@cellc/compiler';
import type { Input } from '../input.ts';
import { type Candidate, type Excluded, fieldOf } from './candidates.ts';
import { noiseOf, overall, type Ratios, ratioOf, winnerOf } from './choose.ts';
import { type Group, type Pace, race, type Times } from './race.ts';
import { relaxedFlags } from './relaxed.ts';
import { type Mode, modeName, modes, sameMode, schedulesFor, type Tunable } from './variants.ts';
import type { Size, Work } from './workload.ts';

export interface Settings {
  readonly works: readonly Work[];
  readonly size: Size;
  readonly isQuick: boolean;
}

/** Of one workload, from the rounds of all passes: seconds per operation. */
export interface Timed {
  readonly candidate: Candidate;
  readonly times: readonly number[];
  /** Against the default schedule of the same mode. */
  readonly ratio: number;
  readonly isWinner: boolean;
  /** Whether it was in the final; if not, times are those of a heat. */
  readonly isFinalist: boolean;
  /** The machine's floating-point operations per second in the same rounds; none in a heat. */
  readonly peak: readonly number[];
}

/** What won in a mode. */
export interface Choice {
  readonly candidate: Candidate;
  /** Against the default, over all workloads and for each; 1 for the default itself. */
  readonly ratio: number;
  readonly ratios: Ratios;
}

export interface Tuned {
  readonly target: Tunable;
  /** Schedules whose code is that of another are left out. */
  readonly schedules: number;
  readonly different: number;
  /** Modes that this engine has not. */
  readonly missing: readonly string[];
  readonly excluded: readonly Excluded[];
  readonly timed: ReadonlyMap<Work, readonly Timed[]>;
  readonly noise: ReadonlyMap<Work, number>;
  readonly choices: readonly Choice[];
}

export interface Watch {
  /** A part of the work begins. */
  phase(text: string): void;
  /** The share of it that is done. */
  share(share: number): void;
}

/** Variants of a heat, besides the default: they share a process. In the final, each has its own. */
const HEAT = 12;
/** Of those that are faster in a heat, how many meet in the final. */
const FINALISTS = 4;

const paces = {
  heat: { rounds: 31, seconds: 0.002, warmUp: 0.1, budget: 8 },
  final: { rounds: 61, seconds: 0.002, warmUp: 0.2, budget: 15 },
  quick: { rounds: 11, seconds: 0.002, warmUp: 0.05, budget: 3 },
} as const satisfies Record<string, Pace>;

/** @throws what compiling throws; E_UNSUPPORTED where the default is not right, or a workload cannot be timed */
export async function tune(target: Tunable, input: Input, settings: Settings, watch: Watch): Promise<Tuned> {
  const { works, isQuick } = settings;
  const choices = (base: Schedule): Schedule[] => schedulesFor(target, base, isQuick);
  watch.phase(`${target}: checking schedules against the oracle`);
  const field = await fieldOf(target, input, choices, watch.share);
  const { candidates, schedules, different, excluded } = field;
  const [start] = candidates;
  const ranked = await runHeats(candidates, settings, isQuick ? paces.quick : paces.heat, {
    phase: (text) => watch.phase(`${target}: ${text}`),
    share: watch.share,
  });
  const finalists = ranked.filter(({ ratios }) => overall(ratios) < 1).slice(0, FINALISTS);
  const rest = ranked.slice(finalists.length);

  const entrants = [start, ...finalists.map(({ candidate }) => candidate)];
  const missing: string[] = [];
  const [, ...others] = modes[target];
  const relaxed = others.some((other) => other.relaxed) ? await relaxedFlags() : undefined;
  const leading = entrants.slice(0, 2);
  for (const other of others) {
    const flags = other.relaxed ? relaxed : [];
    if (!flags) {
      missing.push(modeName(other));
      continue;
    }
    for (const { schedule } of leading) {
      const candidate = await field.admit(other, schedule, flags);
      // Without a default that is right there is nothing to compare with.
      if (!candidate) break;
      entrants.push(candidate);
    }
  }
  const final = await runFinal(entrants, settings, watch, target);
  const isWinner = (candidate: Candidate): boolean => final.choices.some((choice) => choice.candidate === candidate);
  const timed = works.map((work): [Work, Timed[]] => [
    work,
    [
      ...entrants.map((candidate, i): Timed => {
        const { times, peak } = final.rounds.get(work)!;
        const ratio = final.ratios[i]!.get(work)!;
        return { candidate, times: times[i]!, ratio, isWinner: isWinner(candidate), isFinalist: true, peak };
      }),
      ...rest.map(({ candidate, ratios, times }): Timed => {
        const ratio = ratios.get(work)!;
        return { candidate, times: times.get(work)!, ratio, isWinner: false, isFinalist: false, peak: [] };
      }),
    ],
  ]);
  return {
    target,
    schedules,
    different,
    missing,
    excluded,
    timed: new Map(timed),
    noise: final.noise,
    choices: final.choices,
  };
}

export interface Heated {
  readonly candidate: Candidate;
  readonly ratios: Ratios;
  readonly times: ReadonlyMap<Work, readonly number[]>;
}

/** All but the default, which comes first, against it: the fastest first. */
export async function runHeats(
  [start, ...candidates]: readonly [Candidate, ...Candidate[]],
  { works, size }: Pick<Settings, 'works' | 'size'>,
  pace: Pace,
  watch: Watch,
): Promise<Heated[]> {
  const heats = Array.from({ length: Math.ceil(candidates.length / HEAT) }, (_, i) =>
    candidates.slice(i * HEAT, (i + 1) * HEAT),
  );
  const heated: Heated[] = [];
  for (const [nth, heat] of heats.entries()) {
    watch.phase(`heat ${nth + 1} of ${heats.length}, ${heat.length} schedules against the default`);
    const codes = [start, ...heat].map(({ code }) => code);
    const found = await race([{ codes }], works, size, pace, watch.share);
    for (const [i, candidate] of heat.entries())
      heated.push({
        candidate,
        ratios: new Map(works.map((work) => [work, ratioOf(found.get(work)![i + 1]!, found.get(work)![0]!)])),
        times: new Map(works.map((work) => [work, found.get(work)![i + 1]!])),
      });
  }
  return heated.sort((a, b) => overall(a.ratios) - overall(b.ratios));
}

/** @param entrants the default first */
async function runFinal(
  entrants: readonly Candidate[],
  { works, size, isQuick }: Settings,
  watch: Watch,
  target: Tunable,
) {
  const count = entrants.length;
  // A second copy of the default says what noise is.
  const copies = [...entrants, entrants[0]!].map(({ code, flags }): Group => ({ codes: [code], flags }));
  const groups = [...copies, { codes: [undefined] }];
  const passes: Times[] = [];
  const total = isQuick ? 2 : 3;
  for (let pass = 1; pass <= total; pass++) {
    watch.phase(`${target}: final, pass ${pass} of ${total}, ${count} variants`);
    passes.push(await race(groups, works, size, isQuick ? paces.quick : paces.final, watch.share));
  }
  const all = (work: Work, i: number): number[] => passes.flatMap((pass) => pass.get(work)![i]!);
  const rounds = new Map(
    works.map((work) => [
      work,
      {
        times: entrants.map((_, i) => all(work, i)),
        peak: all(work, count + 1).map((seconds) => 1 / seconds),
      },
    ]),
  );
  const noise = new Map(
    works.map((work) => [work, noiseOf(passes.flatMap((pass) => [pass.get(work)![0]!, pass.get(work)![count]!]))]),
  );
  const defaultOf = (mode: Mode): number =>
    entrants.findIndex((entrant) => entrant.isDefault && sameMode(entrant.mode, mode));
  const ratios = entrants.map(
    ({ mode }, i): Ratios => new Map(works.map((work) => [work, ratioOf(all(work, i), all(work, defaultOf(mode)))])),
  );
  const found = [...new Map(entrants.map(({ mode }) => [modeName(mode), mode])).values()];
  const choices = found.map((mode): Choice => {
    const places = [...entrants.keys()].filter((i) => sameMode(entrants[i]!.mode, mode));
    const best = winnerOf(
      places.map((i) => ratios[i]!),
      noise,
    );
    const place = best === undefined ? defaultOf(mode) : places[best]!;
    return { candidate: entrants[place]!, ratio: overall(ratios[place]!), ratios: ratios[place]! };
  });
  return { rounds, noise, ratios, choices };
}
