/** Names in LaTeX: `W_{xi}`, `\tilde{\mathbf{c}}_t`, `h^{(t-1)}` become `W_xi`, `c_tilde`, and `h` at t-1. */

import type { Span } from '../error.ts';
import { cover } from './expr.ts';
import { maxDepth, type TexCursor, type TexToken, texCursor } from './latex-scan.ts';

export interface TexName {
  readonly name: string;
  /** The time index, if there is one: 0 for t, 1 for t-1. */
  readonly lag: 0 | 1 | undefined;
  /** How it was written, fonts aside: `W^f` and `W_f` are two names that must not become one. */
  readonly spelling: string;
  readonly span: Span;
}

const greek = new Set(
  (
    'alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho ' +
    'sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell'
  ).split(' '),
);
const accents = new Map([
  ...['tilde', 'hat', 'bar', 'dot', 'check', 'breve'].map((name) => [name, name] as const),
  ['widetilde', 'tilde'],
  ['widehat', 'hat'],
  ['overline', 'bar'],
]);
export const fonts = new Set(
  'mathbf mathrm mathit mathsf mathcal mathbb mathfrak mathtt boldsymbol bm pmb text textbf textit textrm textsf vec'.split(
    ' ',
  ),
);

/** Reads a name with its accents, fonts and indices; leaves the cursor where it was if there is none. */
export function readTexName(at: TexCursor): TexName | undefined {
  const start = at.position;
  const first = at.peek();
  const base = readBase(at);
  if (base) {
    let { lag } = base;
    let text = base.name;
    let spelling = base.spelling;
    for (let script = readScript(at, base); script; script = readScript(at, base)) {
      lag = script.lag ?? lag;
      text += script.label === '' ? '' : `_${script.label}`;
      spelling += script.label === '' ? '' : script.mark + script.label;
    }
    const span = cover(first.span, at.peek(-1).span);
    return { name: text, lag, spelling, span };
  }
  at.position = start;
  return undefined;
}

type Base = Pick<TexName, 'name' | 'lag' | 'spelling'>;

function readBase(at: TexCursor, depth = 0): Base | undefined {
  if (depth > maxDepth) at.fail('accents are nested too deeply');
  const token = at.next();
  if (token.kind === 'letter' || (token.kind === 'command' && greek.has(token.text)))
    return { name: token.text, lag: undefined, spelling: token.text };
  if (token.kind === 'symbol' && token.text === '{') {
    at.position--;
    return inGroup(at);
  }
  if (token.kind !== 'command') return undefined;
  const accent = accents.get(token.text);
  if (!accent && !fonts.has(token.text)) return undefined;
  const inner = at.peek().text === '{' ? inGroup(at, !accent) : readBase(at, depth + 1);
  return inner && accent
    ? { ...inner, name: `${inner.name}_${accent}`, spelling: `${inner.spelling}~${accent}` }
    : inner;
}

/** A group that is one name as a whole; in a font, also a word: `\mathrm{out}`. */
function inGroup(at: TexCursor, words = false): Base | undefined {
  const tokens = readArgument(at);
  const inner = texCursor(at.source, tokens);
  const name = readTexName(inner);
  if (name && inner.position === tokens.length) return name;
  const word = tokens.map((token) => token.text).join('');
  return words && /^[A-Za-z][A-Za-z0-9]*$/.test(word) ? { name: word, lag: undefined, spelling: word } : undefined;
}

/** The tokens of a `{…}` group, or the single token that stands for it. */
export function readArgument(at: TexCursor): TexToken[] {
  if (!at.accept('{')) {
    const token = at.next();
    if (token.kind === 'end') at.fail('something is missing at the end of the equation', token);
    // `_\mathrm{in}`: a command takes its group along.
    return token.kind === 'command' && at.peek().text === '{' ? [token, ...bracketed(at)] : [token];
  }
  at.position--;
  return bracketed(at).slice(1, -1);
}

function bracketed(at: TexCursor): TexToken[] {
  const tokens: TexToken[] = [];
  let depth = 0;
  do {
    const token = at.next();
    if (token.kind === 'end') at.fail("expected '}', found the end of the equation", token);
    if (token.text === '{') depth++;
    if (token.text === '}') depth--;
    tokens.push(token);
  } while (depth > 0);
  return tokens;
}

interface Script {
  readonly lag: 0 | 1 | undefined;
  readonly label: string;
  readonly mark: '_' | '^';
}

/** An index or a label; not a power or a transposition, which belong to the expression. */
function readScript(at: TexCursor, base: Base): Script | undefined {
  if (at.accept("'")) return { lag: undefined, label: 'prime', mark: '^' };
  const start = at.position;
  const mark = at.accept('_') ? '_' : at.accept('^') ? '^' : undefined;
  if (!mark) return undefined;
  const tokens = readArgument(at);
  // e^x is the exponential function.
  if (mark === '^' && (base.name === 'e' || isPower(tokens))) {
    at.position = start;
    return undefined;
  }
  let lag: 0 | 1 | undefined;
  let label = '';
  for (const part of splitAt(tokens, ',').map(unwrap)) {
    const time = timeOf(part, at);
    if (time !== undefined) lag = time;
    else label += labelOf(part, at) ?? at.fail('this index cannot be read', part[0] ?? tokens[0] ?? at.peek(-1));
  }
  return { lag, label, mark };
}

/** `^2`, `^{-1}`, `^T`, `^{\top}`, and whatever is neither a time nor a label. */
function isPower(tokens: readonly TexToken[]): boolean {
  const text = tokens.map((token) => token.text).join('');
  if (/^-?[\d.]+$/.test(text) || isTransposition(tokens)) return true;
  const inner = unwrap(tokens);
  return (
    !/^t([-+]\d+)?$/.test(inner.map((token) => token.text).join('')) &&
    inner.some(({ kind, text: t }) => kind === 'symbol' && !"{},'".includes(t))
  );
}

export function isTransposition(tokens: readonly TexToken[]): boolean {
  const text = tokens
    .filter(({ kind, text: t }) => kind !== 'symbol' && !fonts.has(t))
    .map(({ text: t }) => t)
    .join('');
  return ['T', 'top', 'intercal'].includes(text);
}

/** `(t)`, `\langle t \rangle` and `<t>` without their brackets. */
function unwrap(tokens: readonly TexToken[]): readonly TexToken[] {
  const [first, last] = [tokens[0]?.text, tokens.at(-1)?.text];
  const pair = [
    ['(', ')'],
    ['<', '>'],
    ['langle', 'rangle'],
    ['[', ']'],
  ].some(([open, close]) => first === open && last === close);
  return pair && tokens.length > 2 ? tokens.slice(1, -1) : tokens;
}

function timeOf(tokens: readonly TexToken[], at: TexCursor): 0 | 1 | undefined {
  const text = tokens.map((token) => token.text).join('');
  if (text === 't') return 0;
  if (text === 't-1') return 1;
  if (/^t[-+]/.test(text))
    at.fail(
      `only the step t and the step before, t-1, can be read, not ${text}`,
      tokens[0],
      'shift the equations so that they compute the values at t',
    );
  return undefined;
}

/** Letters, digits and Greek as one word, fonts aside; undefined if there is anything else. */
function labelOf(tokens: readonly TexToken[], at: TexCursor): string | undefined {
  const inner = texCursor(at.source, tokens);
  let label = '';
  while (inner.peek().kind !== 'end') {
    const token = inner.peek();
    if (
      token.kind === 'number' ||
      token.kind === 'letter' ||
      (token.kind === 'command' && !fonts.has(token.text) && !accents.has(token.text))
    ) {
      label += inner.next().text.replace('.', '_');
    } else {
      const name = readTexName(inner);
      if (!name) return undefined;
      label += name.name;
    }
  }
  return label === '' ? undefined : label;
}

function splitAt(tokens: readonly TexToken[], separator: string): TexToken[][] {
  const parts: TexToken[][] = [[]];
  for (const token of tokens) {
    if (token.text === separator) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}
