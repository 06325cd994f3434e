/** Mutations of bytes that know nothing of what the bytes are. */
import { pick, type Random } from './random.ts';

const interesting = [0, 1, 2, 7, 8, 16, 63, 64, 127, 128, 129, 192, 254, 255];
/** Where 32 and 64 bits, and doubles that count, come to their ends. */
const wholes = [
  0n,
  1n,
  -1n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 53n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];
const digits = [
  '0',
  '-1',
  '1',
  '3',
  '1.5',
  '255',
  '65536',
  '2147483648',
  '4294967297',
  '9007199254740993',
  '1e308',
  '1e999',
];

type Mutation = (bytes: Uint8Array, at: number, random: Random) => Uint8Array;

const mutations: readonly Mutation[] = [
  (bytes, at, random) => put(bytes, at, random(256)),
  (bytes, at, random) => put(bytes, at, bytes[at]! ^ (1 << random(8))),
  (bytes, at, random) => put(bytes, at, pick(interesting, random)),
  (bytes, at, random) => bytes.fill(255, at, at + 1 + random(9)),
  (bytes, at) => bytes.slice(0, at + 1),
  (bytes, at, random) => bytes.copyWithin(at, random(bytes.length), random(bytes.length)),
  (bytes, at, random) => join(bytes.subarray(0, at), bytes.subarray(at + random(12))),
  (bytes, at, random) =>
    join(bytes.subarray(0, at), bytes.subarray(random(at + 1), at + random(64)), bytes.subarray(at)),
  (bytes, at, random) => {
    const value = pick(wholes, random);
    for (let i = 0n; i < (random(2) ? 4n : 8n) && at + Number(i) < bytes.length; i++)
      bytes[at + Number(i)] = Number((value >> (8n * i)) & 255n);
    return bytes;
  },
  (bytes, at, random) => {
    const isDigit = (i: number): boolean => bytes[i]! >= 48 && bytes[i]! <= 57;
    let from = at;
    while (from < bytes.length && !isDigit(from)) from++;
    let to = from;
    while (to < bytes.length && isDigit(to)) to++;
    return join(bytes.subarray(0, from), text(pick(digits, random)), bytes.subarray(to));
  },
];

/** A copy with one to four things wrong. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let result: Uint8Array = bytes.slice();
  for (let n = 1 + random(4); n > 0; n--) {
    if (result.length === 0) return bytes.slice(0, 1);
    result = pick(mutations, random)(result, random(result.length), random);
  }
  return result;
}

function put(bytes: Uint8Array, at: number, value: number): Uint8Array {
  bytes[at] = value;
  return bytes;
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);
