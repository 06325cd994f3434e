/** JSON that remembers where everything stood, so that an error in a spec has a caret. */
import { fail, type Source, type Span } from '../error.ts';

/** A value; it has a span if it was read from text. `other` is what no JSON text can hold: a function, a Date, … */
export type Json = { readonly span?: Span } & (
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'array'; readonly items: readonly Json[] }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, JsonField> }
  | { readonly kind: 'other'; readonly what: string }
);

export interface JsonField {
  /** Where the key stands. */
  readonly key?: Span;
  readonly value: Json;
}

/** Deeper nesting is refused, so that no input exhausts the stack. */
const maxDepth = 100;
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const words = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * Reads a JSON text (RFC 8259). Stricter in one way: a key given twice is an error.
 * @throws E_SYNTAX where the text is not JSON, E_SPEC for a repeated key
 */
export function parseJson(source: Source): Json {
  const { text } = source;
  let at = text.startsWith('\uFEFF') ? 1 : 0;

  const bad = (reason: string, start: number, end = start + 1, hint?: string): never =>
    fail('E_SYNTAX', reason, { source, span: { start, end } }, hint);
  const found = (): string =>
    at < text.length ? `'${String.fromCodePoint(text.codePointAt(at)!)}'` : 'the end of the text';
  const run = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const match = pattern.exec(text)![0];
    at += match.length;
    return match;
  };
  const space = (): string => run(/[ \t\r\n]*/y);
  const accept = (symbol: string): boolean => {
    space();
    if (text[at] !== symbol) return false;
    at++;
    return true;
  };

  function string(): { value: string; span: Span } {
    const start = at++;
    while (at < text.length && text[at] !== '"' && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
    if (text[at] !== '"') bad('the string is not closed', start, at);
    const span = { start, end: ++at };
    try {
      return { value: JSON.parse(text.slice(start, at)) as string, span };
    } catch {
      return bad('the string has an invalid escape or a control character', start, at, 'a backslash is written \\\\');
    }
  }

  function word(): Json {
    const start = at;
    const literal = run(/[-+.\w]*/y);
    const span = { start, end: at };
    const constant = words.get(literal);
    if (constant === null) return { kind: 'null', span };
    if (constant !== undefined) return { kind: 'boolean', value: constant, span };
    if (!literal) bad(`expected a value, found ${found()}`, start);
    if (!number.test(literal)) bad(`'${literal}' is not a JSON value`, start, at);
    if (!Number.isFinite(Number(literal))) bad(`${literal} is too large for a number`, start, at);
    return { kind: 'number', value: Number(literal), span };
  }

  /** Items between brackets, separated by commas. */
  function list(close: string, item: () => void): Span {
    const start = at++;
    while (!accept(close)) {
      item();
      if (!accept(',')) {
        if (accept(close)) break;
        bad(`expected ',' or '${close}', found ${found()}`, at);
      }
      const comma = at - 1;
      space();
      if (text[at] === close)
        bad('a comma without an item after it', comma, at, 'JSON has no comma after the last item');
    }
    return { start, end: at };
  }

  function array(depth: number): Json {
    const items: Json[] = [];
    const span = list(']', () => items.push(value(depth + 1)));
    return { kind: 'array', items, span };
  }

  function object(depth: number): Json {
    const fields = new Map<string, JsonField>();
    const span = list('}', () => {
      if (text[at] !== '"') bad(`expected a key in double quotes, found ${found()}`, at);
      const key = string();
      if (fields.has(key.value)) fail('E_SPEC', `the key '${key.value}' is given twice`, { source, span: key.span });
      if (!accept(':')) bad(`expected ':' after the key '${key.value}', found ${found()}`, at);
      fields.set(key.value, { key: key.span, value: value(depth + 1) });
    });
    return { kind: 'object', fields, span };
  }

  function value(depth: number): Json {
    space();
    if (depth > maxDepth) bad(`brackets are nested more than ${maxDepth} deep`, at);
    if (text[at] === '{') return object(depth);
    if (text[at] === '[') return array(depth);
    if (text[at] === '"') return { kind: 'string', ...string() };
    return word();
  }

  const whole = value(0);
  space();
  if (at < text.length) bad(`unexpected ${found()} after the end of the JSON value`, at);
  return whole;
}

/** The same tree from a JavaScript value. A field that is `undefined` counts as absent. */
export function jsonOf(value: unknown, within: readonly object[] = []): Json {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  if (typeof value === 'number') return { kind: 'number', value };
  if (typeof value === 'string') return { kind: 'string', value };
  if (typeof value !== 'object')
    return { kind: 'other', what: value === undefined ? 'undefined' : `a ${typeof value}` };
  if (within.includes(value)) return { kind: 'other', what: 'an object that contains itself' };
  if (within.length > maxDepth) return { kind: 'other', what: 'an object that is nested too deeply' };
  const inner = [...within, value];
  if (Array.isArray(value)) return { kind: 'array', items: Array.from(value, (item) => jsonOf(item, inner)) };
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return { kind: 'other', what: 'an instance of a class' };
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return { kind: 'object', fields: new Map(entries.map(([key, field]) => [key, { value: jsonOf(field, inner) }])) };
}

/** The plain value of a tree. Objects have no prototype, so that a key such as `__proto__` is only a key. */
export function plain(json: Json): unknown {
  switch (json.kind) {
    case 'null':
      return null;
    case 'array':
      return json.items.map(plain);
    case 'object': {
      const object = Object.create(null) as Record<string, unknown>;
      for (const [key, field] of json.fields) object[key] = plain(field.value);
      return object;
    }
    case 'other':
      return undefined;
    default:
      return json.value;
  }
}
