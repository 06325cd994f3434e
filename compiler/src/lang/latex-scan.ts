/** LaTeX to tokens: layout becomes breaks or nothing, what remains is mathematics. */
import { fail, type Source, type Span } from '../error.ts';

export interface TexToken {
  /** `break` stands wherever one equation may end and another begin: `\\`, a new line, `\quad`, `$$`, `\end{align}`. */
  readonly kind: 'command' | 'letter' | 'number' | 'symbol' | 'break' | 'end';
  /** Commands without their backslash. */
  readonly text: string;
  readonly span: Span;
}

const pattern =
  /(?<skip>[ \t\r]+|%[^\n]*|[&~]|\\[,;:!> /]|\\(?:left|right|[bB]igg?[lr]?|displaystyle|nonumber|notag|limits)(?![A-Za-z])\.?|\\(?:label|tag\*?)\{[^{}]*\}|\\[hv]space\*?\{[^{}]*\})|(?<break>\n|\\\\\*?(?:\[-?[\d.]+ *[a-z]{2}\])?|\\q?quad(?![A-Za-z])|\$+|\\[[\]()]|\\(?:begin|end)\{(?:align(?:ed|at|edat)?|equation|gather(?:ed)?|split|eqnarray|multline|displaymath|math|array)\*?\}(?:\{[\dlrc| ]+\})?)|\\(?<command>[A-Za-z]+|[{}|])|(?<number>\d+\.?\d*|\.\d+)|(?<word>[A-Za-z]+)|(?<symbol>[-+*/^_=(){}[\],.;:'<>|])|(?<unicode>[σ⊙∘⊗·×−′])/y;

const unicode = new Map([
  ['σ', 'sigma'],
  ['⊙', 'odot'],
  ['∘', 'circ'],
  ['⊗', 'otimes'],
  ['·', 'cdot'],
  ['×', 'times'],
]);

/** Functions that are often written without a backslash; all other runs of letters are products of single letters. */
const functionWords = /^(?:tanh|sigmoid|sigm|relu|ReLU|softmax|exp|log|sqrt|max|min)/;

/** Deeper nesting is refused, so that no input exhausts the stack. */
export const maxDepth = 100;

export function scanLatex(source: Source): TexToken[] {
  const tokens: TexToken[] = [];
  const push = (kind: TexToken['kind'], text: string, start: number, end: number) =>
    tokens.push({ kind, text, span: { start, end } });
  for (let start = 0; start < source.text.length; start = pattern.lastIndex) {
    pattern.lastIndex = start;
    const groups = pattern.exec(source.text)?.groups;
    if (!groups) {
      const character = String.fromCodePoint(source.text.codePointAt(start)!);
      fail('E_SYNTAX', `unexpected character '${character}'`, {
        source,
        span: { start, end: start + character.length },
      });
    }
    const end = pattern.lastIndex;
    if (groups.break) push('break', groups.break, start, end);
    else if (groups.command) push(/[{}|]/.test(groups.command) ? 'symbol' : 'command', groups.command, start, end);
    else if (groups.number) push('number', groups.number, start, end);
    else if (groups.symbol) push('symbol', groups.symbol, start, end);
    else if (groups.word) pushWord(groups.word, start);
    else if (groups.unicode) {
      const command = unicode.get(groups.unicode);
      push(command ? 'command' : 'symbol', command ?? (groups.unicode === '−' ? '-' : "'"), start, end);
    }
  }
  push('end', '', source.text.length, source.text.length);
  return checkDepth(source, tokens);

  function pushWord(word: string, start: number): void {
    for (let i = 0; i < word.length; ) {
      const name = functionWords.exec(word.slice(i))?.[0];
      if (name) push('command', name, start + i, start + i + name.length);
      else push('letter', word[i]!, start + i, start + i + 1);
      i += name?.length ?? 1;
    }
  }
}

function checkDepth(source: Source, tokens: TexToken[]): TexToken[] {
  let depth = 0;
  for (const { text, span } of tokens) {
    if (text === '{' && ++depth > maxDepth) fail('E_SYNTAX', 'brackets are nested too deeply', { source, span });
    if (text === '}') depth--;
  }
  return tokens;
}

/** A position in the tokens of one equation. */
export interface TexCursor {
  readonly source: Source;
  position: number;
  peek(ahead?: number): TexToken;
  next(): TexToken;
  accept(text: string): TexToken | undefined;
  expect(text: string): TexToken;
  fail(message: string, token?: TexToken, hint?: string): never;
}

export function texCursor(source: Source, tokens: readonly TexToken[]): TexCursor {
  const last = tokens.at(-1)?.span.end ?? source.text.length;
  const end: TexToken = { kind: 'end', text: '', span: { start: last, end: last } };
  const at: TexCursor = {
    source,
    position: 0,
    peek: (ahead = 0) => tokens[at.position + ahead] ?? end,
    next: () => tokens[at.position++] ?? end,
    accept: (text) => (at.peek().text === text && at.peek().kind === 'symbol' ? at.next() : undefined),
    expect: (text) => at.accept(text) ?? at.fail(`expected '${text}', found ${describeTex(at.peek())}`),
    fail: (message, token = at.peek(), hint) => fail('E_SYNTAX', message, { source, span: token.span }, hint),
  };
  return at;
}

export function describeTex(token: TexToken): string {
  if (token.kind === 'end' || token.kind === 'break') return 'the end of the equation';
  return token.kind === 'command' ? `\\${token.text}` : `'${token.text}'`;
}
