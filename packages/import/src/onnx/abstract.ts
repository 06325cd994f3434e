/**
 * What a tensor of a graph is, without its numbers: axes of batch, time and features, and for each element among the
 * features where it comes from. Everything that only moves elements is done on these.
 */
import { refuse, show } from '../error.ts';
import type { Value } from '../net.ts';

/** A size that is known when the graph runs: a factor times named sizes, and a number. */
export interface Unknown {
  readonly factor: number;
  readonly names: readonly string[];
  /** Of places along an axis, never of sizes of one. */
  readonly plus?: number;
}
export type Size = number | Unknown;

/** When an element is taken. `reversed` is every step from the last one to the first; what is the same at every step is there `always`. */
export type Moment = 'all' | 'reversed' | 'last' | 'first' | 'always';

/** An element of a value. */
export interface Reference {
  readonly value: Value;
  readonly index: number;
  readonly moment: Moment;
}

/** An element of a graph's input whose part in the network is not known yet. */
export interface Given {
  readonly given: string;
  readonly index: number;
}

/** What a state of a recurrent layer, or of a loop, is after the last step. */
export interface Final {
  /** The layer's value, or what the state was a step before. */
  readonly unit: Value;
  readonly direction: number;
  readonly state: string;
  readonly index: number;
  /** The same as an element that others may read, where there is one. */
  readonly seen?: Reference;
}

export type Element = number | Unknown | Reference | Given | Final;

/** What an axis runs over, in order; an axis of size 1 runs over nothing. */
export type Atom =
  | { readonly kind: 'batch' | 'time'; readonly size: Size }
  | { readonly kind: 'features'; readonly size: number };
export type Axis = readonly Atom[];

export interface Abstract {
  readonly axes: readonly Axis[];
  /** Over all features in the order of the axes; constants are typed arrays. */
  readonly elements: ArrayLike<Element>;
  /** By its type in the file it holds whole numbers, whose quotients are whole, too. */
  readonly whole?: boolean;
}

export const isReference = (element: Element): element is Reference =>
  typeof element === 'object' && 'value' in element;
export const isUnknown = (element: Element): element is Unknown => typeof element === 'object' && 'factor' in element;
export const isGiven = (element: Element): element is Given => typeof element === 'object' && 'given' in element;
export const isFinal = (element: Element): element is Final => typeof element === 'object' && 'unit' in element;

/** Larger than anything that is looked at element by element: a graph that grows beyond is not a recurrent model. */
const mostElements = 2 ** 22;

/** Of a size: no shape has more axes. */
const mostNames = 8;

export function times(a: Size, b: Size): Size {
  if (a === 1) return b;
  if (b === 1) return a;
  for (const size of [a, b])
    if (typeof size !== 'number' && size.plus) refuse(`the size ${sizeText(size)} that is multiplied`);
  const [x, y] = [a, b].map((size) => (typeof size === 'number' ? { factor: size, names: [] } : size));
  const names = [...x!.names, ...y!.names].sort();
  if (names.length > mostNames) refuse(`a product of more than ${mostNames} sizes that are known only at run time`);
  const factor = x!.factor * y!.factor;
  return names.length ? { factor, names } : factor;
}

/** The sum of sizes of which one at most is unknown; all but the first have this sign. */
export function plus(sizes: readonly Size[], sign: 1 | -1, what: string): Size {
  let unknown: Unknown | undefined;
  let sum = 0;
  sizes.forEach((size, i) => {
    if (typeof size === 'number') sum += i === 0 ? size : sign * size;
    else if (unknown || (i > 0 && sign < 0)) refuse(`${what} of sizes that are known only at run time`);
    else {
      unknown = size;
      sum += size.plus ?? 0;
    }
  });
  if (!unknown) return sum;
  const { factor, names } = unknown;
  return sum === 0 ? { factor, names } : { factor, names, plus: sum };
}

export function sameSize(a: Size, b: Size): boolean {
  if (typeof a === 'number' || typeof b === 'number') return a === b;
  return a.factor === b.factor && a.names.join() === b.names.join() && a.plus === b.plus;
}

export function sizeText(size: Size): string {
  if (typeof size === 'number') return String(size);
  const product = [...(size.factor === 1 ? [] : [size.factor]), ...size.names].join('*');
  return size.plus ? `${product}${size.plus < 0 ? '' : '+'}${size.plus}` : product;
}

export function axisSize(axis: Axis): Size {
  return axis.reduce<Size>((product, { size }) => times(product, size), 1);
}

export function shapeText({ axes }: Abstract): string {
  return show(axes.map((axis) => sizeText(axisSize(axis))));
}

/** The features of an axis. */
export function width(axis: Axis): number {
  return axis.reduce((product, atom) => (atom.kind === 'features' ? product * atom.size : product), 1);
}

export function featureAxis(size: number): Axis {
  return size === 1 ? [] : [{ kind: 'features', size }];
}

export function isFeatures(axis: Axis): boolean {
  return axis.every(({ kind }) => kind === 'features');
}

export function isTime(axis: Axis): boolean {
  return axis.length > 0 && axis.every(({ kind }) => kind === 'time');
}

/** Whether every element is a number, and no axis is one of batch or time. */
export function isConstant({ axes, elements }: Abstract): boolean {
  return axes.every(isFeatures) && isNumbers(elements);
}

export function isNumbers(elements: ArrayLike<Element>): elements is ArrayLike<number> {
  if (ArrayBuffer.isView(elements)) return true;
  for (let i = 0; i < elements.length; i++) if (typeof elements[i] !== 'number') return false;
  return true;
}

export function constant(data: ArrayLike<number>, shape: readonly number[]): Abstract {
  return { axes: shape.map(featureAxis), elements: data };
}

/** The elements at these places. */
export function pick(elements: ArrayLike<Element>, places: readonly number[] | Int32Array): ArrayLike<Element> {
  if (elements instanceof Float32Array || elements instanceof Float64Array) {
    const picked = elements instanceof Float32Array ? new Float32Array(places.length) : new Float64Array(places.length);
    for (let i = 0; i < places.length; i++) picked[i] = elements[places[i]!]!;
    return picked;
  }
  return Array.from(places, (place) => elements[place]!);
}

/** Adjacent features of an axis are one run of features. */
function merged(axis: Axis): Axis {
  const result: Atom[] = [];
  for (const atom of axis) {
    const last = result.at(-1);
    if (atom.kind === 'features' && atom.size === 1) continue;
    if (atom.kind === 'features' && last?.kind === 'features')
      result[result.length - 1] = { kind: 'features', size: last.size * atom.size };
    else result.push(atom);
  }
  return result;
}

export function transpose({ axes, elements }: Abstract, order: readonly number[]): Abstract {
  if ([...order].sort((a, b) => a - b).join() !== axes.map((_, i) => i).join())
    refuse(`op Transpose of ${axes.length} axes to the order ${show(order)}`);
  const widths = axes.map(width);
  const strides = widths.map((_, i) => widths.slice(i + 1).reduce((a, b) => a * b, 1));
  let places = [0];
  for (const axis of order)
    places = places.flatMap((place) => Array.from({ length: widths[axis]! }, (_, i) => place + i * strides[axis]!));
  return { axes: order.map((axis) => axes[axis]!), elements: pick(elements, places) };
}

/** The same elements in the same order along other axes. @throws E_IMPORT where batch or time would be cut */
export function reshape(tensor: Abstract, sizes: readonly Size[], what: string): Abstract {
  const atoms: Atom[] = tensor.axes.flat();
  const axes: Axis[] = [];
  const cannot = (): never => refuse(`${what} from ${shapeText(tensor)} to ${show(sizes.map(sizeText))}`);
  for (const size of sizes) {
    const axis: Atom[] = [];
    let done: Size = 1;
    while (!sameSize(done, size)) {
      const atom = atoms.shift();
      if (!atom) return cannot();
      const grown = times(done, atom.size);
      if (atom.kind === 'features' && typeof size === 'number' && typeof grown === 'number' && grown > size) {
        const part = size / (done as number);
        if (!Number.isInteger(part) || atom.size % part !== 0) return cannot();
        axis.push({ kind: 'features', size: part });
        atoms.unshift({ kind: 'features', size: atom.size / part });
        done = size;
      } else {
        axis.push(atom);
        done = grown;
      }
      if (typeof done === 'number' && typeof size === 'number' && done > size) return cannot();
      if (axis.length > 8) return cannot();
    }
    axes.push(merged(axis));
  }
  if (atoms.length) return cannot();
  return { axes, elements: tensor.elements };
}

/** The elements of one axis of features at these places; a single place may leave the axis out. */
export function takeFeatures(tensor: Abstract, axis: number, places: readonly number[], keep: boolean): Abstract {
  const { axes, elements } = tensor;
  const inner = axes.slice(axis + 1).reduce((product, each) => product * width(each), 1);
  const outer = axes.slice(0, axis).reduce((product, each) => product * width(each), 1);
  const length = width(axes[axis]!);
  const all: number[] = [];
  checkCount((outer * places.length * inner) / 16);
  for (let o = 0; o < outer; o++)
    for (const place of places) for (let i = 0; i < inner; i++) all.push((o * length + place) * inner + i);
  const replaced = keep ? [featureAxis(places.length)] : [];
  return { axes: axes.toSpliced(axis, 1, ...replaced), elements: pick(elements, all) };
}

export function checkCount(count: number): void {
  if (!(count >= 0 && count <= mostElements)) refuse(`a tensor of ${count} elements`);
}

export function concat(tensors: readonly Abstract[], axis: number): Abstract {
  const [first] = tensors;
  const outer = first!.axes.slice(0, axis).reduce((product, each) => product * width(each), 1);
  const chunks = tensors.map((each) => each.elements.length / outer);
  const elements: Element[] = [];
  for (let o = 0; o < outer; o++)
    tensors.forEach((each, n) => {
      for (let i = 0; i < chunks[n]!; i++) elements.push(each.elements[o * chunks[n]! + i]!);
    });
  const total = tensors.reduce((sum, each) => sum + width(each.axes[axis]!), 0);
  const numbers = tensors.every((each) => ArrayBuffer.isView(each.elements));
  return {
    axes: first!.axes.toSpliced(axis, 1, featureAxis(total)),
    elements: numbers ? Float64Array.from(elements as number[]) : elements,
  };
}

/** An element for each place of the axes, where an axis of size 1 is repeated along another's features. */
export function spread(given: Abstract, axes: readonly Axis[]): ArrayLike<Element> {
  let tensor: Abstract = { ...given, axes: [...Array<Axis>(axes.length - given.axes.length).fill([]), ...given.axes] };
  // A constant may be written out over the batch or the time steps.
  axes.forEach((axis, i) => {
    if (width(tensor.axes[i]!) > 1 && width(axis) === 1) tensor = uniform(tensor, i);
  });
  const padded = tensor.axes;
  const widths = padded.map(width);
  const strides = widths.map((size, i) => (size === 1 ? 0 : widths.slice(i + 1).reduce((a, b) => a * b, 1)));
  const total = axes.reduce((product, axis) => product * width(axis), 1);
  if (total === tensor.elements.length) return tensor.elements;
  checkCount(total);
  const places = new Int32Array(total);
  const wanted = axes.map(width);
  for (let n = 0; n < total; n++) {
    let [rest, place] = [n, 0];
    for (let i = axes.length - 1; i >= 0; i--) {
      place += (rest % wanted[i]!) * strides[i]!;
      rest = Math.floor(rest / wanted[i]!);
    }
    places[n] = place;
  }
  return pick(tensor.elements, places);
}

/** A constant without an axis along which it does not change. */
function uniform(tensor: Abstract, axis: number): Abstract {
  const length = width(tensor.axes[axis]!);
  const first = takeFeatures(tensor, axis, [0], true);
  for (let i = 1; i < length; i++) {
    const other = takeFeatures(tensor, axis, [i], true).elements;
    for (let n = 0; n < other.length; n++)
      if (other[n] !== first.elements[n]) refuse('a constant that differs between sequences or time steps');
  }
  return first;
}

/** The axes that tensors meet on; features that stand against batch or time are one number there. */
export function meet(tensors: readonly Abstract[], what: string): readonly Axis[] {
  const rank = Math.max(...tensors.map(({ axes }) => axes.length));
  const met = Array.from({ length: rank }, (_, i) => {
    const found = tensors.map(({ axes }) => axes[i - rank + axes.length] ?? []).filter((axis) => axis.length > 0);
    const [first = []] = found;
    const signal = found.find((axis) => !isFeatures(axis)) ?? first;
    for (const axis of found)
      if (!sameSize(axisSize(axis), axisSize(signal)) || (!isFeatures(axis) && kinds(axis) !== kinds(signal)))
        refuse(`${what} of ${tensors.map(shapeText).join(' and ')}`);
    return signal;
  });
  return apart(met, what);
}

/** Every sequence with every other, or every step, is more than a value at each step. @throws E_IMPORT */
export function apart(axes: readonly Axis[], what: string): readonly Axis[] {
  for (const kind of ['batch', 'time'] as const)
    if (axes.flat().filter((atom) => atom.kind === kind).length > 1) refuse(`${what} with two axes of ${kind}`);
  return axes;
}

const kinds = (axis: Axis): string => axis.map(({ kind }) => kind).join();
