/** Errors a person can act on: a stable code, a message with names and shapes, the place with a caret, and a hint. */

/** Every code cellc can report, with what it means. Codes are stable: scripts may match on them. */
export const codes = {
  E_SYNTAX: 'the text does not follow the grammar',
  E_UNKNOWN_NAME: 'a name is read that nothing defines',
  E_UNKNOWN_FUNCTION: 'a function is called that is not in the op table',
  E_ARITY: 'a function or split has the wrong number of arguments or results',
  E_DUPLICATE: 'a name is defined twice',
  E_BAD_NAME: 'a name is reserved, or could not stand in generated code',
  E_SHAPE: 'two shapes do not fit each other',
  E_AMBIGUOUS_SHAPE: 'a shape cannot be inferred and must be declared',
  E_UNKNOWN_SIZE: 'a size is used that has no value',
  E_BAD_SIZE: 'a size is not a positive whole number, or is absurdly large',
  E_STATE_NEVER_UPDATED: 'a name is read at [t-1] but has no equation',
  E_CYCLE: 'values of one time step depend on each other in a circle',
  E_NO_INPUT: 'the input or the output of a cell cannot be told',
  E_UNUSED: 'something is declared that no equation uses',
  E_SPEC: 'a model spec is not valid',
  E_UNKNOWN_FIELD: 'a model spec has a field that does not exist',
  E_UNKNOWN_CELL: 'a cell, loss or optimiser is named that does not exist',
  E_UNSUPPORTED: 'a target or mode cannot do what is asked',
  E_NOT_DIFFERENTIABLE: 'a value has no derivative',
  E_FILE: 'a file cannot be read or written',
  E_IMPORT: 'a trained network has something that a model spec cannot say',
  E_OPTION: 'a command-line option or argument is not valid',
  E_TUNING: 'a tuning file is not valid',
  E_DATA: 'a data file does not hold what a model needs',
} as const satisfies Record<string, string>;

export type Code = keyof typeof codes;

/** A text being compiled; `name` is what messages call it (a file name, or a cell's name). */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** A half-open range of offsets in a source's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where something went wrong. */
export interface Place {
  readonly source: Source;
  readonly span: Span;
}

export class CellcError extends Error {
  override readonly name = 'CellcError';
  readonly code: Code;
  /** The message alone, without code, place and hint. */
  readonly reason: string;
  readonly place: Place | undefined;
  readonly hint: string | undefined;

  constructor(code: Code, why: string, at: { place?: Place | undefined; hint?: string | undefined } = {}) {
    const reason = printable(why.length > longest ? `${why.slice(0, longest)}…` : why);
    super(render(code, reason, at.place, at.hint));
    this.code = code;
    this.reason = reason;
    this.place = at.place;
    this.hint = at.hint;
  }
}

/** Throws: for use in expressions. */
export function fail(code: Code, reason: string, place?: Place, hint?: string): never {
  throw new CellcError(code, reason, { place, hint });
}

/** A broken promise of the compiler to itself, never the user's fault. What is asked often words its message when it fails. */
export function invariant(condition: unknown, message: string | (() => string)): asserts condition {
  if (condition) return;
  throw new Error(`internal error: ${typeof message === 'string' ? message : message()} (please report this)`);
}

/** Line and column, both from 1. */
export function position(place: Place): { line: number; column: number } {
  const before = place.source.text.slice(0, place.span.start);
  const line = before.split('\n').length;
  return { line, column: place.span.start - before.lastIndexOf('\n') };
}

function render(code: Code, reason: string, place: Place | undefined, hint: string | undefined): string {
  const parts = [`${code}: ${reason}`];
  if (place) parts.push(frame(place));
  if (hint) parts.push(`hint: ${hint}`);
  return parts.join('\n');
}

/** Longer than any message that does not quote a file. */
const longest = 4000;

/** What terminals and logs can show: files that are quoted may hold anything. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it is about
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '�');
}

/** So much of a line is shown. */
const widest = 160;

/** The line of the source, or the part of a long one that matters, with a caret under the span. */
function frame(place: Place): string {
  const { line, column: at } = position(place);
  const whole = place.source.text.split('\n')[line - 1]?.replace(/\r$/, '') ?? '';
  const from = whole.length > widest ? Math.max(0, Math.min(at - 1 - widest / 2, whole.length - widest)) : 0;
  const [before, after] = [from > 0 ? '…' : '', from + widest < whole.length ? '…' : ''];
  const text = printable(`${before}${whole.slice(from, from + widest)}${after}`);
  const column = at - from + before.length;
  const width = Math.max(1, Math.min(place.span.end - place.span.start, text.length - column + 1));
  const gutter = String(line);
  const margin = ' '.repeat(gutter.length);
  // Tabs stay tabs under the line, so that the caret stands under what it points at.
  const lead = text.slice(0, column - 1).replace(/[^\t]/g, ' ');
  return [
    `${margin}--> ${place.source.name}:${line}:${at}`,
    `${margin} |`,
    `${gutter} | ${text}`,
    `${margin} | ${lead}${'^'.repeat(width)}`,
  ].join('\n');
}

/** The candidate nearest to a misspelt word, if one is near enough to be meant. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Edits between two words; two neighbours swapped are one edit (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i && j ? 0 : i + j)),
  );
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const substitution = d[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      d[i]![j] = Math.min(substitution, d[i - 1]![j]! + 1, d[i]![j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        d[i]![j] = Math.min(d[i]![j]!, d[i - 2]![j - 2]! + 1);
    }
  return d[a.length]![b.length]!;
}
