/** Reads the equations of a paper as they are: a cell without a header. */
import { fail, type Source, type Span } from '../error.ts';
import type { Cell, Equation, Port } from './ast.ts';
import { cover } from './expr.ts';
import { operatorWords, readTexExpr, type TexScope } from './latex-expr.ts';
import { readTexName, type TexName } from './latex-name.ts';
import { describeTex, scanLatex, type TexCursor, type TexToken, texCursor } from './latex-scan.ts';

/**
 * The one time-indexed name that nothing computes is the input, of size I; the output, of size H, is `h`, or else what
 * the last equation computes. The cell is named after the file. Shapes of parameters are left to inference.
 */
export function parseLatex(source: Source): Cell {
  const parts = cut(source);
  const targets = new Set(parts.map(({ target }) => target.name));
  const names = new Map<string, TexName>();
  const inputs = new Map<string, TexName>();
  const note = (name: TexName): void => {
    const first = names.get(name.name);
    if (first && first.spelling !== name.spelling)
      fail(
        'E_DUPLICATE',
        `${words(source, first.span)} and ${words(source, name.span)} would both be called \`${name.name}\``,
        { source, span: name.span },
        'rename one of them',
      );
    names.set(name.name, first ?? name);
    if (name.lag === 0 && !targets.has(name.name) && !inputs.has(name.name)) inputs.set(name.name, name);
  };
  const scope: TexScope = { defines: (name) => targets.has(name), read: note };
  for (const { target } of parts) note(target);
  const equations = parts.map((part) => readEquation(source, part, scope));
  const last = equations.at(-1)!.targets[0]!;
  const output = equations.map(({ targets: [only] }) => only!).find(({ name }) => name === 'h') ?? last;
  return {
    name: nameOf(source),
    doc: leadingComments(source.text),
    inputs: [vector(onlyInput(source, [...inputs.values()]), 'I')],
    output: vector(output, 'H'),
    params: [],
    inits: [],
    equations,
    source,
  };
}

const notAnEquation = 'leave out what is not an equation';

interface Part {
  readonly target: TexName;
  /** What stands right of the equals sign, without breaks, punctuation and equation number. */
  readonly tokens: readonly TexToken[];
}

/** Cuts the text into equations: one begins where, after a break and outside all brackets, a name and `=` stand. */
function cut(source: Source): Part[] {
  const all = scanLatex(source).slice(0, -1);
  const heads: { target: TexName; start: number; end: number }[] = [];
  let depth = 0;
  let fresh = true;
  for (let i = 0; i < all.length; i++) {
    if (fresh && depth === 0) {
      const skip = numbering(all.slice(i, i + 4));
      const at = texCursor(source, all.slice(i + skip));
      const target = readTarget(at);
      if (target) heads.push({ target, start: i + skip, end: i + skip + at.position });
      else if (heads.length > 0 && skip === 0) refuseProse(all, i, source);
      i += skip;
    }
    const token = all[i];
    if (!token) break;
    const { text, kind } = token;
    if (kind === 'symbol' && '([{'.includes(text)) depth++;
    if (kind === 'symbol' && ')]}'.includes(text)) depth--;
    fresh = kind === 'break' || (kind === 'symbol' && ',.;'.includes(text));
  }
  const junk = trim(all.slice(0, heads[0]?.start))[0];
  if (junk || heads.length === 0) {
    const found = junk ? `, found ${describeTex(junk)}` : '';
    const place = { source, span: junk?.span ?? { start: 0, end: 0 } };
    fail(
      'E_SYNTAX',
      `expected an equation such as h_t = \\tanh(W x_t)${found}`,
      place,
      'leave out what is not an equation',
    );
  }
  return heads.map(({ target, end }, i) => ({ target, tokens: trim(all.slice(end, heads[i + 1]?.start)) }));
}

/** A line that begins no equation must go on with one: with an operator at its start or at the end of the line before. */
function refuseProse(tokens: readonly TexToken[], position: number, source: Source): void {
  const joins = ({ kind, text }: TexToken) =>
    kind === 'break' || '+-*/=,.;)]}'.includes(text) || operatorWords.has(text);
  const before = tokens.slice(0, position).findLast(({ kind }) => kind !== 'break');
  const token = tokens[position]!;
  if (!joins(token) && !(before && '+-*/='.includes(before.text)) && !(before && operatorWords.has(before.text)))
    fail('E_SYNTAX', `expected an equation, found ${describeTex(token)}`, { source, span: token.span }, notAnEquation);
}

function readTarget(at: TexCursor): TexName | undefined {
  if (at.peek().text === '=') at.fail('an equation has one equals sign and begins with the name that it computes');
  const start = at.peek();
  if (start.kind === 'break' || start.kind === 'end') return undefined;
  const target = start.kind === 'symbol' && start.text !== '{' ? undefined : readTexName(at);
  if (!target || !at.accept('=')) return undefined;
  if (target.lag === 1)
    at.fail('an equation computes a value at t, not at t-1', start, 'shift the equations by one step');
  return target;
}

/** How many tokens at the start are an equation's number: `(1)`, `(2a)`. */
function numbering(tokens: readonly TexToken[]): number {
  const [open, number, letter] = tokens;
  if (open?.text !== '(' || number?.kind !== 'number') return 0;
  const close = letter?.kind === 'letter' ? 3 : 2;
  return tokens[close]?.text === ')' ? close + 1 : 0;
}

/** Without breaks, and without punctuation and equation number at the end. */
function trim(tokens: readonly TexToken[]): TexToken[] {
  let rest = tokens.filter(({ kind }) => kind !== 'break');
  for (;;) {
    const last = rest.at(-1)?.text ?? '';
    const cutOff = ['.', ',', ';'].includes(last) ? 1 : ([3, 4].find((n) => numbering(rest.slice(-n)) === n) ?? 0);
    if (cutOff === 0) return rest;
    rest = rest.slice(0, -cutOff);
  }
}

function readEquation(source: Source, { target, tokens }: Part, scope: TexScope): Equation {
  const at = texCursor(source, tokens);
  if (tokens.length === 0) fail('E_SYNTAX', `nothing stands right of the equals sign`, { source, span: target.span });
  const value = readTexExpr(at, scope);
  if (at.peek().kind !== 'end') at.fail(`unexpected ${describeTex(at.peek())}`);
  return { targets: [{ name: target.name, span: target.span }], value, span: cover(target.span, value.span) };
}

function onlyInput(source: Source, inputs: readonly TexName[]): TexName {
  const [only, second] = inputs;
  if (!only)
    return fail(
      'E_NO_INPUT',
      'the input cannot be told: every name with a time index is computed',
      undefined,
      'the input is a name like x_t that no equation computes',
    );
  if (second) {
    const names = inputs.map(({ name }) => name).join(', ');
    fail(
      'E_NO_INPUT',
      `the input cannot be told: no equation computes ${names}`,
      { source, span: second.span },
      'give an equation for all but one, or leave out the time index of a parameter',
    );
  }
  return only;
}

function vector({ name, span }: { name: string; span: Span }, size: string): Port {
  return { name, shape: [{ kind: 'name', name: size, lag: 0, span }], span };
}

/** `papers/my-cell.tex` holds the cell `my_cell`. */
function nameOf(source: Source): string {
  const base = source.name
    .split(/[/\\]/)
    .at(-1)!
    .replace(/\.\w+$/, '');
  const name = base.replace(/\W/g, '_');
  return /^[A-Za-z]/.test(name) ? name : `cell_${name}`;
}

/** The `%` lines at the top. */
function leadingComments(text: string): string {
  const lines = text.trimStart().split('\n');
  const end = lines.findIndex((line) => !line.trimStart().startsWith('%'));
  return lines
    .slice(0, end < 0 ? lines.length : end)
    .map((line) => line.trim().replace(/^%+ ?/, ''))
    .join('\n');
}

function words(source: Source, span: Span): string {
  return `\`${source.text.slice(span.start, span.end)}\``;
}
