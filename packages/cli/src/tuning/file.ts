/** Tuning files: schedules that `cellc bench` found, by configuration, target and engine. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CellcError, checkSchedule, fnv1a, type Model, type Schedule, scheduleFor } from '@cellc/compiler';
import { type Mode, modeName, sameMode, type Tunable, tunable } from '../bench/variants.ts';
import { type Work, works } from '../bench/workload.ts';
import { fileError } from '../input.ts';
import { writeAll } from '../write.ts';

/** Where code was timed: another engine, or another processor, has other favourites. */
export interface Engine {
  /** As far as it decides what code becomes: `11.3`. */
  readonly v8: string;
  readonly arch: string;
  /** What it has to be started with for the mode: without them, it runs other code. */
  readonly flags?: readonly string[];
}

/** What was found for one mode of a target. */
export interface Entry {
  readonly model: string;
  /** The hash of all that decides the code, besides target, mode and schedule. */
  readonly configuration: string;
  readonly mode: Mode;
  readonly engine: Engine;
  readonly cpu: string;
  /** Version of the compiler, whose code it was. */
  readonly version: string;
  readonly schedule: Schedule;
  /** Times over those of the default schedule, and how far these can be wrong. */
  readonly measured: readonly {
    readonly work: Work;
    readonly T: number;
    readonly B: number;
    readonly ratio: number;
    readonly noise: number;
  }[];
}

export interface TuningFile {
  readonly format: typeof FORMAT;
  readonly entries: readonly Entry[];
}

const FORMAT = 'cellc-tuning/1';

/** A model's weights have no part in it. */
export const configurationOf = ({ hashText }: Pick<Model, 'hashText'>): string => fnv1a(hashText);

export function engineHere(): Engine {
  return { v8: process.versions.v8.split('.').slice(0, 2).join('.'), arch: process.arch };
}

/** `sunspots.model.json`, `sunspots.json` and `sunspots.mjs` have `sunspots.tuning.json` beside them. */
export function tuningFileOf(spec: string): string {
  return `${spec.replace(/(\.model)?\.(json|[mc]?js)$/, '')}.tuning.json`;
}

/** @returns undefined where there is no such file @throws E_FILE, E_TUNING */
export async function readTuning(name: string, cwd: string): Promise<TuningFile | undefined> {
  let text: string;
  try {
    text = await readFile(resolve(cwd, name), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw fileError(`${name} cannot be read`, error);
  }
  return parseTuning(name, text);
}

/** Adds entries; those of the same configuration, mode and engine give way. @throws E_FILE, E_TUNING */
export async function saveTuning(name: string, cwd: string, entries: readonly Entry[]): Promise<void> {
  const before = (await readTuning(name, cwd))?.entries ?? [];
  const isReplaced = (old: Entry): boolean =>
    entries.some(
      (entry) =>
        entry.configuration === old.configuration &&
        sameMode(entry.mode, old.mode) &&
        sameEngine(entry.engine, old.engine),
    );
  const file: TuningFile = { format: FORMAT, entries: [...before.filter((old) => !isReplaced(old)), ...entries] };
  const content = `${JSON.stringify(file, null, 2)}\n`;
  await writeAll(dirname(name), cwd, [{ path: resolve(cwd, name), content }]);
}

const sameEngine = (a: Engine, b: Engine): boolean => a.v8 === b.v8 && a.arch === b.arch;

/** What there is for a configuration: a schedule, or why none of the file fits. */
export type Match = { readonly schedule: Schedule } | { readonly note: string };

export function matchTuning(
  { entries }: TuningFile,
  configuration: string,
  mode: Mode,
  engine: Engine,
  version: string,
): Match {
  const note = (reason: string): Match => ({ note: `${modeName(mode)} is not tuned: ${reason}` });
  const own = entries.filter((entry) => entry.configuration === configuration);
  if (own.length === 0) return note('the tuning file is for another configuration');
  const ofMode = own.filter((entry) => sameMode(entry.mode, mode));
  if (ofMode.length === 0)
    return note(`the tuning file has ${[...new Set(own.map((entry) => modeName(entry.mode)))].join(', ')}`);
  const here = ofMode.filter((entry) => sameEngine(entry.engine, engine));
  const show = ({ v8, arch }: Engine): string => `V8 ${v8} on ${arch}`;
  if (here.length === 0) return note(`the tuning file is for ${show(ofMode[0]!.engine)}, and this is ${show(engine)}`);
  const found = here.find((entry) => entry.version === version);
  return found ?? note(`the tuning file is for cellc ${here[0]!.version}, and this is ${version}`);
}

/** @throws E_TUNING with the file's name and the path of what is wrong in it */
export function parseTuning(name: string, text: string): TuningFile {
  const wrong = (reason: string): never => {
    const hint = 'cellc bench SPEC --save writes such files; remove this one to compile without it';
    throw new CellcError('E_TUNING', `${name} is no tuning file: ${reason}`, { hint });
  };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return wrong(`it is not JSON (${(error as Error).message})`);
  }
  const field = (of: unknown, path: string, key: string): unknown =>
    typeof of === 'object' && of !== null && Object.hasOwn(of, key)
      ? of[key as keyof typeof of]
      : wrong(`${path === '' ? 'it' : path} has no '${key}'`);
  const oneOf = <T extends string>(value: unknown, path: string, choices: readonly T[]): T =>
    choices.find((choice) => choice === value) ??
    wrong(`${path} is ${JSON.stringify(value)}, not ${choices.map((choice) => `'${choice}'`).join(' or ')}`);
  const typed = <T>(value: unknown, path: string, type: 'string' | 'number' | 'boolean'): T =>
    typeof value === type ? (value as T) : wrong(`${path} is ${JSON.stringify(value)}, not a ${type}`);
  const list = (value: unknown, path: string): unknown[] =>
    Array.isArray(value) ? value : wrong(`${path} is not a list`);
  const get = <T>(of: unknown, path: string, key: string, type: 'string' | 'number' | 'boolean'): T =>
    typed(field(of, path, key), `${path}.${key}`, type);
  const engineOf = (engine: unknown, path: string): Engine => {
    const [v8, arch] = [get<string>(engine, path, 'v8', 'string'), get<string>(engine, path, 'arch', 'string')];
    const { flags } = engine as { readonly flags?: unknown };
    if (flags === undefined) return { v8, arch };
    return { v8, arch, flags: list(flags, `${path}.flags`).map((flag) => typed(flag, `${path}.flags`, 'string')) };
  };

  const format = field(json, '', 'format');
  if (format !== FORMAT) wrong(`its format is ${JSON.stringify(format)}, and this cellc reads '${FORMAT}'`);
  const entries = list(field(json, '', 'entries'), 'entries').map((entry, i): Entry => {
    const at = `entries[${i}]`;
    const [mode, engine] = [field(entry, at, 'mode'), field(entry, at, 'engine')];
    const target = oneOf(field(mode, `${at}.mode`, 'target'), `${at}.mode.target`, tunable);
    return {
      model: get(entry, at, 'model', 'string'),
      configuration: get(entry, at, 'configuration', 'string'),
      mode: {
        target,
        precision: oneOf(field(mode, `${at}.mode`, 'precision'), `${at}.mode.precision`, ['f32', 'f64']),
        accuracy: oneOf(field(mode, `${at}.mode`, 'accuracy'), `${at}.mode.accuracy`, ['exact', 'fast']),
        relaxed: get(mode, `${at}.mode`, 'relaxed', 'boolean'),
      },
      engine: engineOf(engine, `${at}.engine`),
      cpu: get(entry, at, 'cpu', 'string'),
      version: get(entry, at, 'version', 'string'),
      schedule: readSchedule(field(entry, at, 'schedule'), target, (reason) => wrong(`${at}: ${reason}`)),
      measured: list(field(entry, at, 'measured'), `${at}.measured`).map((of, n) => {
        const path = `${at}.measured[${n}]`;
        const number = (key: string): number => get(of, path, key, 'number');
        const work = oneOf(field(of, path, 'work'), `${path}.work`, works);
        return { work, T: number('T'), B: number('B'), ratio: number('ratio'), noise: number('noise') };
      }),
    };
  });
  return { format: FORMAT, entries };
}

/** The compiler says which schedules it can follow. */
function readSchedule(value: unknown, target: Tunable, wrong: (reason: string) => never): Schedule {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong('its schedule is no object');
  try {
    return checkSchedule(value, scheduleFor(target));
  } catch (error) {
    if (error instanceof CellcError) return wrong(error.hint ? `${error.reason}; ${error.hint}` : error.reason);
    throw error;
  }
}
