/** Options of a command: declared once, for reading the command line and for its help. */
import { parseArgs } from 'node:util';
import { CellcError, nearest } from '@cellc/compiler';

type Kind =
  | { readonly kind: 'flag'; readonly doc: string }
  | { readonly kind: 'text'; readonly value: string; readonly default?: string; readonly doc: string }
  /** A flag that may have a value, after an equals sign: `--save`, `--save=FILE`. */
  | { readonly kind: 'optional'; readonly value: string; readonly doc: string }
  /** Several texts: separated by commas, or by giving the option again. */
  | { readonly kind: 'list'; readonly value: string; readonly doc: string }
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
      readonly default?: number;
      readonly doc: string;
    }
  /** Any number from `least` on. */
  | {
      readonly kind: 'real';
      readonly value: string;
      readonly least: number;
      readonly default?: number;
      readonly doc: string;
    };

export type Option = Kind & {
  /** What it says anything of, where that is not everything: names of targets, of formats, of kinds of files. */
  readonly for?: readonly string[];
};

export type Options = Readonly<Record<string, Option>>;

type Value<O> = O extends { kind: 'flag' }
  ? boolean
  : O extends { kind: 'optional' }
    ? string | boolean
    : O extends { kind: 'list' }
      ? readonly string[]
      : O extends { choices: readonly (infer C)[] }
        ? C
        :
            | (O extends { kind: 'number' | 'real' } ? number : string)
            | (O extends { default: unknown } ? never : undefined);
export type Values<O extends Options> = { readonly [Name in keyof O]: Value<O[Name]> };

export interface Parsed<O extends Options> {
  readonly options: O;
  readonly values: Values<O>;
  /** The options that the command line has; the others are at their defaults. */
  readonly given: ReadonlySet<string>;
  readonly positionals: readonly string[];
}

type Given = boolean | number | string | readonly string[];

/** Options that every command has. */
export const common = {
  json: { kind: 'flag', doc: 'print one JSON object instead of text' },
  help: { kind: 'flag', doc: 'print this help' },
} as const satisfies Options;

/** @throws E_OPTION: the command line is not one this command understands */
export function parseOptions<O extends Options>(args: readonly string[], options: O): Parsed<O> {
  const types = Object.entries(options).map(
    ([name, { kind }]) => [name, { type: kind === 'flag' || kind === 'optional' ? 'boolean' : 'string' }] as const,
  );
  const config = Object.fromEntries(types);
  const { tokens } = parseArgs({
    args: [...args],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, Given | undefined>();
  for (const [name, option] of Object.entries(options)) values.set(name, preset(option));
  const given = new Set<string>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option =
      (Object.hasOwn(options, token.name) ? options[token.name] : undefined) ??
      unknown(token.rawName, Object.keys(options));
    const value = readValue(token.rawName, option, token.value);
    const before = given.has(token.name) ? values.get(token.name) : [];
    values.set(token.name, Array.isArray(value) && Array.isArray(before) ? [...before, ...value] : value);
    given.add(token.name);
  }
  return { options, values: Object.fromEntries(values) as unknown as Values<O>, given, positionals };
}

function preset(option: Option): Given | undefined {
  if (option.kind === 'flag' || option.kind === 'optional') return false;
  return option.kind === 'list' ? [] : option.default;
}

/** A number as people and programs write it. */
export const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function readValue(flag: string, option: Option, text: string | undefined): Given {
  if (option.kind === 'flag')
    return text === undefined ? true : usage(`${flag} takes no value, but '${text}' is given`);
  if (option.kind === 'optional' && text === undefined) return true;
  if (text === undefined || text === '') usage(`${flag} needs a value`, `write ${flag} ${placeholder(option)}`);
  if (option.kind === 'text' || option.kind === 'optional') return text;
  if (option.kind === 'list') return text.split(',').map((part) => part.trim());
  if (option.kind === 'choice')
    return option.choices.includes(text)
      ? text
      : usage(`${flag} ${text} is not possible`, suggestion(text, option.choices, 'it takes '));
  const [form, what] = option.kind === 'number' ? ([/^\d+$/, 'whole number'] as const) : ([decimal, 'number'] as const);
  const number = form.test(text) ? Number(text) : Number.NaN;
  return number >= option.least ? number : usage(`${flag} is '${text}', not a ${what} from ${option.least} on`);
}

function unknown(flag: string, known: readonly string[]): never {
  return usage(`unknown option '${flag}'`, suggestion(flag.replace(/^-+/, ''), known, 'options: ', '--'));
}

/** What a run of a command is about, of what its options can be for. */
export interface Subject {
  readonly is: readonly string[];
  /** `the target is js` */
  readonly said: string;
  /** The option that makes it about more. */
  readonly by?: string;
}

/** @throws E_OPTION where an option is given that would do nothing */
export function checkApply(
  { options, given }: Pick<Parsed<Options>, 'options' | 'given'>,
  { is, said, by }: Subject,
): void {
  for (const name of given) {
    const able = options[name]?.for;
    if (!able || able.some((one) => is.includes(one))) continue;
    const more = by === undefined ? '' : `, or add ${able[0]} to --${by}`;
    usage(`--${name} is for ${able.join(' or ')}, and ${said}`, `leave --${name} out${more}`);
  }
}

/** The nearest of several words, or else all of them. */
export function suggestion(word: string, known: readonly string[], lead: string, prefix = ''): string {
  const near = nearest(word, known);
  return near ? `did you mean '${prefix}${near}'?` : `${lead}${known.map((name) => prefix + name).join(', ')}`;
}

/** How help writes an option's value. */
export function placeholder(option: Option): string {
  if (option.kind === 'flag') return '';
  if (option.kind === 'optional') return `[=${option.value}]`;
  return option.value ?? (option.kind === 'choice' ? option.choices.join('|') : '');
}

/** A wrong command line: exit code 2. */
export function usage(reason: string, hint?: string): never {
  throw new CellcError('E_OPTION', reason, { hint });
}
