/** Errors a person can act on: a stable code, a message with names and shapes, and a hint. */

/** Every code the runtime can report, with what it means. Codes are stable: programs may match on them. */
export type Code =
  /** The module is not one this runtime can load. */
  | 'E_MODULE'
  /** The module was compiled without what is asked: streaming, gradients, training. */
  | 'E_UNSUPPORTED'
  /** Weights have other names, shapes or types than the model's parameters, or a weights file is broken. */
  | 'E_WEIGHTS'
  /** An input, a target or a cotangent has the wrong shape. */
  | 'E_INPUT'
  /** States have other names or shapes than the model's. */
  | 'E_STATE'
  /** Lengths are not whole numbers from 1 to the number of time steps, one per sequence. */
  | 'E_LENGTHS'
  /** Training data contains NaN or Infinity, or numbers that are no classes or weights. */
  | 'E_DATA'
  /** The loss or the gradient stopped being finite. */
  | 'E_DIVERGED'
  /** A checkpoint is broken, or of another model, of other data or settings. */
  | 'E_CHECKPOINT'
  /** An option is unknown, missing or out of range. */
  | 'E_OPTION'
  /** A call comes at the wrong moment: backward before run, fit while fitting. */
  | 'E_ORDER'
  /** The arena would be too large. */
  | 'E_MEMORY'
  /** There is no such device, or it was lost. */
  | 'E_DEVICE';

export class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
  readonly code: Code;
  /** The message alone, without code and hint. */
  readonly reason: string;
  readonly hint: string | undefined;

  constructor(code: Code, reason: string, hint?: string) {
    super(`${code}: ${reason}${hint ? `\nhint: ${hint}` : ''}`);
    this.code = code;
    this.reason = reason;
    this.hint = hint;
  }
}

/** Throws: for use in expressions. */
export function fail(code: Code, reason: string, hint?: string): never {
  throw new RuntimeError(code, reason, hint);
}

/** Reports every given name that is not expected, and every expected name that is not given. */
export function checkNames(
  code: Code,
  what: string,
  expected: readonly string[],
  given: readonly string[],
  partial?: 'partial',
): void {
  const unknown = given.filter((name) => !expected.includes(name));
  const missing = partial ? [] : expected.filter((name) => !given.includes(name));
  if (!unknown.length && !missing.length) return;
  const parts: string[] = [];
  if (unknown.length) parts.push(`unknown ${list(unknown)}`);
  if (missing.length) parts.push(`missing ${list(missing)}`);
  const meant = unknown.flatMap((name) => {
    const near = nearest(name, expected);
    return near === undefined ? [] : [`${near} for ${name}`];
  });
  const hint = meant.length ? `did you mean ${list(meant)}?` : `${what} are ${list(expected) || '(none)'}`;
  fail(code, `${what} do not fit: ${parts.join('; ')}`, hint);
}

/** Options are an object of known names. @throws E_OPTION */
export function checkOptions(what: string, expected: readonly string[], given: unknown, hint?: string): void {
  if (typeof given !== 'object' || given === null) fail('E_OPTION', `${what} are ${kind(given)}, not an object`, hint);
  checkNames('E_OPTION', what, expected, Object.keys(given), 'partial');
}

/** What messages call a value of a wrong kind. */
export function kind(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** At most eight names: an error about another model's weights stays readable. */
function list(names: readonly string[]): string {
  return names.slice(0, 8).join(', ') + (names.length > 8 ? ` and ${names.length - 8} more` : '');
}

/** The candidate nearest to a misspelt word by Levenshtein distance, if one is near enough to be meant. */
function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    let row = Array.from({ length: candidate.length + 1 }, (_, j) => j);
    for (let i = 1; i <= word.length; i++) {
      const previous = row;
      row = [i];
      for (let j = 1; j <= candidate.length; j++) {
        const substitution = previous[j - 1]! + (word[i - 1] === candidate[j - 1] ? 0 : 1);
        row.push(Math.min(substitution, previous[j]! + 1, row[j - 1]! + 1));
      }
    }
    if (row[candidate.length]! < bestDistance) [best, bestDistance] = [candidate, row[candidate.length]!];
  }
  return best;
}
