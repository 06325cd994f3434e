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
  featureAxis,
  isFeatures,
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
import { axisOf, type Call, type Handler, listOf, need, numberOf, numbersOf, sizesOf, tensorOf } from './node.ts';

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

export const views: Readonly<Record<string, Handler>> = {
  Concat: concatOp,
  Constant: constantOp,
  ConstantOfShape: constantOfShape,
  Dropout: dropout,
  Expand: expand,
  Flatten: flatten,
  Identity: identity,
  Pad: pad,
  Reshape: reshapeOp,
  Shape: shape,
  Squeeze: squeeze,
  Tile: tile,
  Transpose: transposeOp,
  Unsqueeze: unsqueeze,
};
