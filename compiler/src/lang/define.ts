/** Cells from TypeScript. */
import { fail } from '../error.ts';
import type { Cell, Initializer } from './ast.ts';
import { parseCell } from './cell.ts';
import { checkName } from './names.ts';

/** `'H'`, `'4 * H'` or `4`: the length of a vector; a list of them for other ranks, `[]` for a scalar. */
export type Size = string | number | readonly (string | number)[];

export interface CellDefinition {
  readonly name: string;
  readonly doc?: string;
  /** A scalar may have a default: `{ lr: { default: 0.001 } }`. */
  readonly inputs: Readonly<Record<string, Size | { readonly default: number }>>;
  /** The one value that leaves the cell. */
  readonly output: Readonly<Record<string, Size>>;
  readonly params?: Readonly<Record<string, Size>>;
  readonly init?: Readonly<Record<string, Initializer>>;
  /** Lines of the cell language, or an object of right sides by name: `{ h: 'tanh(W @ x + U @ h[t-1] + b)' }`. */
  readonly equations: string | Readonly<Record<string, string>>;
}

/**
 * A cell as its text would give it. It is read from that text, which the places in errors point into.
 *
 *     const rnn = defineCell({
 *       name: 'rnn',
 *       inputs: { x: 'I' },
 *       output: { h: 'H' },
 *       equations: { h: 'tanh(W @ x + U @ h[t-1] + b)' },
 *     });
 */
export function defineCell(definition: CellDefinition): Cell {
  const { name, doc = '', inputs, output, params = {}, init = {}, equations } = definition;
  const outputs = Object.entries(output);
  if (outputs.length !== 1)
    fail('E_NO_INPUT', `cell ${name} has ${outputs.length} outputs, not one`, undefined, "write output: { h: 'H' }");
  const text = [
    ...(doc === '' ? [] : doc.split('\n').map((line) => `# ${line}`)),
    `cell ${checkName(name, 'cell')}(${Object.entries(inputs).map(port).join(', ')}) -> ${outputs.map(port).join()}`,
    ...Object.entries(params).map((entry) => `param ${port(entry)}`),
    ...Object.entries(init).map(([parameter, value]) => `init ${checkName(parameter, 'parameter')} = ${start(value)}`),
    '',
    typeof equations === 'string' ? outdent(equations) : Object.entries(equations).map(equation).join('\n'),
    '',
  ].join('\n');
  return parseCell({ name, text });
}

function port([name, size]: [string, Size | { readonly default: number }]): string {
  checkName(name, 'value');
  if (typeof size !== 'object') return `${name}: ${oneLine(size)}`;
  if ('default' in size) return `${name} = ${size.default}`;
  return size.length === 0 ? name : `${name}: [${size.map(oneLine).join(', ')}]`;
}

/** Several results share a right side: `{ 'i, f': 'split(v)' }`. */
function equation([targets, value]: [string, string]): string {
  for (const name of targets.split(',')) checkName(name.trim(), 'value');
  return `${targets} = ${oneLine(value)}`;
}

function start(value: Initializer): string {
  if (typeof value !== 'object') return oneLine(value);
  return 'uniform' in value ? `uniform(${value.uniform})` : `normal(${value.normal})`;
}

/** A part of a line must not end it: nothing given as a size or a value can become another declaration. */
function oneLine(text: string | number): string {
  return String(text).replace(/\s*\n\s*/g, ' ');
}

/** A template literal's lines without the indentation of the source around it. */
function outdent(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}
