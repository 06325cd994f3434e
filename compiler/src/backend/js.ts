/** The JavaScript backend: prints kernels as plain functions over the arena `m`, without eval, imports or globals. */

import { invariant } from '../error.ts';
import type { Affine, Bound, Expr, Kernel, Program, Stmt } from '../ir/loop.ts';
import { accesses, parts, walk } from '../ir/loop.ts';
import type { OpTable } from '../ir/ops.ts';
import type { Buffer } from '../schedule/memory.ts';

export interface Printed {
  /** Function declarations, kernels first, then the entry points. */
  readonly code: string;
  /** The names of the entry points, as functions in the code. */
  readonly entries: readonly { readonly name: string; readonly call: string }[];
}

export function printJs(program: Program, buffers: readonly Buffer[], table: OpTable): Printed {
  const places = new Map(buffers.filter((buffer) => buffer.rows !== 'one').map((buffer) => [buffer.name, buffer]));
  const kernels = program.kernels.map((kernel) => printKernel(kernel, places, table));
  const used = new Set(program.kernels.flatMap((kernel) => [...opsIn(kernel.body)]));
  const helpers = [...used].flatMap((op) => table[op]?.helper ?? []);
  const entries = program.entries.map((entry) => {
    const args = entry.sized ? 'm, T, B' : 'm';
    return `function ${entry.name}(${args}) {\n${entry.calls.map((call) => `  ${call}(${args});\n`).join('')}}\n`;
  });
  return {
    code: [...helpers.map((helper) => `${helper}\n`), ...kernels, ...entries].join('\n'),
    entries: program.entries.map(({ name }) => ({ name, call: name })),
  };
}

function printKernel(kernel: Kernel, places: ReadonlyMap<string, Buffer>, table: OpTable): string {
  const used = [...namesIn(kernel.body)].filter((name) => places.has(name));
  const lines = used.map((name) => {
    const { at, doc } = places.get(name)!;
    return `  const ${name} = ${printPlace(at)}; // ${doc}`;
  });
  const body = kernel.body.flatMap((stmt) => printStmt(stmt, '  ', table));
  const doc = kernel.doc.split('\n').map((line) => line.replace(/\*\//g, '* /'));
  const head =
    doc.length === 1
      ? [`/** ${doc[0]} */`]
      : ['/**', ...doc.map((line, i) => ` * ${i === 0 ? '' : '  '}${line}`), ' */'];
  return [...head, `function ${kernel.name}(${kernel.sized ? 'm, T, B' : 'm'}) {`, ...lines, ...body, '}', ''].join(
    '\n',
  );
}

function printPlace([fixed, perRow, perStep]: Buffer['at']): string {
  const terms = [fixed || '', times(perRow, 'B'), times(perStep, 'T * B')].filter(Boolean);
  return terms.join(' + ') || '0';
}

function times(count: number, what: string): string {
  return count === 0 ? '' : count === 1 ? what : `${count} * ${what}`;
}

function printStmt(stmt: Stmt, indent: string, table: OpTable): string[] {
  const expr = (e: Expr): string => printExpr(e, table);
  switch (stmt.kind) {
    case 'note':
      return [`${indent}// ${stmt.text.replace(/[\r\n]/g, ' ')}`];
    case 'loop': {
      const { name, to, down, step, rest, from } = stmt;
      const inside = (body: readonly Stmt[]): string[] =>
        body.flatMap((inner) => printStmt(inner, `${indent}  `, table));
      if (step && rest) {
        const end = printBound(to);
        return [
          `${indent}let ${name} = 0;`,
          `${indent}for (; ${name} + ${step} <= ${end}; ${name} += ${step}) {`,
          ...inside(stmt.body),
          `${indent}}`,
          `${indent}for (; ${name} < ${end}; ${name}++) {`,
          ...inside(rest),
          `${indent}}`,
        ];
      }
      const last = printBound(to);
      const end = from?.count === undefined ? last : `Math.min(${from.name} + ${from.count}, ${last})`;
      const head = down
        ? `let ${name} = ${end} - 1; ${name} >= 0; ${name}--`
        : `let ${name} = ${from ? from.name : 0}; ${name} < ${end}; ${step ? `${name} += ${step}` : `${name}++`}`;
      return [`${indent}for (${head}) {`, ...inside(stmt.body), `${indent}}`];
    }
    case 'block':
      return [`${indent}{`, ...stmt.body.flatMap((inner) => printStmt(inner, `${indent}  `, table)), `${indent}}`];
    case 'let':
      return [`${indent}const ${stmt.name} = ${expr(stmt.value)};`];
    case 'var':
      return [`${indent}let ${stmt.name} = ${expr(stmt.value)};`];
    case 'set': {
      const { name, value } = stmt;
      const [first, second] = value.kind === 'op' && (value.op === 'add' || value.op === 'sum') ? value.args : [];
      const isSum = first?.kind === 'ref' && first.name === name;
      return [`${indent}${name} ${isSum ? `+= ${expr(second!)}` : `= ${expr(value)}`};`];
    }
    case 'store':
      return [`${indent}m[${printIndex(stmt.index)}] = ${expr(stmt.value)};`];
    case 'index': {
      const parts = [
        stmt.load ? `m[${printIndex(stmt.load)}]` : '',
        stmt.timesB ? (stmt.timesB === '1' ? 'B' : `${stmt.timesB} * B`) : '',
      ];
      const affine = stmt.value.terms.length > 0 || stmt.value.at !== 0 ? printIndex(stmt.value) : '';
      const sum = [...parts, affine].filter(Boolean).join(' + ');
      return [`${indent}const ${stmt.name} = ${stmt.perB ? `(${sum}) / B` : sum};`];
    }
  }
}

function printBound(bound: Bound): string {
  if (bound === 'TB') return 'T * B';
  if (typeof bound !== 'object') return String(bound);
  return 'load' in bound ? `m[${printIndex(bound.load)}]` : bound.name;
}

function printIndex({ at, terms }: Affine): string {
  const parts = terms.map(([name, by]) => (by === 1 ? name : `${name} * ${by}`));
  return [...parts, ...(at !== 0 || parts.length === 0 ? [String(at)] : [])].join(' + ');
}

const precedence: Readonly<Record<string, number>> = { '+': 1, '-': 1, '*': 2, '/': 2 };
const unary = 3;
const atom = 4;

/** An expression with no more brackets than it needs. */
export function printExpr(expr: Expr, table: OpTable): string {
  return print(expr, table)[0];
}

/** The text, and how tightly its outermost operator binds. */
function print(expr: Expr, table: OpTable): [text: string, power: number] {
  if (expr.kind === 'lit') return [printNumber(expr.value), expr.value < 0 ? unary : atom];
  if (expr.kind === 'ref') return [expr.name, atom];
  if (expr.kind === 'load') return [`m[${printIndex(expr.index)}]`, atom];
  invariant(expr.kind === 'op', `JavaScript has no vectors: ${expr.kind}`);
  const row = table[expr.op];
  invariant(row, `unknown op ${expr.op}`);
  const template = row.js;
  invariant(template, `${expr.op} has no JavaScript lowering`);
  const names = row.kind === 'reduce' ? ['s', 'x'] : row.args.split(' ');
  const args = expr.args.map((arg) => print(arg, table));
  const infix = /^\w ([-+*/]) \w$/.exec(template);
  const bracket = ([text, power]: [string, number], least: number): string => (power < least ? `(${text})` : text);
  if (infix) {
    const power = precedence[infix[1]!]!;
    // A right operand of the same power is bracketed: a - (b - c), and floating-point sums keep their order.
    return [`${bracket(args[0]!, power)} ${infix[1]} ${bracket(args[1]!, power + 1)}`, power];
  }
  if (template === '-x') return [`-${bracket(args[0]!, atom)}`, unary];
  const isCall = template.startsWith('Math.') || template.endsWith(')');
  const text = template.replace(/(?<![.\w])[a-z]\w*(?![\w(.])/g, (word) => {
    const at = names.indexOf(word);
    if (at < 0) return word;
    const inCall = /^[\w.]+\([\w, ]*\)$/.test(template);
    return inCall ? args[at]![0] : bracket(args[at]!, atom);
  });
  return [text, isCall || template === 'x' ? atom : 0];
}

function printNumber(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  return Number.isNaN(value) ? 'NaN' : value < 0 ? '-Infinity' : 'Infinity';
}

function opsIn(body: readonly Stmt[]): string[] {
  const values = [...walk(body)].flatMap((stmt) => ('value' in stmt && stmt.kind !== 'index' ? [stmt.value] : []));
  return values.flatMap((value) => parts(value).flatMap((part) => (part.kind === 'op' ? [part.op] : [])));
}

/** Every name that an index or bound of the body reads. */
function namesIn(body: readonly Stmt[]): Set<string> {
  const indices = [...walk(body)].flatMap((stmt) => (stmt.kind === 'index' ? [stmt.value] : []));
  return new Set([...indices, ...accesses(body)].flatMap(({ terms }) => terms.map(([name]) => name)));
}
