/** Tensors of ONNX files: their numbers lie in the message, in one of several fields, or in a file beside the model. */
import type { Tensor } from '@cellc/runtime';
import { broken, quoted, show } from '../error.ts';
import { isBeside } from '../read/beside.ts';
import { countOf, decode, isNumberKind, type NumberKind, widthOf } from '../read/numbers.ts';
import { content, fieldsOf, integer, integers, reals, text } from '../read/protobuf.ts';

/** A constant; whole numbers are kept as doubles. */
export interface Constant extends Tensor {
  readonly type: NumberKind;
}

/** A place in a file beside the model. */
export interface External {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

export interface RawTensor {
  readonly name: string;
  readonly type: NumberKind;
  readonly shape: readonly number[];
  readonly numbers:
    | { readonly raw: Uint8Array }
    | { readonly list: readonly number[] }
    | { readonly external: External };
}

/** `TensorProto.DataType` */
const types = new Map<number, NumberKind | 'string'>([
  [1, 'float32'],
  [2, 'uint8'],
  [3, 'int8'],
  [4, 'uint16'],
  [5, 'int16'],
  [6, 'int32'],
  [7, 'int64'],
  [8, 'string'],
  [9, 'bool'],
  [10, 'float16'],
  [11, 'float64'],
  [12, 'uint32'],
  [13, 'uint64'],
  [16, 'bfloat16'],
]);

export function typeOf(number: number): NumberKind | undefined {
  const type = types.get(number);
  return type !== undefined && isNumberKind(type) ? type : undefined;
}

/** A `TensorProto`. Its numbers stay where they are until `constantOf`. */
export function readTensor(bytes: Uint8Array, file: string): RawTensor {
  let [name, type] = ['', 0];
  const shape: number[] = [];
  const lists: number[][] = [];
  const entries = new Map<string, string>();
  let raw: Uint8Array | undefined;
  let isExternal = false;
  for (const field of fieldsOf(bytes, file)) {
    if (field.number === 1) {
      for (const size of integers(field, file)) shape.push(size);
    } else if (field.number === 2) type = integer(field, file);
    else if (field.number === 4) lists.push(reals(field, 4, file));
    else if (field.number === 5 || field.number === 7 || field.number === 11) lists.push(integers(field, file));
    else if (field.number === 8) name = text(field, file);
    else if (field.number === 9) raw = content(field, file);
    else if (field.number === 10) lists.push(reals(field, 8, file));
    else if (field.number === 13) entries.set(...readEntry(content(field, file), file));
    else if (field.number === 14) isExternal = integer(field, file) === 1;
  }
  const what = `tensor ${quoted(name)}`;
  const kind = typeOf(type) ?? broken(file, `${what} has the element type ${types.get(type) ?? type}`);
  const count = countOf(shape, what, file);
  if (isExternal)
    return { name, type: kind, shape, numbers: { external: readExternal(entries, count * widthOf(kind), what, file) } };
  return { name, type: kind, shape, numbers: raw ? { raw } : { list: lists.flat() } };
}

/** A `StringStringEntryProto`. */
function readEntry(bytes: Uint8Array, file: string): [key: string, value: string] {
  let [key, value] = ['', ''];
  for (const field of fieldsOf(bytes, file)) {
    if (field.number === 1) key = text(field, file);
    else if (field.number === 2) value = text(field, file);
  }
  return [key, value];
}

function readExternal(entries: ReadonlyMap<string, string>, size: number, what: string, file: string): External {
  const whole = (key: string, absent: number): number => {
    const value = entries.get(key) ?? String(absent);
    return /^\d{1,15}$/.test(value) ? Number(value) : broken(file, `${what} has the ${key} ${quoted(value)}`);
  };
  const location = entries.get('location') ?? broken(file, `${what} lies in another file, and no location is given`);
  if (!isBeside(location))
    broken(file, `${what} lies in ${quoted(location)}, which is no name of a file beside the model`);
  return { location, offset: whole('offset', 0), length: whole('length', size) };
}

/** The files beside the model, by name, that hold numbers of these tensors. */
export type Beside = ReadonlyMap<string, Uint8Array>;

/** @throws E_FILE where the numbers are more or fewer than the shape takes, or are not there */
export function constantOf({ name, type, shape, numbers }: RawTensor, beside: Beside, file: string): Constant {
  const what = `tensor ${quoted(name)}`;
  if ('raw' in numbers) return { type, ...decode(numbers.raw, type, shape, what, file) };
  if ('external' in numbers) {
    const { location, offset, length } = numbers.external;
    const bytes = beside.get(location) ?? broken(file, `${what} lies in ${quoted(location)}, which is not there`);
    if (offset + length > bytes.length)
      broken(file, `${what} ends at byte ${offset + length} of ${quoted(location)}, which has ${bytes.length}`);
    return { type, ...decode(bytes.subarray(offset, offset + length), type, shape, what, file) };
  }
  const { list } = numbers;
  const count = countOf(shape, what, file);
  if (list.length !== count)
    broken(file, `${what} has ${list.length} numbers, but its shape ${show(shape)} holds ${count}`);
  // Halves are given as their bits.
  if (type === 'float16' || type === 'bfloat16')
    return { type, ...decode(new Uint8Array(Uint16Array.from(list).buffer), type, shape, what, file) };
  return { type, shape, data: type === 'float32' ? Float32Array.from(list) : Float64Array.from(list) };
}
