/**
 * Protocol buffers on the wire (https://protobuf.dev/programming-guides/encoding): the fields of one message, one after
 * another. Nothing recurses and nothing is copied; every length is checked against the bytes that are there.
 */
import { broken } from '../error.ts';

export interface Field {
  readonly number: number;
  /** A varint (0), eight bytes (1), bytes of any length (2) or four bytes (5). */
  readonly wire: 0 | 1 | 2 | 5;
  /** What the field holds; of a varint its bytes on the wire. */
  readonly bytes: Uint8Array;
}

/** 64 bits, seven to a byte. */
const longestVarint = 10;

/** @throws E_FILE where the bytes are no message */
export function* fieldsOf(bytes: Uint8Array, file: string): Generator<Field> {
  let at = 0;
  while (at < bytes.length) {
    const [tag, start] = varintAt(bytes, at, file);
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (number < 1 || number > 0x1fffffff) broken(file, `it has a field numbered ${number}`);
    let from = start;
    let length: number;
    if (wire === 0) length = varintAt(bytes, start, file)[1] - start;
    else if (wire === 1) length = 8;
    else if (wire === 5) length = 4;
    else if (wire === 2) [length, from] = varintAt(bytes, start, file);
    else broken(file, `field ${number} has the wire type ${wire}`);
    if (!(length >= 0 && length <= bytes.length - from))
      broken(file, `it is truncated: field ${number} has ${length} bytes, and ${bytes.length - from} are left`);
    yield { number, wire, bytes: bytes.subarray(from, from + length) };
    at = from + length;
  }
}

/** The number at a place, and the place after it. Negative numbers are two's complements of 64 bits. */
function varintAt(bytes: Uint8Array, at: number, file: string): [value: number, next: number] {
  let [low, high] = [0, 0];
  for (let i = 0; i < longestVarint; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) broken(file, 'it is truncated within a number');
    const bits = byte & 127;
    // The fifth byte holds bits 28 to 34.
    if (i < 4) low += bits * 2 ** (7 * i);
    else if (i === 4) {
      low += (bits & 15) * 2 ** 28;
      high += bits >> 4;
    } else high += bits * 2 ** (7 * i - 32);
    if (byte < 128) return [signed(low, high % 2 ** 32), at + i + 1];
  }
  return broken(file, `a number has more than ${longestVarint} bytes`);
}

const signed = (low: number, high: number): number => (high >= 2 ** 31 ? high - 2 ** 32 : high) * 2 ** 32 + low;

/** A varint field's value. */
export function integer(field: Field, file: string): number {
  if (field.wire !== 0) broken(file, `field ${field.number} is no integer`);
  return varintAt(field.bytes, 0, file)[0];
}

/** The values of a repeated integer field: packed into one, or one of many. */
export function integers(field: Field, file: string): number[] {
  if (field.wire === 0) return [integer(field, file)];
  if (field.wire !== 2) broken(file, `field ${field.number} is no integer`);
  const values: number[] = [];
  for (let at = 0; at < field.bytes.length; ) {
    const [value, next] = varintAt(field.bytes, at, file);
    values.push(value);
    at = next;
  }
  return values;
}

/** The values of a repeated `float` (4 bytes) or `double` (8 bytes) field: packed into one, or one of many. */
export function reals(field: Field, width: 4 | 8, file: string): number[] {
  const { bytes, wire } = field;
  if (wire !== 2 && wire !== (width === 4 ? 5 : 1)) broken(file, `field ${field.number} is no number`);
  if (bytes.length % width) broken(file, `field ${field.number} ends within a number`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const read = (i: number): number => (width === 4 ? view.getFloat32(i * 4, true) : view.getFloat64(i * 8, true));
  return Array.from({ length: bytes.length / width }, (_, i) => read(i));
}

/** A field that holds one number. */
export function real(field: Field, width: 4 | 8, file: string): number {
  return reals(field, width, file)[0] ?? broken(file, `field ${field.number} holds no number`);
}

/** The bytes of a string, a message or a bytes field. */
export function content(field: Field, file: string): Uint8Array {
  if (field.wire !== 2) broken(file, `field ${field.number} has no length`);
  return field.bytes;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function text(field: Field, file: string): string {
  const bytes = content(field, file);
  try {
    return utf8.decode(bytes);
  } catch {
    return broken(file, `field ${field.number} is not UTF-8`);
  }
}
