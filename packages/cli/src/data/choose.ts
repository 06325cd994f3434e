/** Which columns of a table a model reads, and which it is to predict. */
import type { Manifest } from '@cellc/runtime';
import { plural } from '../format.ts';
import { columnOf, dataError, numericColumns, type Table } from './csv.ts';

/** What the command line says of columns. */
export interface Wanted {
  readonly input: readonly string[];
  readonly predict: readonly string[];
  readonly group: string | undefined;
  readonly horizon: number | undefined;
}

export interface Choice {
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
  readonly group?: string;
  /** How many rows after the input's row the targets are taken from: [0] the same row, [1] the next, [1, 2, 3] the next three. */
  readonly offsets: readonly number[];
  /** Whether the one target column holds classes. */
  readonly isClass: boolean;
}

/**
 * Without `--input` and `--predict` a model reads all numeric columns and forecasts them, if their number fits its
 * sizes. Nothing is guessed where two readings are possible.
 * @throws E_DATA
 */
export function chooseColumns(table: Table, manifest: Manifest, wanted: Wanted): Choice {
  const { input, predict: target, group, horizon } = wanted;
  for (const name of [...input, ...target, ...(group === undefined ? [] : [group])]) columnOf(table, name);
  const numeric = numericColumns(table).filter((name) => name !== group);
  const rest = (names: readonly string[]): string[] => numeric.filter((name) => !names.includes(name));
  const fits = (names: readonly string[]): boolean => outputsOf(manifest, names, horizon) !== undefined;
  if (input.length > 0 && input.length !== manifest.input) throw wrongCount(manifest, input);
  if (target.length > 0 && !fits(target)) throw wrongTargets(manifest, target, horizon);
  // One target of two columns may be forecast from itself, or told from the other.
  const others = target.length === manifest.input ? [] : rest(target);
  const inputs = input.length > 0 ? input : [numeric, others].find(({ length }) => length === manifest.input);
  const targets = target.length > 0 ? target : [inputs ?? [], rest(inputs ?? [])].find(fits);
  if (!inputs || !targets) throw unclear(table, manifest, numeric);
  const isForecast = targets.some((name) => inputs.includes(name));
  const { offsets, isClass } = outputsOf(manifest, targets, horizon ?? (isForecast ? 1 : undefined))!;
  return { inputs, targets, ...(group !== undefined && { group }), offsets, isClass };
}

/** What the model's outputs are for some targets; undefined where their number does not fit. */
function outputsOf(manifest: Manifest, { length }: readonly string[], horizon: number | undefined) {
  const { output, loss } = manifest;
  if (length === 0) return undefined;
  const ahead = horizon ?? 0;
  if (output === length) return { offsets: [ahead], isClass: false };
  if (ahead > 1 && output === length * ahead)
    return { offsets: Array.from({ length: ahead }, (_, i) => i + 1), isClass: false };
  if (length === 1 && loss?.name === 'cross_entropy') return { offsets: [ahead], isClass: true };
  return undefined;
}

function wrongCount({ name, input }: Manifest, names: readonly string[]) {
  return dataError(
    `${name} reads ${plural(input, 'number')} a time step, and --input names ${plural(names.length, 'column')}: ${names.join(', ')}`,
  );
}

function wrongTargets({ name, output }: Manifest, names: readonly string[], horizon: number | undefined) {
  const hint =
    (horizon ?? 0) > 1
      ? `with --horizon ${horizon} it can also give ${horizon} of each target: ${horizon! * names.length} numbers`
      : undefined;
  return dataError(
    `${name} gives ${plural(output, 'number')}, and --predict names ${plural(names.length, 'column')}: ${names.join(', ')}`,
    hint,
  );
}

function unclear({ file, columns }: Table, { name, input, output }: Manifest, numeric: readonly string[]) {
  const numbers = numeric.length === columns.length ? 'all numbers' : `numbers in ${numeric.join(', ') || 'none'}`;
  const example = `--input ${numeric.slice(-input).join(',') || 'a'} --predict ${numeric.slice(-output).join(',') || 'b'}`;
  return dataError(
    `${name} reads ${plural(input, 'number')} a time step and gives ${output}, and ${file} has the columns ${columns.join(', ')} (${numbers})`,
    `say which, as in ${example}`,
  );
}
