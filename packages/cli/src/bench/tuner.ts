/**
 * The search: every schedule of a target is checked, then tried in heats of a few against the default; those that were
 * fast meet in a final of several passes, with the machine's peak, and with other ways to compute.
 */
import { gzipSync } from 'node:zlib';
import { type Compiled, type CompileOptions, compileModel, type Schedule } from '@cellc/compiler';
import type { Input } from '../input.ts';
import { noiseOf, overall, type Ratios, ratioOf, winnerOf } from './choose.ts';
import { type Pace, race, type Times } from './race.ts';
import { type Mode, modeName, modes, sameMode, scheduleName, schedulesFor, type Tunable } from './variants.ts';
import { defaultIsWrong, type Reference, referenceFor, verify } from './verify.ts';
import type { Size, Work } from './workload.ts';

export interface Settings {
  readonly works: readonly Work[];
  readonly size: Size;
  readonly isQuick: boolean;
}

/** A module to time. */
export interface Candidate {
  readonly mode: Mode;
  readonly schedule: Schedule;
  /** `wasm tile 16, unroll 2` */
  readonly name: string;
  readonly isDefault: boolean;
  readonly code: string;
  readonly bytes: number;
  readonly gzip: number;
  /** The worst one against the oracle. */
  readonly error: number;
}

export interface Excluded {
  readonly name: string;
  readonly wrong: string;
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
  const compile = (mode: Mode, schedule?: Schedule): Compiled => {
    const options: CompileOptions = { ...mode, files: input.files, ...(schedule && { schedule }) };
    return compileModel(input.spec, options);
  };
  const [mode, ...others] = modes[target];
  const first = compile(mode);
  const base = first.lowered.schedule;
  const schedules = schedulesFor(target, base, isQuick);
  watch.phase(`${target}: checking ${schedules.length} schedules against the oracle`);
  const reference = await referenceFor(first, 1);
  const [candidates, excluded]: [Candidate[], Excluded[]] = [[], []];
  const take = async (compiled: Compiled, of: Mode): Promise<Candidate | undefined> => {
    const { candidate, wrong } = await check(compiled, of, base, reference);
    if (wrong === undefined) return candidate;
    if (candidate.isDefault && of === mode) defaultIsWrong(candidate.name, wrong);
    excluded.push({ name: candidate.name, wrong });
    return undefined;
  };
  const known = new Set<string>();
  for (const [i, schedule] of schedules.entries()) {
    const compiled = compile(mode, schedule);
    const text = codeOf(compiled);
    if (!known.has(text)) {
      known.add(text);
      const candidate = await take(compiled, mode);
      if (candidate) candidates.push(candidate);
    }
    watch.share((i + 1) / schedules.length);
  }
  const start = candidates[0]!;
  const heats = await runHeats(start, candidates.slice(1), settings, watch, target);
  const ranked = [...heats].sort((a, b) => overall(a.ratios) - overall(b.ratios));
  const finalists = ranked.filter(({ ratios }) => overall(ratios) < 1).slice(0, FINALISTS);
  const rest = ranked.slice(finalists.length);

  const entrants = [start, ...finalists.map(({ candidate }) => candidate)];
  const missing: string[] = [];
  for (const other of others) {
    if (other.relaxed && !hasRelaxed(compile(other))) {
      missing.push(modeName(other));
      continue;
    }
    for (const { schedule } of entrants.slice(0, 2)) {
      const candidate = await take(compile(other, schedule), other);
      // Without a default that is right there is nothing to compare with.
      if (!candidate) break;
      entrants.push(candidate);
    }
  }
  const final = await runFinal(entrants, settings, watch, target);
  const { choices } = final;
  const isWinner = (candidate: Candidate): boolean => choices.some((choice) => choice.candidate === candidate);
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
    schedules: schedules.length,
    different: known.size,
    missing,
    excluded,
    timed: new Map(timed),
    noise: final.noise,
    choices,
  };
}

async function check(compiled: Compiled, mode: Mode, base: Schedule, reference: Reference) {
  const { schedule } = compiled.lowered;
  const { error, wrong } = await verify(compiled.code, mode, reference);
  const changes = scheduleName(schedule, base);
  const candidate: Candidate = {
    mode,
    schedule,
    name: `${modeName(mode)} ${changes}`,
    isDefault: changes === 'default',
    code: compiled.code,
    bytes: Buffer.byteLength(compiled.code),
    gzip: gzipSync(compiled.code).length,
    error,
  };
  return { candidate, wrong };
}

/** What runs, without the manifest, which names the schedule. */
function codeOf({ builds: [{ code }] }: Compiled): string {
  const files = [...code.files.values()];
  return files.length > 0 ? files.map((file) => Buffer.from(file).toString('base64')).join() : code.text;
}

function hasRelaxed({ builds: [{ code }] }: Compiled): boolean {
  const relaxed = code.files.get('.relaxed.wasm');
  return relaxed !== undefined && WebAssembly.validate(relaxed as Uint8Array<ArrayBuffer>);
}

interface Heated {
  readonly candidate: Candidate;
  readonly ratios: Ratios;
  readonly times: ReadonlyMap<Work, readonly number[]>;
}

async function runHeats(
  start: Candidate,
  candidates: readonly Candidate[],
  { works, size, isQuick }: Settings,
  watch: Watch,
  target: Tunable,
): Promise<Heated[]> {
  const heats = Array.from({ length: Math.ceil(candidates.length / HEAT) }, (_, i) =>
    candidates.slice(i * HEAT, (i + 1) * HEAT),
  );
  const heated: Heated[] = [];
  for (const [nth, heat] of heats.entries()) {
    watch.phase(`${target}: heat ${nth + 1} of ${heats.length}, ${heat.length} schedules against the default`);
    const codes = [start, ...heat].map(({ code }) => code);
    const found = await race([codes], works, size, isQuick ? paces.quick : paces.heat, watch.share);
    for (const [i, candidate] of heat.entries())
      heated.push({
        candidate,
        ratios: new Map(works.map((work) => [work, ratioOf(found.get(work)![i + 1]!, found.get(work)![0]!)])),
        times: new Map(works.map((work) => [work, found.get(work)![i + 1]!])),
      });
  }
  return heated;
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
  const codes = [...entrants.map(({ code }) => [code]), [entrants[0]!.code], [undefined]];
  const passes: Times[] = [];
  const total = isQuick ? 2 : 3;
  for (let pass = 1; pass <= total; pass++) {
    watch.phase(`${target}: final, pass ${pass} of ${total}, ${count} variants`);
    passes.push(await race(codes, works, size, isQuick ? paces.quick : paces.final, watch.share));
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
