/**
 * The safetensors format (https://github.com/huggingface/safetensors), for weights from anywhere: files are not
 * trusted. A file is the header's length (u64, little-endian), the header (JSON) and the numbers.
 */
import { fail } from './error.ts';
import { fromHalf } from './half.ts';
import type { Arena } from './module.ts';
import { checkShape, count, show, type Tensor, type Tensors } from './tensor.ts';

export interface Safetensors {
  readonly tensors: Record<string, Tensor>;
  readonly metadata: Record<string, string>;
}

/**
 * Bytes per element, and the elements of a copy of the bytes; halves become single precision, and integers, which
 * state_dicts have for counters and masks, double precision: exact up to 2^53.
 */
const dtypes: Record<string, readonly [width: number, decode: (bytes: ArrayBuffer) => Arena]> = {
  F64: [8, (bytes) => new Float64Array(bytes)],
  F32: [4, (bytes) => new Float32Array(bytes)],
  F16: [2, (bytes) => Float32Array.from(new Uint16Array(bytes), fromHalf)],
  BF16: [2, (bytes) => new Float32Array(Uint32Array.from(new Uint16Array(bytes), (bits) => bits << 16).buffer)],
  I64: [8, (bytes) => Float64Array.from(new BigInt64Array(bytes), Number)],
  I32: [4, (bytes) => Float64Array.from(new Int32Array(bytes))],
  I16: [2, (bytes) => Float64Array.from(new Int16Array(bytes))],
  I8: [1, (bytes) => Float64Array.from(new Int8Array(bytes))],
  U8: [1, (bytes) => Float64Array.from(new Uint8Array(bytes))],
  BOOL: [1, (bytes) => Float64Array.from(new Uint8Array(bytes))],
};

/** The reference implementation's limit. */
const MAX_HEADER = 100_000_000;

/**
 * Reads a safetensors file. Like the reference implementation it accepts only files in which every byte is accounted
 * for: no holes, no overlaps, nothing after the end, no name twice.
 * @throws E_WEIGHTS
 */
export function readSafetensors(file: Uint8Array | ArrayBuffer): Safetensors {
  // A view of its own: the slices of a Node Buffer are no copies.
  const bytes =
    file instanceof Uint8Array ? new Uint8Array(file.buffer, file.byteOffset, file.length) : new Uint8Array(file);
  if (bytes.length < 8) broken(`it has ${bytes.length} bytes, which is too short for a header`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const headerLength = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  if (headerLength > MAX_HEADER) broken(`its header claims ${headerLength} bytes`);
  const start = 8 + headerLength;
  if (start > bytes.length) broken(`it is truncated: the header ends at byte ${start} of ${bytes.length}`);
  const { __metadata__: metadata = {}, ...infos } = parseHeader(bytes.subarray(8, start));
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === 'string'))
    broken('its __metadata__ is not an object of strings');

  let end = 0;
  const entries = Object.entries(infos).map(([name, info]) => ({ name, ...checkInfo(name, info) }));
  const tensors = entries
    .sort((a, b) => a.from - b.from || a.to - b.to)
    .map(({ name, dtype, shape, from, to }) => {
      if (from !== end) broken(`tensor ${name} starts at byte ${from} where the one before it ends at ${end}`);
      end = to;
      if (start + to > bytes.length) broken(`it is truncated: tensor ${name} ends after the file`);
      return [name, { data: dtype[1](bytes.slice(start + from, start + to).buffer), shape }] as const;
    });
  if (start + end !== bytes.length) broken(`it has ${bytes.length - start - end} bytes that belong to no tensor`);
  return { tensors: Object.fromEntries(tensors), metadata: metadata as Record<string, string> };
}

/** Writes tensors as a safetensors file, F64 before F32 so that each is aligned to its width. */
export function saveSafetensors(tensors: Tensors, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const entries = Object.entries(tensors).sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  let end = 0;
  const infos = entries.map(([name, value]) => {
    checkShape('E_WEIGHTS', `tensor ${name}`, value, value.shape);
    const dtype = value.data instanceof Float64Array ? 'F64' : 'F32';
    return [name, { dtype, shape: value.shape, data_offsets: [end, (end += value.data.byteLength)] }] as const;
  });
  // Escaped to ASCII, and padded with spaces so that the numbers start at a multiple of 8.
  const json = JSON.stringify(Object.fromEntries([['__metadata__', metadata], ...infos])).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const header = json.padEnd(Math.ceil(json.length / 8) * 8);
  const bytes = new Uint8Array(8 + header.length + end);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  for (let i = 0; i < header.length; i++) bytes[8 + i] = header.charCodeAt(i);
  let at = 8 + header.length;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  if (bytes[0] !== 0x7b) broken('its header does not start with {');
  let text = '';
  let header: unknown;
  try {
    // Audio worklets have no TextDecoder; decodeURIComponent is as strict about UTF-8.
    for (const byte of bytes)
      text += byte < 128 && byte !== 37 ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`;
    text = decodeURIComponent(text);
    header = JSON.parse(text);
  } catch {
    broken('its header is not JSON');
  }
  if (!isObject(header)) broken('its header is not an object');
  const twice = repeatedKey(text);
  if (twice !== undefined) broken(`its header has ${twice} twice`);
  return header;
}

/** A key that an object of valid JSON has twice: JSON.parse would silently keep the last. */
function repeatedKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, string] of json.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (string) {
      const key: string = JSON.parse(string);
      const keys = open.at(-1)!;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}

function checkInfo(name: string, info: unknown) {
  if (!isObject(info)) broken(`tensor ${name} is not described by an object`);
  const { dtype, shape, data_offsets: offsets } = info;
  if (typeof dtype !== 'string' || !Object.hasOwn(dtypes, dtype))
    broken(`tensor ${name} has dtype ${JSON.stringify(dtype)}; ${Object.keys(dtypes).join(', ')} can be read`);
  if (!isSizes(shape)) broken(`the shape of tensor ${name} is not made of whole numbers`);
  if (!isSizes(offsets) || offsets.length !== 2) broken(`the data_offsets of tensor ${name} are not two whole numbers`);
  const [from, to] = offsets as [number, number];
  const [width] = dtypes[dtype]!;
  const expected = count(shape) * width;
  if (!Number.isSafeInteger(expected) || to - from !== expected)
    broken(`tensor ${name} is ${dtype} ${show(shape)}, which takes ${expected} bytes, but has ${to - from}`);
  return { dtype: dtypes[dtype]!, shape, from, to };
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function broken(why: string): never {
  fail('E_WEIGHTS', `not a valid safetensors file: ${why}`);
}
