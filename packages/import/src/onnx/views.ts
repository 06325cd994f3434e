/** Operators that move elements and compute nothing, of constants, sizes and signals alike. */
import { refuse } from '../error.ts';
import {
  type Abstract,
  type Atom,
  type Axis,
  apart,
  axisSize,
  checkCount,
  concat,
  constant,
  type Element,
  featureAxis,
  isFeatures,
  isNumbers,
  isTime,
  isUnknown,
  meet,
  reshape,
  type Size,
  sameSize,
  shapeText,
  spread,
  takeFeatures,
  times,
  transpose,
  width,
} from './abstract.ts';
import { type Context, nodeText } from './context.ts';
import { atEnd, flip, mapMoments } from './moments.ts';
import { axisOf, type Call, type Handler, listOf, need, numberOf, numbersOf, sizesOf, tensorOf } from './node.ts';
import { embed } from './products.ts';

const identity: Handler = (call) => [need(call, 0)];

/** The batch or the time steps, where a size is that of one of them. */
function axisOfSize(size: Size, { batch, time }: Context, call: Call): Axis {
  if (typeof size === 'number') {
    if (!Number.isInteger(size) || size < 0) refuse(`${nodeText(call.node)} to the size ${size}`);
    return featureAxis(size);
  }
  const atoms: Atom[] = [
    ...(batch === undefined ? [] : [{ kind: 'batch', size: batch } as const]),
    ...(time === undefined ? [] : [{ kind: 'time', size: time } as const]),
  ];
  for (const atom of atoms) if (sameSize(atom.size, size)) return [atom];
  return refuse(`${nodeText(call.node)} to a size that is known only at run time`);
}

const shape: Handler = (call) => {
  const { axes } = need(call, 0);
  const end = numberOf(call, 'end', axes.length);
  const start = numberOf(call, 'start', 0);
  const sizes = axes.map(axisSize).slice(start, end);
  return [{ axes: [featureAxis(sizes.length)], elements: sizes }];
};

const reshapeOp: Handler = (call) => {
  const given = need(call, 0);
  const wanted = sizesOf(call, 1);
  const from = given.axes.map(axisSize);
  const copied = wanted.map((size, i) => (size === 0 && !numberOf(call, 'allowzero', 0) ? from[i]! : size));
  return [reshape(given, withInferred(given, copied, call), nodeText(call.node))];
};

/** Sizes with -1 replaced by what is left for it. */
function withInferred(given: Abstract, sizes: readonly Size[], call: Call): readonly Size[] {
  const at = sizes.indexOf(-1);
  if (at < 0) return sizes;
  const total = given.axes.map(axisSize).reduce(times, 1);
  const known = sizes.filter((_, i) => i !== at).reduce(times, 1);
  const [a, b] = [total, known].map((size) => (typeof size === 'number' ? { factor: size, names: [] } : size));
  const names = [...a!.names];
  for (const name of b!.names) {
    const found = names.indexOf(name);
    if (found < 0) refuse(`${nodeText(call.node)} from ${shapeText(given)}`);
    names.splice(found, 1);
  }
  const factor = a!.factor / b!.factor;
  if (!Number.isInteger(factor)) refuse(`${nodeText(call.node)} from ${shapeText(given)}`);
  return sizes.with(at, names.length ? { factor, names } : factor);
}

const flatten: Handler = (call) => {
  const given = need(call, 0);
  const axis = numberOf(call, 'axis', 1);
  const from = given.axes.map(axisSize);
  const at = axis < 0 ? axis + from.length : axis;
  return [reshape(given, [from.slice(0, at).reduce(times, 1), from.slice(at).reduce(times, 1)], nodeText(call.node))];
};

const squeeze: Handler = (call) => {
  const given = need(call, 0);
  const rank = given.axes.length;
  const named = listOf(call, 'axes', 1)?.map((axis) => axisOf(call, axis, rank));
  const axes = named ?? given.axes.flatMap((axis, i) => (axis.length === 0 ? [i] : []));
  for (const axis of axes)
    if (given.axes[axis]!.length) refuse(`${nodeText(call.node)} of axis ${axis} of ${shapeText(given)}`);
  return [{ ...given, axes: given.axes.filter((_, i) => !axes.includes(i)) }];
};

const unsqueeze: Handler = (call) => {
  const given = need(call, 0);
  const named = listOf(call, 'axes', 1) ?? [];
  const rank = given.axes.length + named.length;
  const added = named.map((axis) => axisOf(call, axis, rank));
  if (new Set(added).size < added.length) refuse(`${nodeText(call.node)} with one axis twice`);
  const left = [...given.axes];
  const axes = Array.from({ length: rank }, (_, i) => (added.includes(i) ? [] : left.shift()!));
  return [{ ...given, axes }];
};

const transposeOp: Handler = (call) => {
  const given = need(call, 0);
  const order = numbersOf(call, 'perm') ?? given.axes.map((_, i) => given.axes.length - 1 - i);
  return [transpose(given, order)];
};

const concatOp: Handler = (call) => {
  const tensors = call.inputs.map((_, i) => need(call, i));
  const axis = axisOf(call, numberOf(call, 'axis', 1), tensors[0]!.axes.length);
  if (tensors.length === 1) return tensors;
  for (const each of tensors) {
    if (!isFeatures(each.axes[axis] ?? [])) refuse(`${nodeText(call.node)} along the axis of batch or time`);
    const others = each.axes.toSpliced(axis, 1);
    const first = tensors[0]!.axes.toSpliced(axis, 1);
    if (
      each.axes.length !== tensors[0]!.axes.length ||
      !others.every((axis, i) => sameSize(axisSize(axis), axisSize(first[i]!)))
    )
      refuse(`${nodeText(call.node)} of ${tensors.map(shapeText).join(' and ')}`);
  }
  // Constants may be written out over sequences and steps; where others have features, an axis of size 1 is one more.
  const others = meet(
    tensors.map((each) => ({ ...each, axes: each.axes.toSpliced(axis, 1) })),
    nodeText(call.node),
  );
  const whole = tensors.map((each): Abstract => {
    const axes = others.toSpliced(axis, 0, each.axes[axis]!);
    return { axes, elements: spread(each, axes) };
  });
  return [concat(whole, axis)];
};

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
  if (step === -1 && isLast && isBeyond(end)) return mapMoments(given, flip);
  if (step !== 1) return cannot();
  if (isLast && all) return atEnd(given, axis, 'last', true);
  if (start === 0 && end === 1) return atEnd(given, axis, 'first', true);
  return cannot();
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
  if (lastStep) return [atEnd(given, axis, 'last', indices.axes.length > 0)];
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
  return [atEnd(given, axis, 'first', indices.axes.length > 0)];
};

const constantOp: Handler = (call) => {
  const { attributes } = call.node;
  const value = attributes.get('value');
  if (value?.kind === 'tensor') return [constant(value.value.data, value.value.shape)];
  const single = attributes.get('value_float') ?? attributes.get('value_int');
  if (single?.kind === 'number') return [constant([single.value], [])];
  const list = attributes.get('value_floats') ?? attributes.get('value_ints');
  if (list?.kind === 'numbers') return [constant(list.value, [list.value.length])];
  return refuse(`${nodeText(call.node)} of another kind than numbers`);
};

const constantOfShape: Handler = (call) => {
  const axes = sizesOf(call, 0).map((size) => axisOfSize(size, call.context, call));
  const value = call.node.attributes.get('value');
  const fill = value?.kind === 'tensor' ? (value.value.data[0] ?? 0) : 0;
  return [{ axes, elements: spread(constant(Float32Array.of(fill), []), axes) }];
};

const expand: Handler = (call) => {
  const given = need(call, 0);
  const sizes = sizesOf(call, 1);
  const rank = Math.max(sizes.length, given.axes.length);
  const axes = Array.from({ length: rank }, (_, i) => {
    const own = given.axes[i - rank + given.axes.length] ?? [];
    const size = sizes[i - rank + sizes.length] ?? 1;
    if (own.length === 0) return axisOfSize(size, call.context, call);
    if (size !== 1 && !sameSize(size, axisSize(own))) refuse(`${nodeText(call.node)} of ${shapeText(given)}`);
    return own;
  });
  apart(axes, nodeText(call.node));
  return [{ axes, elements: spread(given, axes) }];
};

const pad: Handler = (call) => {
  const pads = listOf(call, 'pads', 1) ?? [];
  if (pads.some((count) => count !== 0)) refuse(nodeText(call.node));
  return [need(call, 0)];
};

const dropout: Handler = (call) => {
  const training = call.inputs[2] && tensorOf(call, 2).data[0] !== 0;
  const ratio = call.inputs[1] ? tensorOf(call, 1).data[0] : numberOf(call, 'ratio', 0.5);
  if (training && ratio !== 0) return refuse(`${nodeText(call.node)} in training`);
  return [need(call, 0), undefined];
};

const tile: Handler = (call) => {
  let given = need(call, 0);
  const repeats = sizesOf(call, 1);
  if (repeats.length !== given.axes.length)
    refuse(`${nodeText(call.node)} of ${shapeText(given)} by ${repeats.length} numbers`);
  repeats.forEach((count, at) => {
    given = repeated(call, given, at, count);
  });
  return [given];
};

function repeated(call: Call, given: Abstract, at: number, count: Size): Abstract {
  const own = given.axes[at]!;
  if (count === 1) return given;
  if (own.length === 0 && typeof count !== 'number')
    return { ...given, axes: apart(given.axes.with(at, axisOfSize(count, call.context, call)), nodeText(call.node)) };
  if (!isFeatures(own) || typeof count !== 'number' || !Number.isInteger(count) || count < 1)
    return refuse(`${nodeText(call.node)} along the axis of batch or time`);
  const length = width(own);
  checkCount(given.elements.length * count);
  const places = Array.from({ length: length * count }, (_, i) => i % length);
  return takeFeatures(given, at, places, true);
}

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
  return [mapMoments(given, flip)];
};

export const views: Readonly<Record<string, Handler>> = {
  Concat: concatOp,
  Constant: constantOp,
  ConstantOfShape: constantOfShape,
  Dropout: dropout,
  Expand: expand,
  Flatten: flatten,
  Gather: gather,
  Identity: identity,
  Pad: pad,
  Reshape: reshapeOp,
  ReverseSequence: reverseSequence,
  Shape: shape,
  Slice: sliceOp,
  Split: split,
  Squeeze: squeeze,
  Tile: tile,
  Transpose: transposeOp,
  Unsqueeze: unsqueeze,
};
