/** What a trained model says of a file of each kind. */
import { type Model, tensor } from '@cellc/runtime';
import type { About } from '../data/about.ts';
import { seriesOf } from '../data/columns.ts';
import { columnOf, parseCsv } from '../data/csv.ts';
import { inputOf, parseLines } from '../data/jsonl.ts';
import { predictSeries } from '../data/predict.ts';
import { classesOf } from '../data/text.ts';
import { figure } from '../format.ts';

export interface Predictions {
  readonly rows: readonly unknown[];
  /** The rows as CSV or JSON lines. */
  readonly text: string;
  /** Something about all of them. */
  readonly note?: string;
}

type Kind<K extends About['kind']> = Extract<About, { kind: K }>;
type Cell = string | number | undefined;

/**
 * For each row of the file the prediction from that row and those before it. Rows at which a model that gives the last
 * step has seen no whole window have none.
 */
export function predictColumns(
  model: Model,
  about: Kind<'columns'>,
  file: string,
  text: string,
  fill: boolean,
): Predictions {
  const table = parseCsv(file, text);
  const { inputs, targets, group, offsets } = about;
  for (const name of group === undefined ? inputs : [...inputs, group]) columnOf(table, name);
  const isClass = model.manifest.output !== targets.length * offsets.length;
  const names = isClass
    ? [title(targets[0]!, offsets[0]!), 'probability']
    : offsets.flatMap((offset) => targets.map((name) => title(name, offset)));
  const results = new Map<number, readonly Cell[]>();
  for (const [name, series] of seriesOf(table, about, [], fill)) {
    const predicted = predictSeries(model, about, series);
    for (const [i, row] of series.rows.entries()) {
      const output = predicted[i];
      if (!output) continue;
      const cells = isClass ? classCells(output, about.labels) : numbersOf(model, output);
      results.set(row, [row + 1, ...(group === undefined ? [] : [name]), ...cells]);
    }
  }
  const header = ['row', ...(group === undefined ? [] : [group]), ...names];
  const lines = [...results].sort(([a], [b]) => a - b).map(([, cells]) => cells);
  return {
    rows: lines.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? null]))),
    text: [header, ...lines].map(csvLine).join('\n'),
  };
}

/** A line for each line of the file: `{"y": …}`, in the shape of its targets. */
export function predictSequences(
  model: Model,
  { isClass }: Kind<'sequences'>,
  file: string,
  text: string,
): Predictions {
  const { manifest } = model;
  const rows = parseLines(file, text).map((line) => {
    const { steps, x } = inputOf(line, manifest.reads === 'class' ? 'classes' : manifest.input, manifest);
    const shape = manifest.reads === 'class' ? [1, steps] : [1, steps, manifest.input];
    const { data } = model.run(tensor(x, shape)).output;
    const outputs = Array.from({ length: data.length / manifest.output }, (_, t) =>
      Float64Array.from(data.subarray(t * manifest.output, (t + 1) * manifest.output)),
    );
    const isLast = manifest.returns === 'last';
    if (!isClass) return { y: isLast ? numbersOf(model, outputs[0]!) : outputs.map((row) => numbersOf(model, row)) };
    const told = outputs.map((row) => classCells(row, undefined));
    const [y, probability] = [0, 1].map((i) => told.map((cells) => cells[i]));
    return isLast ? { y: y![0], probability: probability![0] } : { y, probability };
  });
  return { rows, text: rows.map((row) => JSON.stringify(row)).join('\n') };
}

/** How likely each character was after those before it. */
export function predictText(model: Model, { alphabet }: Kind<'text'>, file: string, text: string): Predictions {
  const letters = [...alphabet];
  const classes = classesOf(file, text, letters);
  const characters = [...text];
  model.reset();
  let bits = 0;
  let before: readonly number[] | undefined;
  const rows = characters.map((character, i) => {
    const probability = before?.[classes[i]!];
    if (probability !== undefined) bits -= Math.log2(probability);
    before = softmax(model.step([classes[i]!]));
    return { position: i + 1, character, probability: probability === undefined ? undefined : short(probability) };
  });
  const mean = bits / Math.max(1, characters.length - 1);
  const lines = rows.map(({ position, character, probability }) => [position, character, probability]);
  return {
    rows,
    text: [['position', 'character', 'probability'], ...lines].map(csvLine).join('\n'),
    note: `${figure(mean)} bits a character, perplexity ${figure(2 ** mean)}`,
  };
}

const title = (name: string, offset: number): string => (offset === 0 ? name : `${name} t+${offset}`);

/** The likeliest class of some logits, and its probability. */
function classCells(logits: Float64Array, labels: readonly string[] | undefined): [Cell, Cell] {
  const shares = softmax(labels ? logits.subarray(0, labels.length) : logits);
  const place = shares.indexOf(Math.max(...shares));
  return [labels?.[place] ?? place, short(shares[place]!)];
}

function softmax(logits: ArrayLike<number>): number[] {
  const list = Array.from(logits);
  const most = Math.max(...list);
  const shares = list.map((logit) => Math.exp(logit - most));
  const sum = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => share / sum);
}

/** Single precision has seven digits. */
function numbersOf({ manifest }: Model, values: Float64Array): number[] {
  return manifest.precision === 'f64' ? [...values] : Array.from(values, short);
}

const short = (value: number): number => Number(value.toPrecision(7));

function csvLine(cells: readonly Cell[]): string {
  return cells
    .map((cell) => (/[",\r\n]|^\s|\s$/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : (cell ?? '')))
    .join(',');
}
