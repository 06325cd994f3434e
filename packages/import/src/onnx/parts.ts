/** Operators that take parts of a tensor: of features any, of the steps the first, the last, or all in reverse order. */
import { refuse } from '../error.ts';
import {
  type Abstract,
  axisSize,
  type Element,
  isFeatures,
  isNumbers,
  isTime,
  isUnknown,
  type Size,
  sameSize,
  takeFeatures,
  width,
} from './abstract.ts';
import { nodeText } from './context.ts';
import { atEnd, flip, mapMoments } from './moments.ts';
import { axisOf, type Call, type Handler, listOf, need, numberOf, numbersOf, sizesOf } from './node.ts';
import { embed } from './products.ts';

const split: Handler = (call) => {
  const given = need(call, 0);
  const axis = axisOf(call, numberOf(call, 'axis', 0), given.axes.length);
  const length = width(given.axes[axis]!);
  const count = call.node.outputs.length;
  const equal = Math.ceil(length / count);
  const sizes =
    listOf(call, 'split', 1) ?? Array.from({ length: count }, (_, i) => Math.min(equal, length - i * equal));
  if (sizes.length === 1 && sizes[0] === length) return [given];
  if (!isFeatures(given.axes[axis]!)) refuse(`${nodeText(call.node)} along the axis of batch or time`);
  if (sizes.some((size) => !Number.isInteger(size) || size < 0) || sizes.reduce((a, b) => a + b, 0) !== length)
    refuse(`${nodeText(call.node)} of ${length} into ${sizes.join(', ')}`);
  let at = 0;
  return sizes.map((size) => takeFeatures(given, axis, range(at, (at += size)), true));
};

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

const sliceOp: Handler = (call) => {
  let given = need(call, 0);
  const starts = call.inputs[1] ? sizesOf(call, 1) : (numbersOf(call, 'starts') ?? []);
  const ends = call.inputs[2] ? sizesOf(call, 2) : (numbersOf(call, 'ends') ?? []);
  const axes = listOf(call, 'axes', 3) ?? starts.map((_, i) => i);
  const steps = listOf(call, 'steps', 4) ?? starts.map(() => 1);
  if ([ends, axes, steps].some(({ length }) => length !== starts.length))
    refuse(
      `${nodeText(call.node)} of ${starts.length} starts, ${ends.length} ends, ${axes.length} axes and ${steps.length} steps`,
    );
  axes.forEach((named, n) => {
    const axis = axisOf(call, named, given.axes.length);
    given = cut(call, given, axis, [starts[n]!, ends[n]!, steps[n]!]);
  });
  return [given];
};

/** One axis from start to end. */
function cut(call: Call, given: Abstract, axis: number, [start, end, step]: [Size, Size, number]): Abstract {
  const size = axisSize(given.axes[axis]!);
  const all = typeof end !== 'number' ? sameSize(end, size) : end >= 2 ** 31 - 1 || sameSize(end, size);
  if (start === 0 && all && step === 1) return given;
  const isLast = isLastOf(start, size);
  const cannot = (): never => refuse(`${nodeText(call.node)} of a part of the axis of batch or time`);
  if (isFeatures(given.axes[axis]!)) {
    if (typeof end !== 'number' || typeof start !== 'number') return cannot();
    if (![start, end, step].every(Number.isInteger)) return refuse(`${nodeText(call.node)} at no whole number`);
    if (step === 0) return refuse(`${nodeText(call.node)} in steps of 0`);
    const length = width(given.axes[axis]!);
    const clampTo = (at: number, low: number, high: number): number =>
      Math.min(Math.max(at < 0 ? at + length : at, low), high);
    const [from, to] =
      step > 0
        ? [clampTo(start, 0, length), clampTo(end, 0, length)]
        : [clampTo(start, -1, length - 1), clampTo(end, -1, length - 1)];
    const places: number[] = [];
    for (let i = from; step > 0 ? i < to : i > to; i += step) places.push(i);
    if (places.length === 0) return refuse(`${nodeText(call.node)} that leaves nothing`);
    return takeFeatures(given, axis, places, true);
  }
  if (!isTime(given.axes[axis]!)) return cannot();
  if (step === -1 && isLast && isBeyond(end)) return turned(call, given);
  if (step !== 1) return cannot();
  if (isLast && all) return endOf(call, given, axis, 'last', true);
  if (start === 0 && end === 1) return endOf(call, given, axis, 'first', true);
  return cannot();
}

/** The steps at an end of the axis, and those in reverse order, are the longest sequence's. */
function endOf({ context, node }: Call, given: Abstract, axis: number, end: 'first' | 'last', keep: boolean): Abstract {
  context.longest ??= nodeText(node);
  return atEnd(given, axis, end, keep);
}

function turned({ context, node }: Call, given: Abstract): Abstract {
  context.longest ??= nodeText(node);
  return mapMoments(given, flip);
}

/** Whether the end of a slice that goes backward is further than any axis is long: -1 would be the last place. */
const isBeyond = (end: Size): boolean => typeof end === 'number' && end <= -(2 ** 31 - 1);

/** Whether a place is the last one along an axis. */
function isLastOf(place: Element, size: Size): boolean {
  if (place === -1) return true;
  if (typeof size === 'number') return place === size - 1;
  return typeof place === 'object' && isUnknown(place) && sameSize({ ...size, plus: -1 }, place);
}

const gather: Handler = (call) => {
  const [given, indices] = [need(call, 0), need(call, 1)];
  const axis = axisOf(call, numberOf(call, 'axis', 0), given.axes.length);
  const [only] = Array.from(indices.elements);
  const lastStep =
    indices.elements.length === 1 && isTime(given.axes[axis]!) && isLastOf(only!, axisSize(given.axes[axis]!));
  if (lastStep) return [endOf(call, given, axis, 'last', indices.axes.length > 0)];
  if (!isNumbers(indices.elements) || !indices.axes.every(isFeatures)) return [embed(call, given, indices, axis)];
  const whole = Array.from(indices.elements);
  if (isFeatures(given.axes[axis]!)) {
    const length = width(given.axes[axis]!);
    const places = whole.map((place) => (place < 0 ? place + length : place));
    const wrong = places.find((place) => !Number.isInteger(place) || place < 0 || place >= length);
    if (wrong !== undefined) refuse(`${nodeText(call.node)} of element ${wrong} of ${length}`);
    const taken = takeFeatures(given, axis, places, true);
    return [{ ...taken, axes: taken.axes.toSpliced(axis, 1, ...indices.axes) }];
  }
  const time = isTime(given.axes[axis]!);
  if (!time || whole.length !== 1 || whole[0] !== 0)
    refuse(`${nodeText(call.node)} of step ${whole[0]} of the axis of ${time ? 'time' : 'batch'}`);
  return [endOf(call, given, axis, 'first', indices.axes.length > 0)];
};

/** Steps from the last one to the first, of sequences that are all as long as the axis. */
const reverseSequence: Handler = (call) => {
  const given = need(call, 0);
  const lengths = need(call, 1);
  const axis = axisOf(call, numberOf(call, 'time_axis', 0), given.axes.length);
  const size = axisSize(given.axes[axis]!);
  const isFull = Array.from(lengths.elements).every((length) =>
    typeof length === 'number' || isUnknown(length) ? sameSize(length, size) : false,
  );
  if (!isFull) return refuse(`${nodeText(call.node)} of sequences of different lengths`);
  if (size === 1) return [given];
  if (!isTime(given.axes[axis]!)) return refuse(`${nodeText(call.node)} along an axis that is not time`);
  return [turned(call, given)];
};

export const parts: Readonly<Record<string, Handler>> = {
  Gather: gather,
  ReverseSequence: reverseSequence,
  Slice: sliceOp,
  Split: split,
};
