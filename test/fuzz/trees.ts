/** Mutations of JSON and of protocol buffers that stay well-formed, and so come further than the parser. */
import { join, mutateBytes, text } from './bytes.ts';
import { pick, type Random } from './random.ts';

// biome-ignore format: a list
const values: readonly unknown[] = [
  null, true, 0, -1, 1, 2, 1.5, 64, 1e9, 2 ** 31, 2 ** 53, 1e308, '', 'x', '__proto__', 'LSTM', 'relu', [], {}, [[]], [1], [null, 2],
];

type Json = Record<string, unknown>;

/** Every place in a value: an owner and a key. */
function places(value: unknown): [owner: Json, key: string][] {
  const found: [Json, string][] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    // Of a long list of numbers the first few stand for all.
    for (const key of Object.keys(node).slice(0, 40)) {
      found.push([node as Json, key]);
      walk((node as Json)[key]);
    }
  };
  walk(value);
  return found;
}

/** Changes one to three values of parsed JSON: to another, to one from elsewhere in it, or to none. */
export function mutateJson(value: unknown, random: Random): unknown {
  const copy: unknown = structuredClone(value);
  for (let n = 1 + random(3); n > 0; n--) {
    const all = places(copy);
    if (all.length === 0) return structuredClone(pick(values, random));
    const [owner, key] = pick(all, random);
    const kind = random(6);
    if (kind < 2) owner[key] = structuredClone(pick(values, random));
    else if (kind === 2) {
      const [from, of] = pick(all, random);
      owner[key] = structuredClone(from[of]);
    } else if (kind === 3 && Array.isArray(owner)) owner.splice(Number(key), 1);
    else if (kind === 3) delete owner[key];
    else if (kind === 4 && typeof owner[key] === 'number') owner[key] = owner[key] + random(5) - 2;
    else if (kind === 4 && typeof owner[key] === 'string') owner[key] = changed(owner[key], random);
    else if (Array.isArray(owner)) owner.splice(Number(key), 0, structuredClone(owner[Number(key)]));
    else owner[`${key}_`] = owner[key];
  }
  return copy;
}

function changed(value: string, random: Random): string {
  const at = random(value.length + 1);
  return value.slice(0, at) + pick(['', '/', '..', '\u0000', 'é', '_1', "'"], random) + value.slice(at + random(3));
}

/** A model in JSON, or JSON with bytes of any kind wrong. */
export function mutateJsonText(json: unknown, bytes: Uint8Array, random: Random): Uint8Array {
  return random(4) === 0 ? mutateBytes(bytes, random) : text(JSON.stringify(mutateJson(json, random)));
}

/** A safetensors file with another header, of which the length is right. */
export function mutateHeader(bytes: Uint8Array, random: Random): Uint8Array {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const written = text(JSON.stringify(mutateJson(header, random)));
  const size = new Uint8Array(8);
  new DataView(size.buffer).setUint32(0, written.length, true);
  return join(size, written, bytes.subarray(8 + length));
}

interface Field {
  /** The bytes of the tag. */
  readonly tag: Uint8Array;
  readonly wire: number;
  /** Without the length of wire type 2. */
  readonly content: Uint8Array;
}

/** The fields of a message, if the bytes are one. */
function fields(bytes: Uint8Array): Field[] | undefined {
  const found: Field[] = [];
  const varint = (from: number): [number, number] => {
    let [value, at] = [0, from];
    for (; at < bytes.length && at - from < 10; at++) {
      value += (bytes[at]! & 127) * 2 ** (7 * (at - from));
      if (bytes[at]! < 128) return [value, at + 1];
    }
    return [Number.NaN, at];
  };
  for (let at = 0; at < bytes.length; ) {
    const [tag, start] = varint(at);
    const wire = tag % 8;
    let [from, to] = [start, Number.NaN];
    if (wire === 0) to = varint(start)[1];
    else if (wire === 1) to = start + 8;
    else if (wire === 5) to = start + 4;
    else if (wire === 2) {
      const [length, next] = varint(start);
      [from, to] = [next, next + length];
    }
    if (!(to <= bytes.length) || tag < 8) return undefined;
    found.push({ tag: bytes.subarray(at, start), wire, content: bytes.subarray(from, to) });
    at = to;
  }
  return found;
}

function written({ tag, wire, content }: Field): Uint8Array {
  if (wire !== 2) return join(tag, content);
  const length: number[] = [];
  let rest = content.length;
  for (; rest > 127; rest = Math.floor(rest / 128)) length.push((rest % 128) + 128);
  return join(tag, Uint8Array.of(...length, rest), content);
}

/** A protocol buffer in which one field, at any depth, is another, twice there or gone, and every length is right. */
export function mutateMessage(bytes: Uint8Array, random: Random): Uint8Array {
  const found = fields(bytes);
  if (!found?.length) return mutateBytes(bytes.length ? bytes : Uint8Array.of(0), random);
  const i = random(found.length);
  const one = found[i]!;
  const inside = one.wire === 2 && one.content.length > 0;
  const kind = inside && random(8) > 0 ? 0 : 1 + random(4);
  if (kind === 0) found[i] = { ...one, content: mutateMessage(one.content, random) };
  else if (kind === 1) found.splice(i, 1);
  else if (kind === 2) found.splice(random(found.length), 0, one);
  else if (kind === 3) found[i] = { ...one, content: pick(found, random).content };
  else if (one.wire === 0) found[i] = { ...one, content: varintOf(random) };
  else found[i] = { ...one, content: mutateBytes(one.content.length ? one.content : Uint8Array.of(0), random) };
  return join(...found.map(written));
}

function varintOf(random: Random): Uint8Array {
  if (random(2)) return Uint8Array.of(random(128));
  const length = 1 + random(9);
  return Uint8Array.of(...Array.from({ length }, () => 128 + random(128)), random(2));
}
