/** Tuning files as `compile` uses them: which one, and what it says for the targets at hand. */
import { CellcError, type CompileOptions, resolveModel, type Schedules, type Target, version } from '@cellc/compiler';
import { modeOf, tunable } from '../bench/variants.ts';
import type { Input } from '../input.ts';
import { configurationOf, engineHere, matchTuning, readTuning, tuningFileOf } from './file.ts';

export interface Tuning {
  /** Empty where nothing fits. */
  readonly schedule: Schedules;
  /** The file, where any of it is used. */
  readonly file: string | undefined;
  /** Why it is not used for a target. */
  readonly notes: readonly string[];
}

const none: Tuning = { schedule: {}, file: undefined, notes: [] };

/**
 * @param spec the spec's file, beside which a tuning file may lie
 * @param given the tuning file that the command line names
 * @throws E_FILE where a file that is named is not there, E_TUNING
 */
export async function tuningFor(
  spec: string,
  input: Input,
  targets: readonly Target[],
  options: CompileOptions,
  given: string | undefined,
  cwd: string,
): Promise<Tuning> {
  const name = given ?? tuningFileOf(spec);
  const file = await readTuning(name, cwd);
  if (!file && given !== undefined)
    throw new CellcError('E_FILE', `${given} cannot be read: there is no such file`, {
      hint: `cellc bench ${spec} --save=${given} writes it`,
    });
  if (!file) return none;
  const configuration = configurationOf(resolveModel(input.spec, input.files));
  const matches = tunable
    .filter((target) => targets.includes(target))
    .map((target) => {
      const mode = modeOf(options, target);
      return { target, match: matchTuning(file, configuration, mode, engineHere(), version) };
    });
  const used = matches.flatMap(({ target, match }) => ('schedule' in match ? [[target, match.schedule] as const] : []));
  return {
    schedule: Object.fromEntries(used),
    file: used.length > 0 ? name : undefined,
    notes: matches.flatMap(({ match }) => ('note' in match ? [`${name}: ${match.note}`] : [])),
  };
}
