/** Operators that fold features to one number, or sum a sequence up. */
import { refuse } from '../error.ts';
import { poolCell, type Summary } from '../recurrent.ts';
import {
  type Abstract,
  type Axis,
  type Element,
  isFeatures,
  isNumbers,
  isUnknown,
  pick,
  type Size,
  times,
  width,
} from './abstract.ts';
import { elementsOf, nodeText, outputName } from './context.ts';
import { axisOf, type Call, type Handler, listOf, need, numberOf } from './node.ts';

/** Constants, and sizes, to one. */
type Folding = (x: readonly Size[]) => Size;

const isSize = (element: Element): element is Size => typeof element === 'number' || isUnknown(element);

/** Of constants alone. */
const ofNumbers =
  (fold: (x: readonly number[]) => number): Folding =>
  (x) =>
    fold(x.map((each) => (typeof each === 'number' ? each : refuse('a reduction of sizes known only at run time'))));

const total = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0);
const sumOf = (of: (x: number) => number): Folding => ofNumbers((x) => total(x.map(of)));

/** All features, or those of some axes, to one number. */
const reduction =
  (text: string | undefined, fold: Folding, pool?: Summary): Handler =>
  (call) => {
    const x = need(call, 0);
    const given = listOf(call, 'axes', 1);
    if (!given?.length && numberOf(call, 'noop_with_empty_axes', 0) !== 0) return [x];
    const axes = given?.length ? given.map((axis) => axisOf(call, axis, x.axes.length)) : x.axes.map((_, i) => i);
    return [reduced(call, x, { axes, keep: numberOf(call, 'keepdims', 1) === 1, text, fold, pool })];
  };

/** Over all axes but the batch and the channels. */
const global =
  (text: string, fold: Folding, pool: Summary): Handler =>
  (call) => {
    const x = need(call, 0);
    return [reduced(call, x, { axes: x.axes.flatMap((_, i) => (i > 1 ? [i] : [])), keep: true, text, fold, pool })];
  };

interface Reduction {
  readonly axes: readonly number[];
  /** Whether the axes stay, of size 1. */
  readonly keep: boolean;
  readonly text: string | undefined;
  readonly fold: Folding;
  /** The same over time, where it can be said. */
  readonly pool: Summary | undefined;
}

function reduced(call: Call, x: Abstract, { axes, keep, text, fold, pool }: Reduction): Abstract {
  const left = (axis: Axis, i: number): Axis[] => (!axes.includes(i) ? [axis] : keep ? [[]] : []);
  const overTime = axes.filter((axis) => x.axes[axis]!.some(({ kind }) => kind === 'time'));
  if (overTime.length && axes.length === 1 && pool) return { ...pooled(call, x, pool), axes: x.axes.flatMap(left) };
  if (axes.some((axis) => !isFeatures(x.axes[axis]!))) return refuse(`${nodeText(call.node)} over batch or time`);
  const { context, node } = call;
  const widths = x.axes.map(width);
  const groups = new Map<string, number[]>();
  for (let n = 0; n < x.elements.length; n++) {
    let rest = n;
    const key: number[] = [];
    for (let i = widths.length - 1; i >= 0; i--) {
      if (!axes.includes(i)) key.push(rest % widths[i]!);
      rest = Math.floor(rest / widths[i]!);
    }
    const name = key.reverse().join();
    const places = groups.get(name);
    if (places) places.push(n);
    else groups.set(name, [n]);
  }
  if (groups.size > 64 && !isNumbers(x.elements)) return refuse(`${nodeText(node)} to ${groups.size} numbers`);
  const elements = [...groups.values()].map((places): Element => {
    const known = Array.from(pick(x.elements, places));
    if (known.every(isSize)) return fold(known);
    if (text === undefined) return refuse(nodeText(node));
    const { list, moment } = context.references(pick(x.elements, places), nodeText(node));
    const source = context.source(list, nodeText(node));
    const make = { kind: 'point', args: [source], text, params: [] } as const;
    return { value: context.net.add(outputName(node), 1, make, true), index: 0, moment };
  });
  return { axes: x.axes.flatMap(left), elements };
}

/** The sums over these axes of features. */
export function summed(call: Call, x: Abstract, axes: readonly number[]): Abstract {
  return reduced(call, x, { axes, keep: false, text: 'sum({0})', fold: sumOf((v) => v), pool: undefined });
}

/** The sum, the mean or the largest of all time steps. */
function pooled({ context, node }: Call, x: Abstract, kind: Summary): Abstract {
  const { list, moment } = context.references(x.elements, nodeText(node));
  if (moment !== 'all' && moment !== 'reversed') return refuse(`${nodeText(node)} over time of a single step`);
  context.longest ??= nodeText(node);
  const cell = poolCell(kind, list.length);
  const input = context.source(list, nodeText(node));
  const make = { kind: 'unit', input, cell, direction: 'forward', weights: [new Map()] } as const;
  return { axes: [], elements: elementsOf(context.net.add(outputName(node), list.length, make), 'last') };
}

const mean = ofNumbers((x) => total(x) / x.length);
const largest = ofNumbers((x) => x.reduce((a, b) => Math.max(a, b)));
const logSumExp = ofNumbers((x) => Math.log(total(x.map(Math.exp))));

export const reductions: Readonly<Record<string, Handler>> = {
  GlobalAveragePool: global('mean({0})', mean, 'mean'),
  GlobalMaxPool: global('max({0})', largest, 'max'),
  ReduceL1: reduction('sum(abs({0}))', sumOf(Math.abs)),
  ReduceL2: reduction(
    'sqrt(sum(square({0})))',
    ofNumbers((x) => Math.sqrt(total(x.map((v) => v * v)))),
  ),
  ReduceLogSum: reduction(
    'log(sum({0}))',
    ofNumbers((x) => Math.log(total(x))),
  ),
  ReduceLogSumExp: reduction('max({0}) + log(sum(exp({0} - max({0}))))', logSumExp),
  ReduceMax: reduction('max({0})', largest, 'max'),
  ReduceMean: reduction('mean({0})', mean, 'mean'),
  ReduceMin: reduction(
    'min({0})',
    ofNumbers((x) => x.reduce((a, b) => Math.min(a, b))),
    'min',
  ),
  ReduceProd: reduction(undefined, (x) => x.reduce(times, 1)),
  ReduceSum: reduction(
    'sum({0})',
    sumOf((x) => x),
    'sum',
  ),
  ReduceSumSquare: reduction(
    'sum(square({0}))',
    sumOf((x) => x * x),
  ),
};
