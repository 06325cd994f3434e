/** Reads files of the format `rnn-conformance/1`; whatever does not follow it is reported, never guessed. */
import type { Tensor } from '@cellc/runtime';

export const schema = 'rnn-conformance/1';

export type NamedTensors = ReadonlyMap<string, Tensor>;
export type Fields = Readonly<Record<string, unknown>>;

export interface Case {
  readonly id: string;
  readonly op: string;
  /** All of the case's keys. */
  readonly fields: Fields;
  /** `tolerance` of the case, or else of its file. */
  readonly tolerance?: Fields;
}

/** A file or a case does not follow the format: it counts as failed. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/** The case cannot be run yet, for a reason that the report shows. */
export class Skip extends Error {
  override readonly name = 'Skip';
}

export type Parsed =
  | { readonly kind: 'cases'; readonly cases: readonly (Case | Malformed)[] }
  | { readonly kind: 'other'; readonly schema: string | undefined };

/** @throws Malformed */
export function parseFile(text: string): Parsed {
  const file = parseJson(text);
  if (!isFields(file) || typeof file.schema !== 'string') return { kind: 'other', schema: undefined };
  if (file.schema !== schema) return { kind: 'other', schema: file.schema };
  if (!Array.isArray(file.cases)) throw new Malformed(`cases is ${describe(file.cases)}, not a list`);
  const cases = file.cases.map((item: unknown, i) => parseCase(item, `cases[${i}]`, file.tolerance));
  return { kind: 'cases', cases };
}

function parseCase(item: unknown, where: string, fallback: unknown): Case | Malformed {
  if (!isFields(item)) return new Malformed(`${where} is ${describe(item)}, not an object`);
  const { id, op, tolerance = fallback } = item;
  if (typeof id !== 'string' || !id) return new Malformed(`${where} has no id`);
  if (typeof op !== 'string' || !op) return new Malformed(`${where} (${id}) has no op`);
  if (tolerance !== undefined && !isFields(tolerance))
    return new Malformed(`${where} (${id}): tolerance is ${describe(tolerance)}, not an object`);
  return { id, op, fields: item, ...(tolerance && { tolerance }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Malformed(`not JSON: ${(error as Error).message}`);
  }
}

/** The tensors under a key (`params`, `inputs`, …); none where the key is absent. */
export function tensors(fields: Fields, key: string): NamedTensors {
  const group = fields[key] ?? {};
  if (!isFields(group)) throw new Malformed(`${key} is ${describe(group)}, not an object of tensors`);
  return new Map(Object.entries(group).map(([name, value]) => [name, toTensor(value, `${key}.${name}`)]));
}

/** A tensor, in doubles: a float32 tensor is written as the exact doubles of its values. */
export function toTensor(value: unknown, where: string): Tensor {
  if (!isFields(value)) throw new Malformed(`${where} is ${describe(value)}, not a tensor`);
  const shape = wholes(value, 'shape', where);
  const { data } = value;
  if (!isFiniteList(data)) throw new Malformed(`${where}.data is not a list of finite numbers`);
  const count = shape.reduce((product, size) => product * size, 1);
  if (data.length !== count)
    throw new Malformed(`${where} has ${data.length} numbers, but its shape [${shape.join(', ')}] holds ${count}`);
  return { data: Float64Array.from(data), shape };
}

/** A tensor that the case must have. */
export function need(values: NamedTensors, name: string, where: string): Tensor {
  const value = values.get(name);
  if (!value) throw new Malformed(`${where} has no ${name}`);
  return value;
}

/** An object under a key; empty where the key is absent. */
export function object(fields: Fields, key: string): Fields {
  const value = fields[key] ?? {};
  if (!isFields(value)) throw new Malformed(`${key} is ${describe(value)}, not an object`);
  return value;
}

/** A list of numbers that must be there. */
export function numberList(fields: Fields, key: string, where: string): readonly number[] {
  const value = fields[key];
  if (!isFiniteList(value)) throw new Malformed(`${where}.${key} is not a list of finite numbers`);
  return value;
}

export function wholes(fields: Fields, key: string, where: string): readonly number[] {
  const value = numberList(fields, key, where);
  const wrong = value.find((size) => !Number.isInteger(size) || size < 0);
  if (wrong !== undefined) throw new Malformed(`${where}.${key} holds ${wrong}, not a whole number`);
  return value;
}

/** A number that must be there. */
export function number(fields: Fields, key: string, where: string): number {
  const value = fields[key];
  if (typeof value !== 'number') throw new Malformed(`${where}.${key} is ${describe(value)}, not a number`);
  return value;
}

export function numberOr(fields: Fields, key: string, where: string, fallback: number): number {
  return fields[key] === undefined || fields[key] === null ? fallback : number(fields, key, where);
}

export function flagOr(fields: Fields, key: string, where: string, fallback: boolean): boolean {
  const value = fields[key] ?? fallback;
  if (typeof value !== 'boolean') throw new Malformed(`${where}.${key} is ${describe(value)}, not true or false`);
  return value;
}

/** What a case asks for and no runner knows would go unheard, and its numbers prove nothing. */
export function expectKnown(names: Iterable<string>, known: readonly string[], where: string): void {
  for (const name of names)
    if (!known.includes(name)) throw new Malformed(`${where}.${name} is none of ${known.join(', ')}`);
}

export function text(fields: Fields, key: string, where: string): string {
  const value = fields[key];
  if (typeof value !== 'string') throw new Malformed(`${where}.${key} is ${describe(value)}, not a text`);
  return value;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFiniteList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isFinite(item));
}

function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' && value ? 'an object' : JSON.stringify(value);
}
