/** Cells and expressions as text that reads back as the same. */
import type { Cell, Equation, Expr, Initializer, Port } from './ast.ts';
import { infix, negation } from './expr.ts';

const operators = new Map(Object.entries(infix).map(([sign, row]) => [row.op, { sign, ...row }]));
/** Binds tighter than every operator: names, calls, brackets. */
const primary = 6;

/** The expression with no more parentheses than it needs. */
export function printExpr(expr: Expr): string {
  return printed(expr).text;
}

interface Printed {
  readonly text: string;
  /** How tightly the outermost operator binds. */
  readonly power: number;
}

function printed(expr: Expr): Printed {
  if (expr.kind === 'number')
    return { text: printNumber(expr.value), power: isNegative(expr.value) ? negation : primary };
  if (expr.kind === 'name') return { text: expr.lag ? `${expr.name}[t-1]` : expr.name, power: primary };
  if (expr.kind === 'slice')
    return { text: `${operand(expr.of, primary)}[${printExpr(expr.from)}:${printExpr(expr.to)}]`, power: primary };
  const [a, b] = expr.args;
  const operator = expr.args.length === 2 ? operators.get(expr.op) : undefined;
  if (operator) return printInfix(operator, a!, b!);
  // `-1` would read back as the number.
  if (expr.op === 'neg' && expr.args.length === 1 && a!.kind !== 'number')
    return { text: `-${operand(a!, negation + 1)}`, power: negation };
  if (expr.op === 'transpose' && expr.args.length === 1) return { text: `${operand(a!, primary)}'`, power: primary };
  const args = expr.args.map(printExpr);
  return { text: expr.op === 'concat' ? `[${args.join('; ')}]` : `${expr.op}(${args.join(', ')})`, power: primary };
}

function printInfix(
  { sign, power, right }: { sign: string; power: number; right?: boolean },
  a: Expr,
  b: Expr,
): Printed {
  const left = operand(a, right ? power + 1 : power);
  // A sign in front opens an operand of its own, however tightly the operator binds.
  const signed = printed(b).text.startsWith('-') && printed(b).power === negation;
  const tail = signed ? printExpr(b) : operand(b, right ? power : power + 1);
  return { text: sign === '^' ? `${left}^${tail}` : `${left} ${sign} ${tail}`, power };
}

function operand(expr: Expr, least: number): string {
  const { text, power } = printed(expr);
  return power < least ? `(${text})` : text;
}

const isNegative = (value: number) => value < 0 || Object.is(value, -0);
const printNumber = (value: number) => (Object.is(value, -0) ? '-0' : String(value));

/** The text of a .cell file. */
export function printCell(cell: Cell): string {
  const doc = cell.doc === '' ? [] : cell.doc.split('\n').map((line) => `# ${line}`.trimEnd());
  const header = `cell ${cell.name}(${cell.inputs.map(printPort).join(', ')}) -> ${printPort(cell.output)}`;
  const params = cell.params.map((port) => `param ${printPort(port)}`);
  const inits = cell.inits.map(({ name, value }) => `init ${name} = ${printInitializer(value)}`);
  return `${[...doc, header, ...params, ...inits, '', ...cell.equations.map(printEquation)].join('\n')}\n`;
}

export function printEquation({ targets, value }: Equation): string {
  return `${targets.map(({ name }) => name).join(', ')} = ${printExpr(value)}`;
}

function printPort(port: Port): string {
  if (port.default !== undefined) return `${port.name} = ${printNumber(port.default)}`;
  if (port.shape.length === 0) return port.name;
  const sizes = port.shape.map(printExpr).join(', ');
  return `${port.name}: ${port.shape.length === 1 ? sizes : `[${sizes}]`}`;
}

function printInitializer(value: Initializer): string {
  if (typeof value === 'number') return printNumber(value);
  if (typeof value === 'string') return value;
  return 'uniform' in value ? `uniform(${value.uniform})` : `normal(${value.normal})`;
}
