/** Text to tokens. Newlines are tokens: they end an equation, except inside brackets. */
import { fail, type Source, type Span } from '../error.ts';

export interface Token {
  readonly kind: 'number' | 'name' | 'symbol' | 'newline' | 'end';
  readonly text: string;
  readonly span: Span;
}

const pattern =
  /(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_]\w*)|(?<symbol>->|=>|[-+*/@^()[\]{},;:='])|(?<newline>\r?\n)|(?<space>[ \t]+|#[^\n]*)/y;

/** What other languages write, and what stands for it here. */
const hints: readonly (readonly [sign: string, hint: string])[] = [
  ['.*', 'a * b is elementwise, W @ x the matrix product'],
  ...['>', '<', '?'].map((sign) => [sign, 'where(a - b, p, q) is p where a > b, and q elsewhere'] as const),
];

/** The tokens of a text, closed by an `end` token. */
export function scan(source: Source): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  pattern.lastIndex = 0;
  for (let start = 0; start < source.text.length; start = pattern.lastIndex) {
    pattern.lastIndex = start;
    const match = pattern.exec(source.text);
    const span = { start, end: start + (match?.[0].length ?? 1) };
    if (!match?.groups) {
      const hint = hints.find(([sign]) => source.text.startsWith(sign, start))?.[1];
      fail('E_SYNTAX', `unexpected character '${source.text[start]}'`, { source, span }, hint);
    }
    const text = match[0];
    const kind = (['number', 'name', 'symbol', 'newline'] as const).find((k) => match.groups?.[k] !== undefined);
    if (!kind) continue;
    if ('([{'.includes(text)) depth++;
    if (')]}'.includes(text)) depth--;
    if (kind !== 'newline' || depth <= 0) tokens.push({ kind, text, span });
  }
  const end = source.text.length;
  return [...tokens, { kind: 'end', text: '', span: { start: end, end } }];
}

/** A position in a token list, with the two questions every parser asks. */
export interface Cursor {
  readonly source: Source;
  /** The token at the cursor, or `ahead` tokens after it. */
  peek(ahead?: number): Token;
  next(): Token;
  /** Steps over the token if it has this text. */
  accept(text: string): Token | undefined;
  /** Steps over the token, which must have this text. */
  expect(text: string, hint?: string): Token;
  /** Steps over the token, which must be a name. */
  name(what: string): Token;
}

export function cursor(source: Source): Cursor {
  const tokens = scan(source);
  let at = 0;
  const peek = (ahead = 0): Token => tokens[Math.min(at + ahead, tokens.length - 1)]!;
  const next = (): Token => tokens[Math.min(at++, tokens.length - 1)]!;
  const accept = (text: string): Token | undefined =>
    peek().text === text && peek().kind === 'symbol' ? next() : undefined;
  const expect = (text: string, hint?: string): Token =>
    accept(text) ??
    fail('E_SYNTAX', `expected '${text}', found ${describe(peek())}`, { source, span: peek().span }, hint);
  const name = (what: string): Token =>
    peek().kind === 'name'
      ? next()
      : fail('E_SYNTAX', `expected ${what}, found ${describe(peek())}`, { source, span: peek().span });
  return { source, peek, next, accept, expect, name };
}

export function describe(token: Token): string {
  if (token.kind === 'end') return 'the end of the text';
  return token.kind === 'newline' ? 'the end of the line' : `'${token.text}'`;
}
