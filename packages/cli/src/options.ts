/** Options of a command: declared once, for reading the command line and for its help. */
import { parseArgs } from 'node:util';
import { CellcError, nearest } from '@cellc/compiler';

export type Option =
  | { readonly kind: 'flag'; readonly doc: string }
  | { readonly kind: 'text'; readonly value: string; readonly default: string; readonly doc: string }
  | {
      readonly kind: 'choice';
      /** How help calls a choice of many. */
      readonly value?: string;
      readonly choices: readonly string[];
      readonly default: string;
      readonly doc: string;
    }
  /** A whole number from `least` on. */
  | {
      readonly kind: 'number';
      readonly value: string;
      readonly least: number;
      readonly default: number;
      readonly doc: string;
    };

export type Options = Readonly<Record<string, Option>>;

type Value<O> = O extends { kind: 'flag' }
  ? boolean
  : O extends { kind: 'number' }
    ? number
    : O extends { choices: readonly (infer C)[] }
      ? C
      : string;
export type Values<O extends Options> = { readonly [Name in keyof O]: Value<O[Name]> };

export interface Parsed<O extends Options> {
  readonly values: Values<O>;
  readonly positionals: readonly string[];
}

/** Options that every command has. */
export const common = {
  json: { kind: 'flag', doc: 'print one JSON object instead of text' },
  help: { kind: 'flag', doc: 'print this help' },
} as const satisfies Options;

/** @throws E_OPTION: the command line is not one this command understands */
export function parseOptions<O extends Options>(args: readonly string[], options: O): Parsed<O> {
  const types = Object.entries(options).map(
    ([name, { kind }]) => [name, { type: kind === 'flag' ? 'boolean' : 'string' }] as const,
  );
  const config = Object.fromEntries(types);
  const { tokens } = parseArgs({
    args: [...args],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, boolean | number | string>();
  for (const [name, option] of Object.entries(options))
    values.set(name, option.kind === 'flag' ? false : option.default);
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    values.set(
      token.name,
      readValue(token.rawName, option ?? unknown(token.rawName, Object.keys(options)), token.value),
    );
  }
  return { values: Object.fromEntries(values) as unknown as Values<O>, positionals };
}

function readValue(flag: string, option: Option, text: string | undefined): boolean | number | string {
  if (option.kind === 'flag')
    return text === undefined ? true : usage(`${flag} takes no value, but '${text}' is given`);
  if (text === undefined || text === '') usage(`${flag} needs a value`, `write ${flag} ${placeholder(option)}`);
  if (option.kind === 'text') return text;
  if (option.kind === 'choice')
    return option.choices.includes(text)
      ? text
      : usage(`${flag} ${text} is not possible`, suggestion(text, option.choices, 'it takes '));
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= option.least ? number : usage(`${flag} is '${text}', not a whole number from ${option.least} on`);
}

function unknown(flag: string, known: readonly string[]): never {
  return usage(`unknown option '${flag}'`, suggestion(flag.replace(/^-+/, ''), known, 'options: ', '--'));
}

/** The nearest of several words, or else all of them. */
export function suggestion(word: string, known: readonly string[], lead: string, prefix = ''): string {
  const near = nearest(word, known);
  return near ? `did you mean '${prefix}${near}'?` : `${lead}${known.map((name) => prefix + name).join(', ')}`;
}

/** How help writes an option's value. */
export function placeholder(option: Option): string {
  if (option.kind === 'flag') return '';
  return option.value ?? (option.kind === 'choice' ? option.choices.join('|') : '');
}

/** A wrong command line: exit code 2. */
export function usage(reason: string, hint?: string): never {
  throw new CellcError('E_OPTION', reason, { hint });
}
