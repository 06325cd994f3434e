/** Operators that fold features to one number, or sum a sequence up. */
import { refuse } from '../error.ts';
import { poolCell, type Summary } from '../recurrent.ts';
import { type Abstract, type Axis, isFeatures, pick, type Reference, width } from './abstract.ts';
import { elementsOf, nodeText, outputName } from './context.ts';
import { axisOf, type Call, type Handler, listOf, need, numberOf } from './node.ts';

/** All features, or those of some axes, to one number. */
const reduction =
  (text: string, pool?: Summary): Handler =>
  (call) => {
    const x = need(call, 0);
    const given = listOf(call, 'axes', 1);
    if (!given?.length && numberOf(call, 'noop_with_empty_axes', 0) !== 0) return [x];
    const axes = given?.length ? given.map((axis) => axisOf(call, axis, x.axes.length)) : x.axes.map((_, i) => i);
    return [reduced(call, x, { axes, keep: numberOf(call, 'keepdims', 1) === 1, text, pool })];
  };

/** Over all axes but the batch and the channels. */
const global =
  (text: string, pool: Summary): Handler =>
  (call) => {
    const x = need(call, 0);
    return [reduced(call, x, { axes: x.axes.flatMap((_, i) => (i > 1 ? [i] : [])), keep: true, text, pool })];
  };

interface Reduction {
  readonly axes: readonly number[];
  /** Whether the axes stay, of size 1. */
  readonly keep: boolean;
  readonly text: string;
  /** The same over time, where it can be said. */
  readonly pool: Summary | undefined;
}

function reduced(call: Call, x: Abstract, { axes, keep, text, pool }: Reduction): Abstract {
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
    groups.set(name, [...(groups.get(name) ?? []), n]);
  }
  if (groups.size > 64) return refuse(`${nodeText(node)} to ${groups.size} numbers`);
  const elements = [...groups.values()].map((places): Reference => {
    const { list, moment } = context.references(pick(x.elements, places), nodeText(node));
    const source = context.source(list, nodeText(node));
    const make = { kind: 'point', args: [source], text, params: [] } as const;
    return { value: context.net.add(outputName(node), 1, make, true), index: 0, moment };
  });
  return { axes: x.axes.flatMap(left), elements };
}

/** The sum, the mean or the largest of all time steps. */
function pooled({ context, node }: Call, x: Abstract, kind: Summary): Abstract {
  const { list, moment } = context.references(x.elements, nodeText(node));
  if (moment !== 'all') return refuse(`${nodeText(node)} over time of a single step`);
  const cell = poolCell(kind, list.length);
  const input = context.source(list, nodeText(node));
  const make = { kind: 'unit', input, cell, direction: 'forward', weights: [new Map()] } as const;
  return { axes: [], elements: elementsOf(context.net.add(outputName(node), list.length, make), 'last') };
}

export const reductions: Readonly<Record<string, Handler>> = {
  GlobalAveragePool: global('mean({0})', 'mean'),
  GlobalMaxPool: global('max({0})', 'max'),
  ReduceL1: reduction('sum(abs({0}))'),
  ReduceL2: reduction('sqrt(sum(square({0})))'),
  ReduceLogSum: reduction('log(sum({0}))'),
  ReduceLogSumExp: reduction('max({0}) + log(sum(exp({0} - max({0}))))'),
  ReduceMax: reduction('max({0})', 'max'),
  ReduceMean: reduction('mean({0})', 'mean'),
  ReduceMin: reduction('min({0})'),
  ReduceSum: reduction('sum({0})', 'sum'),
  ReduceSumSquare: reduction('sum(square({0}))'),
};
