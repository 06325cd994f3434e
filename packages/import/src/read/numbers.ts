/** Numbers of every element type that model files use, from little-endian bytes to typed arrays of one precision. */
import type { Tensor } from '@cellc/runtime';
import { fromHalf } from '@cellc/runtime/half';
import { broken, show } from '../error.ts';

export type Numbers = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

interface Kind {
  readonly width: number;
  /** The number at a place of a view. */
  readonly read: (view: DataView, at: number) => number;
  /** Whether single precision holds every value. */
  readonly single: boolean;
}

const kinds = {
  float32: { width: 4, read: (view, at) => view.getFloat32(at, true), single: true },
  float64: { width: 8, read: (view, at) => view.getFloat64(at, true), single: false },
  float16: { width: 2, read: (view, at) => fromHalf(view.getUint16(at, true)), single: true },
  bfloat16: { width: 2, read: (view, at) => brain(view.getUint16(at, true)), single: true },
  int8: { width: 1, read: (view, at) => view.getInt8(at), single: true },
  uint8: { width: 1, read: (view, at) => view.getUint8(at), single: true },
  bool: { width: 1, read: (view, at) => Number(view.getUint8(at) !== 0), single: true },
  int16: { width: 2, read: (view, at) => view.getInt16(at, true), single: true },
  uint16: { width: 2, read: (view, at) => view.getUint16(at, true), single: true },
  int32: { width: 4, read: (view, at) => view.getInt32(at, true), single: false },
  uint32: { width: 4, read: (view, at) => view.getUint32(at, true), single: false },
  int64: { width: 8, read: (view, at) => Number(view.getBigInt64(at, true)), single: false },
  uint64: { width: 8, read: (view, at) => Number(view.getBigUint64(at, true)), single: false },
} as const satisfies Record<string, Kind>;

export type NumberKind = keyof typeof kinds;

export const numberKinds = Object.keys(kinds) as NumberKind[];

export function isNumberKind(name: string): name is NumberKind {
  return Object.hasOwn(kinds, name);
}

/** Bytes of one element. */
export function widthOf(kind: NumberKind): number {
  return kinds[kind].width;
}

/** The number of elements of a shape. @throws E_FILE where it is no shape, or absurdly large */
export function countOf(shape: readonly number[], what: string, file: string): number {
  const wrong = shape.find((size) => !Number.isSafeInteger(size) || size < 0);
  const count = shape.reduce((product, size) => product * size, 1);
  if (wrong !== undefined || !Number.isSafeInteger(count)) broken(file, `${what} has the shape ${show(shape)}`);
  return count;
}

/** The tensor that the bytes hold. @throws E_FILE where they are more or fewer than its shape takes */
export function decode(
  bytes: Uint8Array,
  kind: NumberKind,
  shape: readonly number[],
  what: string,
  file: string,
): Tensor<readonly number[], Numbers> {
  const { width, read, single } = kinds[kind];
  const count = countOf(shape, what, file);
  if (bytes.length !== count * width)
    broken(file, `${what} is ${kind} ${show(shape)}, which takes ${count * width} bytes, but has ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const data = single ? new Float32Array(count) : new Float64Array(count);
  for (let i = 0; i < count; i++) data[i] = read(view, i * width);
  return { data, shape };
}

/** Half of a single: its upper 16 bits. */
function brain(bits: number): number {
  return new Float32Array(Uint32Array.of(bits << 16).buffer)[0]!;
}
