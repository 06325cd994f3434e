/** The printer of the loop IR for C-like languages, with no more brackets than they need. */
import { invariant } from '../../error.ts';
import type { Affine, Bound, Expr, Kernel, Program, Stmt } from '../../ir/loop.ts';
import { accesses, parts, walk } from '../../ir/loop.ts';
import type { OpTable } from '../../ir/ops.ts';
import type { Buffer } from '../../schedule/memory.ts';
import type { Dialect, FunctionDialect } from './dialect.ts';

/** A language, and the table whose ops it lowers. */
export interface Language<D extends Dialect = Dialect> {
  readonly dialect: D;
  readonly table: OpTable;
}

/** By name: the buffers whose places depend on T and B. */
export type Places = ReadonlyMap<string, Buffer>;

export function placesOf(buffers: readonly Buffer[]): Places {
  return new Map(buffers.filter((buffer) => buffer.rows !== 'one').map((buffer) => [buffer.name, buffer]));
}

/** A kernel as a function of the arena. */
export function printKernel(kernel: Kernel, places: Places, language: Language<FunctionDialect>): string {
  return [
    ...printDoc(kernel.doc),
    language.dialect.head(kernel.name, kernel.sized),
    ...printPlaces(kernel.body, places, '  ', language),
    ...printBody(kernel.body, '  ', language),
    '}',
    '',
  ].join('\n');
}

/** An entry point: the kernels in the order in which it calls them. */
export function printEntry(
  { name, sized, calls }: Program['entries'][number],
  { dialect }: Language<FunctionDialect>,
): string {
  return `${dialect.head(name, sized)}\n${calls.map((call) => `  ${dialect.call(call, sized)};\n`).join('')}}\n`;
}

/** A comment before a function, of one line or several. */
export function printDoc(doc: string): string[] {
  const lines = doc.split('\n').map((line) => line.replace(/\*\//g, '* /'));
  if (lines.length === 1) return [`/** ${lines[0]} */`];
  return ['/**', ...lines.map((line, i) => ` * ${i === 0 ? '' : '  '}${line}`), ' */'];
}

/** Where the buffers begin that a body reads and writes, as integers by the names of the buffers. */
export function printPlaces(body: readonly Stmt[], places: Places, indent: string, { dialect }: Language): string[] {
  const used = [...namesIn(body)].filter((name) => places.has(name));
  return used.map((name) => {
    const { at, doc } = places.get(name)!;
    return `${indent}${dialect.declare.integer(dialect.spell(name), printPlace(at, dialect))}; // ${doc}`;
  });
}

/** fixed + perRow · B + perStep · T · B. */
export function printPlace([fixed, perRow, perStep]: Buffer['at'], { spell }: Dialect): string {
  const times = (count: number, what: string): string => (count === 0 ? '' : count === 1 ? what : `${count} * ${what}`);
  const terms = [fixed || '', times(perRow, spell('B')), times(perStep, `${spell('T')} * ${spell('B')}`)];
  return terms.filter(Boolean).join(' + ') || '0';
}

export function printBody(body: readonly Stmt[], indent: string, language: Language): string[] {
  return body.flatMap((stmt) => printStmt(stmt, indent, language));
}

function printStmt(stmt: Stmt, indent: string, language: Language): string[] {
  const { dialect } = language;
  const { declare, spell } = dialect;
  const expr = (e: Expr): string => printExpr(e, language);
  switch (stmt.kind) {
    case 'note':
      return [`${indent}// ${stmt.text.replace(/[\r\n]/g, ' ')}`];
    case 'loop':
      return printLoop(stmt, indent, language);
    case 'block':
      return [`${indent}{`, ...printBody(stmt.body, `${indent}  `, language), `${indent}}`];
    case 'let':
      return [`${indent}${declare.constant(spell(stmt.name), expr(stmt.value))};`];
    case 'var':
      return [`${indent}${declare.variable(spell(stmt.name), expr(stmt.value))};`];
    case 'set': {
      const { name, value } = stmt;
      const [first, second] = value.kind === 'op' && (value.op === 'add' || value.op === 'sum') ? value.args : [];
      const isSum = first?.kind === 'ref' && first.name === name;
      return [`${indent}${spell(name)} ${isSum ? `+= ${expr(second!)}` : `= ${expr(value)}`};`];
    }
    case 'store':
      invariant(stmt.stride === undefined, `${dialect.name} has no vectors`);
      return [`${indent}${printElement(stmt.index, dialect)} = ${expr(stmt.value)};`];
    case 'index': {
      const B = spell('B');
      const parts = [
        stmt.load ? dialect.integer(printElement(stmt.load, dialect)) : '',
        stmt.timesB ? (stmt.timesB === '1' ? B : `${spell(stmt.timesB)} * ${B}`) : '',
      ];
      const affine = stmt.value.terms.length > 0 || stmt.value.at !== 0 ? printIndex(stmt.value, dialect) : '';
      const sum = [...parts, affine].filter(Boolean).join(' + ') || '0';
      const value = stmt.perB ? `(${sum}) / ${B}` : stmt.odd ? `(${sum}) & 1` : sum;
      return [`${indent}${declare.integer(spell(stmt.name), value)};`];
    }
  }
}

function printLoop(stmt: Extract<Stmt, { kind: 'loop' }>, indent: string, language: Language): string[] {
  const { dialect } = language;
  const { counter } = dialect.declare;
  const { to, down, step, rest, from } = stmt;
  const name = dialect.spell(stmt.name);
  const inside = (body: readonly Stmt[]): string[] => printBody(body, `${indent}  `, language);
  const last = printBound(to, dialect);
  if (step && rest)
    return [
      `${indent}${counter(name, '0')};`,
      `${indent}for (; ${name} + ${step} <= ${last}; ${name} += ${step}) {`,
      ...inside(stmt.body),
      `${indent}}`,
      `${indent}for (; ${name} < ${last}; ${name}++) {`,
      ...inside(rest),
      `${indent}}`,
    ];
  const first = from && dialect.spell(from.name);
  const end = from?.count === undefined ? last : dialect.lesser(`${first} + ${from.count}`, last);
  const head = down
    ? `${counter(name, `${end} - 1`)}; ${name} >= 0; ${name}--`
    : `${counter(name, first ?? '0')}; ${name} < ${end}; ${step ? `${name} += ${step}` : `${name}++`}`;
  return [`${indent}for (${head}) {`, ...inside(stmt.body), `${indent}}`];
}

export function printBound(bound: Bound, dialect: Dialect): string {
  if (typeof bound === 'number') return String(bound);
  if (bound === 'TB') return `${dialect.spell('T')} * ${dialect.spell('B')}`;
  if (typeof bound !== 'object') return dialect.spell(bound);
  return 'load' in bound ? dialect.integer(printElement(bound.load, dialect)) : dialect.spell(bound.name);
}

export function printIndex({ at, terms }: Affine, { spell }: Pick<Dialect, 'spell'>): string {
  const parts = terms.map(([name, by]) => (by === 1 ? spell(name) : `${spell(name)} * ${by}`));
  return [...parts, ...(at !== 0 || parts.length === 0 ? [String(at)] : [])].join(' + ');
}

function printElement(index: Affine, dialect: Dialect): string {
  return dialect.element(printIndex(index, dialect), index);
}

const precedence: Readonly<Record<string, number>> = { '+': 1, '-': 1, '*': 2, '/': 2 };
const unary = 3;
const atom = 4;

/** An expression with no more brackets than it needs. */
export function printExpr(expr: Expr, language: Language): string {
  return print(expr, language)[0];
}

/** The text, and how tightly its outermost operator binds. */
function print(expr: Expr, language: Language): [text: string, power: number] {
  const { dialect, table } = language;
  if (expr.kind === 'lit') return [dialect.number(expr.value), expr.value < 0 ? unary : atom];
  if (expr.kind === 'ref') return [dialect.spell(expr.name), atom];
  if (expr.kind === 'load' && expr.stride === undefined) return [printElement(expr.index, dialect), atom];
  invariant(expr.kind === 'op', `${dialect.name} has no vectors: ${expr.kind}`);
  const row = table[expr.op];
  invariant(row, `unknown op ${expr.op}`);
  const template = dialect.template(row, expr.op);
  invariant(template, `${expr.op} has no lowering in ${dialect.name}`);
  const names = row.kind === 'reduce' ? ['s', 'x'] : row.args.split(' ');
  const args = expr.args.map((arg) => print(arg, language));
  const infix = /^\w ([-+*/]) \w$/.exec(template);
  const bracket = ([text, power]: [string, number], least: number): string => (power < least ? `(${text})` : text);
  if (infix) {
    const power = precedence[infix[1]!]!;
    // A right operand of the same power is bracketed: a - (b - c), and floating-point sums keep their order.
    return [`${bracket(args[0]!, power)} ${infix[1]} ${bracket(args[1]!, power + 1)}`, power];
  }
  if (template === '-x') return [`-${bracket(args[0]!, atom)}`, unary];
  const text = template.replace(/(?<![.\w])[a-z]\w*(?![\w(.])/g, (word) => {
    const at = names.indexOf(word);
    if (at < 0) return word;
    const inCall = /^[\w.]+\([\w, ]*\)$/.test(template);
    return inCall ? args[at]![0] : bracket(args[at]!, atom);
  });
  return [text, template.endsWith(')') || template === 'x' ? atom : 0];
}

/** The ops that a body's values are made of. */
export function opsIn(body: readonly Stmt[]): string[] {
  const values = [...walk(body)].flatMap((stmt) => ('value' in stmt && stmt.kind !== 'index' ? [stmt.value] : []));
  return values.flatMap((value) => parts(value).flatMap((part) => (part.kind === 'op' ? [part.op] : [])));
}

/** Every name that an index or bound of the body reads. */
export function namesIn(body: readonly Stmt[]): Set<string> {
  const indices = [...walk(body)].flatMap((stmt) => (stmt.kind === 'index' ? [stmt.value] : []));
  return new Set([...indices, ...accesses(body)].flatMap(({ terms }) => terms.map(([name]) => name)));
}
