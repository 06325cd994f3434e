/** Time series in the columns of a CSV file: one long series, or a sequence for each value of a column. */
import type { Manifest, Model } from '@cellc/runtime';
import { plural } from '../format.ts';
import { usage } from '../options.ts';
import type { About } from './about.ts';
import { type Choice, chooseColumns } from './choose.ts';
import { dataError, numbersOf, parseCsv, type Table, textsOf } from './csv.ts';
import type { Comparison, DataOptions, Dataset } from './dataset.ts';
import { predictSeries } from './predict.ts';
import { describeSequences, rowsOf, type Sequence, toData, trainingCount } from './sequences.ts';
import { type Cut, checkWindow, type Series, trainingWindows, validationWindows } from './windows.ts';

/** Time steps of a window of one long series, where nothing else is said. */
const WINDOW = 64;
/** Rows that a comparison shows. */
const SHOWN = 200;

export type ColumnsAbout = Extract<About, { kind: 'columns' }>;

/** @throws E_DATA, E_OPTION */
export function columnsDataset(file: string, text: string, manifest: Manifest, options: DataOptions): Dataset {
  const table = parseCsv(file, text);
  const choice = chooseColumns(table, manifest, options);
  const labels = choice.isClass ? labelsOf(table, choice.targets[0]!, manifest) : undefined;
  const { fill } = options;
  const targets = choice.targets.map((name) => targetNumbers(table, name, choice, { labels, manifest, fill }));
  const parts = seriesOf(table, choice, targets, fill);
  const every = manifest.returns === 'sequence';
  let train: Sequence[];
  let validation: Sequence[];
  let window = options.window;
  // The series that the report compares with, and the first of its rows that were not trained on.
  let shown: { series: Series; from: number };
  if (choice.group === undefined) {
    const [series] = parts.values() as unknown as [Series];
    const split = trainingCount(series.length, options.validation);
    if (window !== undefined) checkWindow(file, window, split - choice.offsets.at(-1)!);
    window ??= WINDOW;
    const cut: Cut = { window, stride: options.stride, every };
    train = trainingWindows(series, choice.offsets, split, cut);
    validation = split < series.length ? validationWindows(series, choice.offsets, split, cut) : [];
    shown = { series, from: split < series.length ? split : 0 };
  } else {
    if (window === undefined && options.stride !== undefined)
      usage('--stride is for windows, and --group takes each sequence as a whole', 'leave --stride out, or add --window');
    const all = [...parts.values()];
    const count = trainingCount(all.length, options.validation);
    const cut: Cut = { window, stride: options.stride, every };
    train = all.slice(0, count).flatMap((series) => trainingWindows(series, choice.offsets, series.length, cut));
    validation = all.slice(count).flatMap((series) => validationWindows(series, choice.offsets, 0, cut));
    shown = { series: all.at(-1)!, from: 0 };
  }
  const rows = rowsOf(manifest, choice.isClass);
  if (train.length === 0) throw tooShort(file, table, choice);
  if (options.validation > 0 && validation.length === 0) throw tooShort(file, table, choice, '--validation 0');
  const about: ColumnsAbout = {
    kind: 'columns',
    inputs: choice.inputs,
    targets: choice.targets,
    ...(choice.group !== undefined && { group: choice.group }),
    ...(window !== undefined && { window }),
    offsets: choice.offsets,
    ...(labels && { labels }),
  };
  return {
    train: toData(train, rows),
    ...(validation.length > 0 && { validation: toData(validation, rows) }),
    about,
    summary: summaryOf(file, table, choice, { train, validation }),
    settings: {},
    show: (model) => ({ comparisons: choice.isClass ? [] : compare(model, about, shown.series, shown.from) }),
  };
}

/** Rows in their order, by group; where there is none, all of them. Without targets, there are none to compare with. */
export function seriesOf(
  table: Table,
  { inputs, group }: Pick<Choice, 'inputs' | 'group'>,
  targets: readonly Float64Array[],
  fill: boolean,
): Map<string, Series & { readonly rows: readonly number[] }> {
  const columns = inputs.map((name) => numbersOf(table, name, fill));
  const groups = group === undefined ? undefined : textsOf(table, group);
  const places = new Map<string, number[]>();
  for (const i of table.rows.keys()) {
    const name = groups?.[i] ?? '';
    const rows = places.get(name) ?? [];
    if (rows.length === 0) places.set(name, rows);
    rows.push(i);
  }
  const pick = (column: Float64Array, rows: readonly number[]): Float64Array =>
    fillGaps(table.file, Float64Array.from(rows, (row) => column[row]!));
  return new Map(
    [...places].map(([name, rows]) => [
      name,
      {
        rows,
        length: rows.length,
        inputs: columns.map((column) => pick(column, rows)),
        targets: targets.map((column) => pick(column, rows)),
      },
    ]),
  );
}

/** Values that are NaN lie on the line between their neighbours; at an end they are as the nearest. */
function fillGaps(file: string, column: Float64Array): Float64Array {
  const known = [...column.keys()].filter((i) => !Number.isNaN(column[i]!));
  if (known.length === 0) throw dataError(`a sequence of ${file} has no number to fill its gaps from`);
  let next = 0;
  return column.map((value, i) => {
    if (i > (known[next] ?? 0) && next < known.length - 1) next++;
    if (!Number.isNaN(value)) return value;
    const after = known[next]!;
    const before = after < i ? after : (known[next - 1] ?? after);
    const share = after === before ? 0 : (i - before) / (after - before);
    return column[before]! + (column[after]! - column[before]!) * share;
  });
}

/** Classes that are texts, in order; undefined where they are numbers. @throws E_DATA */
function labelsOf(table: Table, name: string, { name: model, output }: Manifest): string[] | undefined {
  const texts = textsOf(table, name);
  if (texts.every((text) => /^\d+$/.test(text))) return undefined;
  const missing = texts.indexOf('');
  if (missing >= 0)
    throw dataError(`${name} is missing in row ${missing + 1} (line ${table.rows[missing]!.line}) of ${table.file}`);
  const labels = [...new Set(texts)].sort();
  if (labels.length <= output) return labels;
  throw dataError(
    `column ${name} of ${table.file} has ${labels.length} classes, and ${model} tells ${output} apart: ${labels.slice(0, 12).join(', ')}${labels.length > 12 ? ', …' : ''}`,
  );
}

function targetNumbers(
  table: Table,
  name: string,
  { isClass }: Choice,
  { labels, manifest, fill }: { labels: readonly string[] | undefined; manifest: Manifest; fill: boolean },
): Float64Array {
  const { name: model, output } = manifest;
  if (labels) return Float64Array.from(textsOf(table, name), (text) => labels.indexOf(text));
  const numbers = numbersOf(table, name, fill && !isClass);
  const wrong = isClass ? numbers.findIndex((value) => value >= output) : -1;
  if (wrong < 0) return numbers;
  throw dataError(
    `${name} is ${numbers[wrong]} in row ${wrong + 1} (line ${table.rows[wrong]!.line}) of ${table.file}, and ${model} has classes from 0 to ${output - 1}`,
  );
}

/** Each target of the last rows, with what the model says of it from the rows before. */
function compare(model: Model, about: ColumnsAbout, series: Series, from: number): Comparison[] {
  const { offsets, targets } = about;
  const predicted = predictSeries(model, about, series);
  return targets.flatMap((name, j) =>
    offsets.map((offset, k) => {
      const places = predicted.flatMap((values, row) =>
        values && row + offset >= from && row + offset < series.length ? [row] : [],
      );
      const rows = places.slice(-SHOWN);
      return {
        title: offset > 0 && offsets.length > 1 ? `${name}, ${plural(offset, 'row')} ahead` : name,
        axis: 'row',
        at: rows.map((row) => row + offset + 1),
        truth: rows.map((row) => series.targets[j]![row + offset]!),
        prediction: rows.map((row) => predicted[row]![k * targets.length + j]!),
        ...(offset > 0 && about.inputs.includes(name) && { persistence: rows.map((row) => series.targets[j]![row]!) }),
      };
    }),
  );
}

function summaryOf(
  file: string,
  table: Table,
  { inputs, targets, group, offsets }: Choice,
  { train, validation }: { readonly train: readonly Sequence[]; readonly validation: readonly Sequence[] },
): string[] {
  const ahead = offsets.at(-1) === 0 ? '' : `, ${offsets.length > 1 ? 'up to ' : ''}${plural(offsets.at(-1)!, 'row')} ahead`;
  return [
    `${file}: ${plural(table.rows.length, 'row')}${group === undefined ? '' : ` in groups by ${group}`}, ${inputs.join(', ')} → ${targets.join(', ')}${ahead}`,
    describeSequences(train, validation),
  ];
}

function tooShort(file: string, { rows }: Table, { offsets, group }: Choice, hint?: string) {
  const parts = group === undefined ? '' : ` in groups by ${group}`;
  const part = hint === undefined ? 'train on' : 'validate with';
  return dataError(
    `${file} has ${plural(rows.length, 'row')}${parts}, too few to ${part} ${plural(offsets.at(-1)!, 'row')} ahead`,
    hint && `${hint} keeps nothing for validation`,
  );
}
