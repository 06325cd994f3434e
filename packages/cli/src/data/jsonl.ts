/** Sequences of any length as JSON lines: `{ "x": [[1, 2], [3, 4]], "y": [[0], [1]], "weights": [1, 0.5] }`. */
import type { Manifest, Model } from '@cellc/runtime';
import { dataError } from './csv.ts';
import type { Comparison, DataOptions, Dataset } from './dataset.ts';
import { describeSequences, type Rows, rowsOf, type Sequence, toData, trainingCount } from './sequences.ts';

/** Time steps that a comparison shows. */
const SHOWN = 200;

/** @throws E_DATA */
export function sequencesDataset(file: string, text: string, manifest: Manifest, options: DataOptions): Dataset {
  const lines = parseLines(file, text);
  const isClass = hasClasses(lines, manifest);
  const rows = rowsOf(manifest, isClass);
  const sequences = lines.map((line) => sequenceOf(line, rows, manifest));
  if (options.validation > 0 && sequences.length < 2)
    throw dataError(`${file} has one sequence, and none to validate with`, '--validation 0 keeps nothing for validation');
  const count = trainingCount(sequences.length, options.validation);
  const [train, validation] = [sequences.slice(0, count), sequences.slice(count)];
  const last = sequences.at(-1)!;
  return {
    train: toData(train, rows),
    ...(validation.length > 0 && { validation: toData(validation, rows) }),
    about: { kind: 'sequences', isClass },
    summary: [`${file}: ${describeSequences(train, validation)}`],
    settings: {},
    show: (model) => ({ comparisons: rows.every && !isClass ? compare(model, last, rows, lines.length) : [] }),
  };
}

interface Line {
  /** What messages call it: `line 3 of data.jsonl`. */
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export function parseLines(file: string, text: string): Line[] {
  const lines = text.split('\n').flatMap((line, i): Line[] => {
    if (line.trim() === '') return [];
    const name = `line ${i + 1} of ${file}`;
    let fields: unknown;
    try {
      fields = JSON.parse(line);
    } catch (error) {
      throw dataError(`${name} is not JSON: ${(error as Error).message}`, 'write one object a line');
    }
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
      throw dataError(`${name} is not an object`, 'write { "x": [[1, 2], [3, 4]], "y": [[0], [1]] }');
    return [{ name, fields: fields as Record<string, unknown> }];
  });
  if (lines.length === 0) throw dataError(`${file} is empty`);
  return lines;
}

/** Whether targets are classes, by the first of them: plain numbers where the model gives several. */
function hasClasses(lines: readonly Line[], manifest: Manifest): boolean {
  return manifest.output > 1 && isPlain(lines[0]!.fields.y, manifest);
}

/** Whether a target row is a number, not a list. */
function isPlain(y: unknown, { returns }: Manifest): boolean {
  return typeof (returns === 'last' ? y : Array.isArray(y) ? y[0] : undefined) === 'number';
}

function sequenceOf(line: Line, rows: Rows, manifest: Manifest): Sequence {
  const { fields, name } = line;
  const extra = Object.keys(fields).find((field) => !['x', 'y', 'weights'].includes(field));
  if (extra !== undefined) throw dataError(`${name} has a field ${extra}`, 'fields are x, y and weights');
  const x = inputOf(line, rows.input, manifest);
  const { target } = rows;
  // A row of one output may be written as the number itself.
  const size = target === 'classes' || (target === 1 && isPlain(fields.y, manifest)) ? [] : [target];
  const classes = target === 'classes' ? manifest.output : undefined;
  const y = read(name, 'y', fields.y, [...(rows.every ? [x.steps] : []), ...size], classes);
  const { weights } = fields;
  if (weights === undefined) return { ...x, y };
  return { ...x, y, weights: read(name, 'weights', weights, rows.every ? [x.steps] : []) };
}

/** @throws E_DATA */
export function inputOf({ fields, name }: Line, input: Rows['input'], manifest: Manifest) {
  const { x } = fields;
  if (!Array.isArray(x) || x.length === 0)
    throw dataError(`x in ${name} is ${shown(x)}, not a list of time steps`, 'write { "x": [[1, 2], [3, 4]], … }');
  const isClass = input === 'classes';
  const shape = isClass ? [x.length] : [x.length, input];
  return { steps: x.length, x: read(name, 'x', x, shape, isClass ? manifest.input : undefined) };
}

/** The numbers of nested lists of the given shape; classes are whole numbers. */
function read(line: string, path: string, value: unknown, shape: readonly number[], classes?: number): Float64Array {
  const result: number[] = [];
  const walk = (node: unknown, depth: number, at: string): void => {
    const size = shape[depth];
    if (size === undefined) {
      if (typeof node !== 'number') throw dataError(`${at} in ${line} is ${shown(node)}, not a number`);
      if (classes !== undefined && !(Number.isInteger(node) && node >= 0 && node < classes))
        throw dataError(`${at} in ${line} is ${node}, not a class from 0 to ${classes - 1}`);
      result.push(node);
      return;
    }
    if (!Array.isArray(node)) throw dataError(`${at} in ${line} is ${shown(node)}, not a list of ${size}`);
    if (node.length !== size) throw dataError(`${at} in ${line} is a list of ${node.length}, not of ${size}`);
    for (const [i, item] of node.entries()) walk(item, depth + 1, `${at}[${i}]`);
  };
  walk(value, 0, path);
  return Float64Array.from(result);
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value);
}

/** Each output over the time of one sequence. */
function compare(model: Model, sequence: Sequence, rows: Rows, number: number): Comparison[] {
  const { output } = model.run(toData([sequence], rows).x);
  const size = model.manifest.output;
  const steps = Array.from({ length: sequence.steps }, (_, t) => t).slice(-SHOWN);
  return Array.from({ length: size }, (_, j) => ({
    title: `sequence ${number}${size > 1 ? `, output ${j + 1}` : ''}`,
    axis: 'time step',
    at: steps.map((t) => t + 1),
    truth: steps.map((t) => sequence.y[t * size + j]!),
    prediction: steps.map((t) => output.data[t * size + j]!),
  }));
}
