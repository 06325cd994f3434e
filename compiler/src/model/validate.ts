/** Checks a value against the rules of the schema table, with the keywords' meaning in JSON Schema and better messages. */
import { type Code, fail, nearest, type Place, type Source, type Span } from '../error.ts';
import type { Json, JsonField } from './json.ts';
import type { Rule } from './schema.ts';

/** Keys and indices from the root of a spec. */
export type Path = readonly (string | number)[];

/** `layers[1].init["b_*"]` */
export function pathText(path: Path): string {
  if (path.length === 0) return 'the spec';
  const parts = path.map((key) =>
    typeof key === 'string' && /^[\w$]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`,
  );
  return parts.join('').replace(/^\./, '');
}

interface At {
  readonly path: Path;
  readonly source: Source | undefined;
}

type Kinds = { [K in Json['kind']]: Extract<Json, { kind: K }> };

/** @throws E_SPEC, E_UNKNOWN_FIELD or the code of the rule that does not hold */
export function validate(json: Json, rule: Rule, source?: Source): void {
  check(json, rule, { path: [], source });
}

function check(json: Json, rule: Rule, at: At): void {
  if (rule.anyOf) check(json, choose(json, rule.anyOf, rule.title, at), at);
  // 2.5 is a bad size; "2" is a slip in the JSON.
  else if (!hasType(json, rule)) wrong(json, [rule], at, json.kind === 'number' ? rule.code : undefined);
  else if (json.kind === 'object') checkObject(json, rule, at);
  else if (json.kind === 'array') checkArray(json, rule, at);
  else if (!holds(json, rule)) wrong(json, [rule], at, rule.code);
}

/** The alternative that a value is meant to be: the first of its type that has the required fields. */
function choose(json: Json, alternatives: readonly Rule[], title: string | undefined, at: At): Rule {
  const typed = alternatives.filter((rule) => hasType(json, rule));
  if (typed.length === 0) wrong(json, alternatives, at);
  if (typed.length === 1 || json.kind !== 'object') return typed[0]!;
  const tells = typed.map((rule) => rule.required?.[0] ?? '');
  const chosen = typed.find((_, i) => json.fields.has(tells[i]!));
  if (chosen) return chosen;
  const known = typed.flatMap((rule) => Object.keys(rule.properties ?? {}));
  const stray = [...json.fields].find(([key]) => !known.includes(key));
  if (stray) unknownField(stray, title, [...new Set(known)], at);
  return fail('E_SPEC', `${pathText(at.path)} needs a field ${or(tells.map(quote))}`, place(at, json.span));
}

function hasType(json: Json, rule: Rule): boolean {
  if (json.kind === 'number')
    return (
      Number.isFinite(json.value) &&
      (rule.type === 'number' || (rule.type === 'integer' && Number.isInteger(json.value)))
    );
  return json.kind === rule.type;
}

/** Whether a string, a number or a boolean keeps within its rule. */
function holds(json: Json, rule: Rule): boolean {
  if (json.kind === 'number')
    return (
      json.value >= (rule.minimum ?? -Infinity) &&
      json.value <= (rule.maximum ?? Infinity) &&
      json.value < (rule.exclusiveMaximum ?? Infinity)
    );
  if (json.kind !== 'string') return true;
  const { value } = json;
  return (
    value.length >= (rule.minLength ?? 0) &&
    value.length <= (rule.maxLength ?? Infinity) &&
    (!rule.pattern || new RegExp(rule.pattern, 'u').test(value)) &&
    (rule.enum?.includes(value) ?? true)
  );
}

function checkArray(json: Kinds['array'], rule: Rule, at: At): void {
  const count = json.items.length;
  if (count < (rule.minItems ?? 0))
    fail('E_SPEC', `${pathText(at.path)} needs at least one item`, place(at, json.span), rule.description);
  if (count > (rule.maxItems ?? Infinity))
    fail('E_BAD_SIZE', `${pathText(at.path)} has ${count} items, more than ${rule.maxItems}`, place(at, json.span));
  json.items.forEach((item, i) => {
    check(item, rule.items ?? {}, inside(at, i));
  });
}

function checkObject(json: Kinds['object'], rule: Rule, at: At): void {
  const properties = rule.properties ?? {};
  for (const field of json.fields) {
    const [key, { value }] = field;
    const own = Object.hasOwn(properties, key) ? properties[key] : rule.additionalProperties;
    if (!own) unknownField(field, rule.title, Object.keys(properties), at);
    else check(value, own, inside(at, key));
  }
  for (const key of rule.required ?? []) {
    if (!json.fields.has(key))
      fail('E_SPEC', `${pathText(at.path)} needs a field '${key}'`, place(at, json.span), properties[key]?.description);
  }
  const count = json.fields.size;
  if (count < (rule.minProperties ?? 0) || count > (rule.maxProperties ?? Infinity)) {
    fail('E_SPEC', `${pathText(at.path)} must have exactly one field, not ${count}`, place(at, json.span));
  }
}

function unknownField(
  [key, field]: [string, JsonField],
  title: string | undefined,
  known: readonly string[],
  at: At,
): never {
  const owner = at.path.length === 0 ? 'the spec' : `${pathText(at.path)} (${title})`;
  const near = nearest(key, known);
  const hint = near ? `did you mean '${near}'?` : `its fields are ${known.join(', ')}`;
  return fail('E_UNKNOWN_FIELD', `${owner} has no field '${key}'`, place(at, field.key), hint);
}

function wrong(json: Json, rules: readonly Rule[], at: At, code: Code = 'E_SPEC'): never {
  const expected = rules.map(describeRule);
  return fail(
    code,
    `${pathText(at.path)} must be ${or(expected)}, not ${describeValue(json)}`,
    place(at, json.span),
    hintFor(json, rules),
  );
}

function hintFor(json: Json, rules: readonly Rule[]): string | undefined {
  if (json.kind !== 'string') return undefined;
  const numeric = rules.some((rule) => rule.type === 'integer' || rule.type === 'number');
  if (numeric && json.value.trim() && Number.isFinite(Number(json.value)))
    return `write ${json.value.trim()} without quotes`;
  const near = nearest(
    json.value,
    rules.flatMap((rule) => rule.enum ?? []),
  );
  return near && `did you mean '${near}'?`;
}

function describeRule(rule: Rule): string {
  if (rule.enum) return or(rule.enum.map(quote));
  if (rule.type === 'integer') return `a whole number from ${rule.minimum} to ${rule.maximum}`;
  if (rule.exclusiveMaximum !== undefined) return `a number from ${rule.minimum} to below ${rule.exclusiveMaximum}`;
  if (rule.type === 'number') return rule.minimum === 0 ? 'a number that is not negative' : 'a number';
  if (rule.type === 'boolean') return 'true or false';
  if (rule.pattern)
    return `a letter, then letters, digits${rule.pattern.includes('-]') ? ', _ and -' : ' and _'}, at most ${rule.maxLength}`;
  if (rule.type === 'string') return rule.minLength ? 'a text that is not empty' : 'a text';
  if (rule.type === 'array') return `a list${rule.items?.type === 'string' ? ' of texts' : ''}`;
  return rule.properties && rule.maxProperties === 1
    ? or(Object.keys(rule.properties).map((key) => `{ "${key}": … }`))
    : 'an object';
}

function describeValue(json: Json): string {
  if (json.kind === 'string')
    return `the text ${JSON.stringify(json.value.length > 40 ? `${json.value.slice(0, 40)}…` : json.value)}`;
  if (json.kind === 'number' || json.kind === 'boolean') return String(json.value);
  if (json.kind === 'array') return json.items.length === 0 ? 'an empty list' : 'a list';
  if (json.kind === 'object') return 'an object';
  return json.kind === 'null' ? 'null' : json.what;
}

const quote = (word: string): string => `'${word}'`;
const or = (words: readonly string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
const inside = (at: At, key: string | number): At => ({ ...at, path: [...at.path, key] });
const place = (at: At, span: Span | undefined): Place | undefined => at.source && span && { source: at.source, span };
