/** Reads the text of a .cell file: a header, declarations and equations. */
import { fail, nearest, type Source, type Span } from '../error.ts';
import type { Cell, Equation, Expr, Init, Initializer, Port, Target } from './ast.ts';
import { cover, readExpr } from './expr.ts';
import { type Cursor, cursor, describe, type Token } from './scan.ts';

const exampleHeader = 'the first line after the comments is a header such as: cell lstm(x: I) -> h: H';

/** The cell as written; `checkCell` says whether it means something. */
export function parseCell(source: Source): Cell {
  const at = cursor(source);
  skipNewlines(at);
  const { name, inputs, output } = readHeader(at);
  const params: Port[] = [];
  const inits: Init[] = [];
  const equations: Equation[] = [];
  for (skipNewlines(at); at.peek().kind !== 'end'; skipNewlines(at)) {
    // `param` and `init` are words only where a name follows, so that they stay free as names.
    const keyword = at.peek(1).kind === 'name' ? at.peek().text : '';
    if (keyword === 'param') params.push(...readSeveral(at, readDeclared));
    else if (keyword === 'init') inits.push(...readSeveral(at, readInit));
    else if (keyword === 'cell') unexpected(at, 'a file holds one cell');
    else equations.push(readEquation(at));
    endLine(at);
  }
  return { name, doc: leadingComments(source.text), inputs, output, params, inits, equations, source };
}

/** The comment lines above the header, without their marks. */
function leadingComments(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const header = lines.findIndex((line) => line !== '' && !line.startsWith('#'));
  return lines
    .slice(0, header < 0 ? lines.length : header)
    .filter((line) => line !== '')
    .map((line) => line.replace(/^# ?/, ''))
    .join('\n');
}

function readHeader(at: Cursor): { name: string; inputs: Port[]; output: Port } {
  const first = at.peek();
  if (first.text !== 'cell' || at.peek(1).kind !== 'name')
    fail('E_NO_INPUT', `${at.source.name} has no header`, { source: at.source, span: first.span }, exampleHeader);
  at.next();
  const name = at.name('the name of the cell').text;
  at.expect('(');
  const inputs = at.peek().text === ')' ? [] : readList(at, readInput);
  at.expect(')');
  at.expect('->');
  const output = readDeclared(at);
  endLine(at);
  return { name, inputs, output };
}

/** `x: I`, `W: [H, I]`, or a bare name, a scalar. */
function readDeclared(at: Cursor): Port {
  const name = at.name('a name');
  if (!at.accept(':')) return { name: name.text, shape: [], span: name.span };
  if (!at.accept('[')) {
    const size = readExpr(at);
    return { name: name.text, shape: [size], span: cover(name.span, size.span) };
  }
  const shape = at.peek().text === ']' ? [] : readList(at, readExpr);
  return { name: name.text, shape, span: cover(name.span, at.expect(']').span) };
}

/** A declared port, or a hyperparameter: `lr = 0.001`. */
function readInput(at: Cursor): Port {
  const port = readDeclared(at);
  if (!at.accept('=')) return port;
  const value = readExpr(at);
  const place = { source: at.source, span: value.span };
  if (value.kind !== 'number') return fail('E_SYNTAX', `the default of \`${port.name}\` must be a number`, place);
  if (port.shape.length > 0)
    fail('E_SYNTAX', `only a scalar can have a default, and \`${port.name}\` has a shape`, place);
  return { ...port, default: value.value, span: cover(port.span, value.span) };
}

const distributions = ['uniform', 'normal'] as const;
const named = ['xavier_uniform', 'xavier_normal', 'kaiming_uniform', 'orthogonal'] as const;

/** `b_f = 1`, `W = uniform(0.1)`, `U = orthogonal`. */
function readInit(at: Cursor): Init {
  const name = at.name('the name of a parameter');
  at.expect('=');
  const expr = readExpr(at);
  const value = initializer(expr);
  if (value === undefined) {
    const word = expr.kind === 'name' ? expr.name : expr.kind === 'call' ? expr.op : '';
    const meant = nearest(word, [...distributions, ...named]);
    const place = { source: at.source, span: expr.span };
    return fail(
      'E_SYNTAX',
      `this is not a way to start \`${name.text}\``,
      place,
      meant && meant !== word ? `did you mean ${meant}?` : `a number, uniform(0.1), normal(0.02), ${named.join(', ')}`,
    );
  }
  return { name: name.text, value, span: cover(name.span, expr.span) };
}

function initializer(expr: Expr): Initializer | undefined {
  if (expr.kind === 'number') return expr.value;
  if (expr.kind === 'name') return named.find((word) => word === expr.name);
  if (expr.kind !== 'call' || expr.args.length !== 1) return undefined;
  const scale = expr.args[0]!;
  if (scale.kind !== 'number' || !(scale.value > 0)) return undefined;
  if (expr.op === 'uniform') return { uniform: scale.value };
  return expr.op === 'normal' ? { normal: scale.value } : undefined;
}

/** `name = expr` or `i, f, g, o = split(v)`. */
function readEquation(at: Cursor): Equation {
  const targets = readList(at, readTarget);
  if (at.peek().text === '[')
    unexpected(at, `a name on the left is its value at time t: write ${targets.at(-1)!.name} = …`);
  at.expect('=');
  const value = readExpr(at);
  return { targets, value, span: cover(targets[0]!.span, value.span) };
}

function readTarget(at: Cursor): Target {
  const { text, span } = at.name('an equation such as h = tanh(W @ x)');
  return { name: text, span };
}

function readSeveral<T>(at: Cursor, read: (at: Cursor) => T): T[] {
  at.next();
  return readList(at, read);
}

function readList<T>(at: Cursor, read: (at: Cursor) => T): T[] {
  const items: T[] = [];
  do items.push(read(at));
  while (at.accept(','));
  return items;
}

function skipNewlines(at: Cursor): void {
  while (at.peek().kind === 'newline') at.next();
}

function endLine(at: Cursor): void {
  if (at.peek().kind !== 'newline' && at.peek().kind !== 'end') unexpected(at);
}

function unexpected(at: Cursor, hint?: string): never {
  const token: Token = at.peek();
  const span: Span = token.span;
  return fail('E_SYNTAX', `unexpected ${describe(token)}`, { source: at.source, span }, hint);
}
