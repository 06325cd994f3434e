/** What there is to time: a model in every schedule of a target, none twice, each checked against the oracle. */
import { gzipSync } from 'node:zlib';
import { type Compiled, type CompileOptions, compileModel, type Schedule } from '@cellc/compiler';
import type { Input } from '../input.ts';
import { verifyThere } from './process.ts';
import { type Mode, modeName, modes, scheduleName, type Tunable } from './variants.ts';
import { defaultIsWrong, referenceFor, verify } from './verify.ts';

/** A module to time. */
export interface Candidate {
  readonly mode: Mode;
  readonly schedule: Schedule;
  /** `wasm tile 16, unroll 2` */
  readonly name: string;
  readonly isDefault: boolean;
  /** What the engine has to be started with to run it. */
  readonly flags: readonly string[];
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

export interface Field {
  /** The default first. */
  readonly candidates: readonly [Candidate, ...Candidate[]];
  /** Schedules whose code is that of another are left out. */
  readonly schedules: number;
  readonly different: number;
  /** Those that are wrong, of `admit` as well. */
  readonly excluded: readonly Excluded[];
  /** The same model in another mode, unless it is wrong. */
  admit(mode: Mode, schedule: Schedule, flags: readonly string[]): Promise<Candidate | undefined>;
}

/**
 * @param share is called with the share that is done
 * @throws what compiling throws; E_UNSUPPORTED where the default is not right
 */
export async function fieldOf(
  target: Tunable,
  input: Pick<Input, 'spec' | 'files'>,
  schedules: (base: Schedule) => readonly Schedule[],
  share: (share: number) => void,
): Promise<Field> {
  const compile = (mode: Mode, schedule?: Schedule): Compiled => {
    const options: CompileOptions = { ...mode, files: input.files, ...(schedule && { schedule }) };
    return compileModel(input.spec, options);
  };
  const [mode] = modes[target];
  const first = compile(mode);
  const base = first.lowered.schedule;
  const reference = await referenceFor(first, 1);
  const excluded: Excluded[] = [];
  const take = async (compiled: Compiled, of: Mode, flags: readonly string[]): Promise<Candidate | undefined> => {
    const { schedule } = compiled.lowered;
    const { error, wrong } = await (flags.length > 0
      ? verifyThere(flags, compiled.code, of, reference)
      : verify(compiled.code, of, reference));
    const changes = scheduleName(schedule, base);
    const [name, isDefault] = [`${modeName(of)} ${changes}`, changes === 'default'];
    if (wrong !== undefined && isDefault && of === mode) defaultIsWrong(name, wrong);
    if (wrong !== undefined) {
      excluded.push({ name, wrong });
      return undefined;
    }
    const { code } = compiled;
    const size = { bytes: Buffer.byteLength(code), gzip: gzipSync(code).length };
    return { mode: of, schedule, name, isDefault, flags, code, ...size, error };
  };
  const candidates: Candidate[] = [];
  const known = new Set<string>();
  const all = schedules(base);
  for (const [i, schedule] of all.entries()) {
    const compiled = compile(mode, schedule);
    const text = codeOf(compiled);
    if (!known.has(text)) {
      known.add(text);
      const candidate = await take(compiled, mode, []);
      if (candidate) candidates.push(candidate);
    }
    share((i + 1) / all.length);
  }
  return {
    candidates: candidates as [Candidate, ...Candidate[]],
    schedules: all.length,
    different: known.size,
    excluded,
    admit: (other, schedule, flags) => take(compile(other, schedule), other, flags),
  };
}

/** What runs, without the manifest, which names the schedule. */
function codeOf({ builds: [{ code }] }: Compiled): string {
  const files = [...code.files.values()];
  return files.length > 0 ? files.map((file) => Buffer.from(file).toString('base64')).join() : code.text;
}
