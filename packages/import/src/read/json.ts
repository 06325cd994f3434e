/** JSON from files: nothing in it is what it should be until it has been looked at. */
import { broken } from '../error.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Deeper nesting than this is no model. */
const deepest = 200;

/** @throws E_FILE */
export function parseJson(bytes: Uint8Array | string, file: string): unknown {
  const text = typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes);
  checkDepth(text, file);
  try {
    return JSON.parse(text);
  } catch (error) {
    return broken(file, `it is no JSON: ${(error as Error).message}`);
  }
}

function checkDepth(text: string, file: string): void {
  let [depth, quoted] = [0, false];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (quoted) {
      if (c === 0x5c) i++;
      else if (c === 0x22) quoted = false;
    } else if (c === 0x22) quoted = true;
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > deepest) broken(file, `it is nested more than ${deepest} deep`);
    } else if (c === 0x7d || c === 0x5d) depth--;
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of an object's own. */
export function field(of: Fields, key: string): unknown {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}

export function fieldsOf(of: Fields, key: string, file: string): Fields {
  const value = field(of, key);
  return isFields(value) ? value : broken(file, `'${key}' is no object`);
}

export function listOf(of: Fields, key: string, file: string): readonly unknown[] {
  const value = field(of, key);
  return Array.isArray(value) ? value : broken(file, `'${key}' is no list`);
}

export function textOf(of: Fields, key: string, file: string): string {
  const value = field(of, key);
  return typeof value === 'string' ? value : broken(file, `'${key}' is no text`);
}

/** A whole number from 1 on. */
export function sizeOf(of: Fields, key: string, file: string): number {
  const value = field(of, key);
  return Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : broken(file, `'${key}' is no size`);
}

/** Finite numbers, nested as deep as the shape says. */
export function numbersOf(
  value: unknown,
  shape: readonly number[],
  what: string,
  file: string,
): Float64Array<ArrayBuffer> {
  const flat: number[] = [];
  const walk = (node: unknown, depth: number): void => {
    if (depth === shape.length) {
      if (typeof node !== 'number' || !Number.isFinite(node)) broken(file, `${what} holds ${JSON.stringify(node)}`);
      flat.push(node as number);
      return;
    }
    if (!Array.isArray(node) || node.length !== shape[depth])
      broken(file, `${what} is no nested list of the shape [${shape.join(', ')}]`);
    for (const each of node as unknown[]) walk(each, depth + 1);
  };
  walk(value, 0);
  return Float64Array.from(flat);
}

/** The shape of nested lists, by their first elements. */
export function shapeOf(value: unknown): number[] {
  const shape: number[] = [];
  for (let node = value; Array.isArray(node) && shape.length < 8; node = node[0]) shape.push(node.length);
  return shape;
}
