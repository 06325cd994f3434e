/** What weights have to remember of the data they were trained on, to be used on more of it. */
import { RuntimeError } from '@cellc/runtime';

export type About =
  | {
      readonly kind: 'columns';
      readonly inputs: readonly string[];
      readonly targets: readonly string[];
      readonly group?: string;
      /** Time steps of a window; absent where a sequence was taken as a whole. */
      readonly window?: number;
      /** How many rows after the input's row the targets are. */
      readonly offsets: readonly number[];
      /** The classes of the target, where they are texts. */
      readonly labels?: readonly string[];
    }
  | { readonly kind: 'sequences'; readonly isClass: boolean }
  | {
      readonly kind: 'text';
      /** Class k is the k-th character. */
      readonly alphabet: string;
    };

const isText = (value: unknown): boolean => typeof value === 'string';
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isList =
  (item: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.length > 0 && value.every(item);
const optional =
  (check: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === undefined || check(value);

const fields: Readonly<Record<About['kind'], Readonly<Record<string, (value: unknown) => boolean>>>> = {
  columns: {
    inputs: isList(isText),
    targets: isList(isText),
    group: optional(isText),
    window: optional(isWhole),
    offsets: isList(isWhole),
    labels: optional(isList(isText)),
  },
  sequences: { isClass: (value) => typeof value === 'boolean' },
  text: { alphabet: isText },
};

/** Reads what `train` wrote: weights files are not trusted. @throws E_WEIGHTS */
export function readAbout(file: string, metadata: Readonly<Record<string, string>>): About {
  const text = Object.hasOwn(metadata, 'data') ? metadata.data : undefined;
  const hint = 'weights for run and generate come from cellc train, or cellc import';
  if (text === undefined) throw new RuntimeError('E_WEIGHTS', `${file} does not say what data it was trained on`, hint);
  let about: unknown;
  try {
    about = JSON.parse(text);
  } catch {
    about = undefined;
  }
  if (typeof about === 'object' && about !== null && 'kind' in about) {
    const { kind, ...rest } = about as Record<string, unknown>;
    const checks = Object.hasOwn(fields, String(kind)) ? fields[kind as About['kind']] : undefined;
    if (checks && Object.entries(checks).every(([name, check]) => check(rest[name]))) return about as About;
  }
  throw new RuntimeError('E_WEIGHTS', `what ${file} says of its data cannot be read`, hint);
}
