/** Training data, checked: where the numbers of each sequence and time step are, and how much they count. */
import type { Source } from '../arena.ts';
import { checkNames, fail, kind } from '../error.ts';
import type { Arena, Loss, Manifest } from '../module.ts';
import { checkLengths } from '../session.ts';
import { checkClass, checkShape, count, show, type Tensor, toTensor } from '../tensor.ts';
import type { Data, Windows } from './options.ts';
import { checkWindows, countWindows } from './windows.ts';

export interface Dataset {
  readonly x: Source;
  readonly y: Source;
  readonly sequences: number;
  readonly time: number;
  readonly lengths: ArrayLike<number> | undefined;
  readonly weights: Weights | undefined;
  readonly classWeights: ClassWeights | undefined;
}

interface Weights {
  readonly data: Arena;
  readonly perStep: boolean;
}

interface ClassWeights {
  readonly weights: readonly number[];
  /** Elements of a target: of one-hot vectors, the class is where the largest is. */
  readonly size: number;
}

/** What a model reads and what its loss compares. */
type Ends = readonly [manifest: Manifest, loss: Loss];

/** @throws E_INPUT, E_LENGTHS, E_DATA: before anything is trained, whatever is wrong with the data; `checkWeight` has the rest */
export function datasetOf(ends: Ends, data: Data | Windows, classWeights?: readonly number[]): Dataset {
  if (typeof data !== 'object' || data === null) fail('E_INPUT', `the data is ${kind(data)}, not an object { x, y }`);
  const set = 'series' in data ? ofWindows(ends, data) : ofSequences(ends, data);
  const { size } = ends[1].target;
  if (classWeights && classWeights.length !== size)
    fail('E_OPTION', `there are ${classWeights.length} classWeights for ${size} classes`);
  return { ...set, classWeights: classWeights && { weights: classWeights, size } };
}

function ofSequences([manifest, { target }]: Ends, data: Data): Omit<Dataset, 'classWeights'> {
  checkNames('E_INPUT', 'fields of the data', ['x', 'y', 'lengths', 'weights'], Object.keys(data), 'partial');
  const { x: xs, y: ys, lengths } = data;
  const x = toTensor('x', xs);
  const features = manifest.reads === 'class' ? [] : [manifest.input];
  checkShape('E_INPUT', 'x', x, ['sequences', 'time', ...features]);
  const [sequences, time] = x.shape as [number, number];
  if (!sequences || !time) fail('E_INPUT', `x has shape ${show(x.shape)}, which holds no time step`);
  const perStep = target.rows === 'steps';
  const rows = perStep ? [sequences, time] : [sequences];
  const y = toTensor('y', ys);
  const isShort = show(y.shape) === show(rows);
  const size = isShort ? 1 : target.size;
  checkShape('E_INPUT', 'y', y, isShort ? rows : [...rows, size]);
  checkLengths(lengths, sequences, time);
  const weights = data.weights === undefined ? undefined : checkWeights(toTensor('weights', data.weights), rows);

  const step = count(features);
  const of = (row: number) => lengths?.[row] ?? time;
  const isMasked = (row: number, t: number) => weights?.data[weights.perStep ? row * time + t : row] === 0;
  const inputs = features.length ? 0 : manifest.input;
  if (inputs || !isFiniteAll(x.data))
    for (let row = 0; row < sequences; row++)
      for (let t = 0; t < of(row); t++) checkRow('x', x.data, (row * time + t) * step, step, inputs, row, t);
  const classes = classesOf(target.size, size);
  if (classes || !isFiniteAll(y.data))
    for (let row = 0; row < sequences; row++)
      for (let t = 0; t < (perStep ? of(row) : 1); t++)
        if (!isMasked(row, t)) {
          const at = perStep ? (row * time + t) * size : row * size;
          checkRow('y', y.data, at, size, classes, row, perStep ? t : undefined);
        }
  return {
    x: { data: x.data, start: 0, row: time * step, step },
    y: { data: y.data, start: 0, row: (perStep ? time : 1) * size, step: size },
    sequences,
    time,
    lengths,
    weights,
  };
}

function ofWindows([manifest, { target }]: Ends, given: Windows): Omit<Dataset, 'classWeights'> {
  const cut = checkWindows(given);
  const { series, target: values, window, horizon, stride } = cut;
  const steps = series.shape[0]!;
  const isClass = manifest.reads === 'class';
  const step = series.shape[1] ?? 1;
  if (isClass ? series.shape.length > 1 : step !== manifest.input)
    fail(
      'E_INPUT',
      `series has shape ${show(series.shape)} where [time${isClass ? '' : `, ${manifest.input}`}] is expected`,
    );
  const size = values.shape[1] ?? 1;
  if (values.shape.length > 1 && size !== target.size)
    fail('E_INPUT', `target has shape ${show(values.shape)} where [time, ${target.size}] is expected`);
  for (let t = 0; t < steps; t++) {
    checkRow('series', series.data, t * step, step, isClass ? manifest.input : 0, undefined, t);
    checkRow('target', values.data, t * size, size, classesOf(target.size, size), undefined, t);
  }
  const first = horizon + (target.rows === 'steps' ? 0 : window - 1);
  return {
    x: { data: series.data, start: 0, row: stride * step, step },
    y: { data: values.data, start: first * size, row: stride * size, step: size },
    sequences: countWindows(cut),
    time: window,
    lengths: undefined,
    weights: undefined,
  };
}

/** How many classes a number stands for, or none where numbers are as they are. */
function classesOf(target: number, size: number): number {
  return size === target ? 0 : target;
}

function checkWeights(weights: Tensor, rows: readonly number[]): Weights {
  const perStep = rows.length === 2 && weights.shape.length === 2;
  checkShape('E_INPUT', 'weights', weights, perStep ? rows : rows.slice(0, 1));
  const { data } = weights;
  for (let i = 0; i < data.length; i++)
    if (!(data[i]! >= 0 && data[i]! < Number.POSITIVE_INFINITY)) {
      const at = perStep ? `row ${Math.floor(i / rows[1]!)}, step ${i % rows[1]!}` : `row ${i}`;
      fail('E_DATA', `weights is ${data[i]} at ${at}, not a number from 0`);
    }
  return { data, perStep };
}

/** At once: what is masked, or past a sequence's end, may be anything, and few data have any of it. */
function isFiniteAll(data: Arena): boolean {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i]!)) return false;
  return true;
}

/** The numbers of a row must be finite, and where they stand for classes, one of these. */
function checkRow(
  name: string,
  data: Arena,
  at: number,
  size: number,
  classes: number,
  row: number | undefined,
  step: number | undefined,
): void {
  for (let i = 0; i < size; i++) {
    const value = data[at + i]!;
    if (Number.isFinite(value) && !classes) continue;
    const parts = [row !== undefined && `row ${row}`, step !== undefined && `step ${step}`, !classes && `feature ${i}`];
    const spot = parts.filter((part) => part !== false).join(', ');
    if (!Number.isFinite(value)) fail('E_DATA', `${name} is ${value} at ${spot}`);
    checkClass('E_DATA', `${name} at ${spot}`, value, classes);
  }
}

/**
 * A 32-bit hash of all that a training reads, to tell one set of data from another: FNV-1a over the words of doubles. A
 * product moves bits up alone, and the shift moves them down again: else the signs of two numbers would cancel out.
 */
export function checksum({ x, y, time, lengths, weights }: Dataset): number {
  const value = new Float64Array(1);
  const words = new Uint32Array(value.buffer);
  let hash = 0x811c9dc5;
  const mix = (word: number) => {
    hash = Math.imul(hash ^ word, 0x01000193);
    hash ^= hash >>> 15;
  };
  const add = (numbers: ArrayLike<number>) => {
    for (let i = -1; i < numbers.length; i++) {
      value[0] = i < 0 ? numbers.length : numbers[i]!;
      mix(words[0]!);
      mix(words[1]!);
    }
  };
  for (const { data, start, row, step } of [x, y]) {
    add([start, row, step]);
    add(data);
  }
  add([time]);
  add(lengths ?? []);
  add(weights?.data ?? []);
  return hash >>> 0;
}

export function lengthOf({ lengths, time }: Dataset, row: number): number {
  return lengths ? lengths[row]! : time;
}

/** How much the loss of a row counts; where the model returns the last step alone, `t` is 0. */
export function weightOf({ weights, classWeights, y, time }: Dataset, row: number, t: number): number {
  let weight = 1;
  if (weights) weight = weights.data[weights.perStep ? row * time + t : row]!;
  if (!classWeights || weight === 0) return weight;
  const at = y.start + row * y.row + t * y.step;
  return weight * classWeights.weights[classAt(y.data, at, y.step, classWeights.size)]!;
}

function classAt(data: Arena, at: number, step: number, size: number): number {
  if (step !== size) return data[at]!;
  let best = 0;
  for (let i = 1; i < size; i++) if (data[at + i]! > data[at + best]!) best = i;
  return best;
}

/** @throws E_DATA where no row of the sequences from `from` to `to` counts */
export function checkWeight(set: Dataset, { target }: Loss, part: string, from = 0, to = set.sequences): void {
  if (!set.weights && !set.classWeights) return;
  for (let row = from; row < to; row++) {
    const steps = target.rows === 'steps' ? lengthOf(set, row) : 1;
    for (let t = 0; t < steps; t++) if (weightOf(set, row, t) > 0) return;
  }
  fail('E_DATA', `no row of the ${part} has a weight above zero, so that there is no mean loss`);
}
