/** What C-like languages say differently: `print.ts` prints the loop IR for all of them. */
import type { Affine } from '../../ir/loop.ts';
import type { Row } from '../../ir/row.ts';

export interface Dialect {
  /** The language, for messages. */
  readonly name: string;
  /**
   * An op's lowering: an expression in the names of its row's arguments (a reduction's: `s`, the accumulator, and `x`).
   * Numbers in it stand as the language wants them.
   */
  template(row: Row, op: string): string | undefined;
  number(value: number): string;
  /** A name of the loop IR, which may contain `$`, as an identifier. */
  spell(name: string): string;
  /** An element of the arena, as a value and as what is assigned to; `text` is the index as an expression. */
  element(text: string, index: Affine): string;
  /** The integer that an element of the arena holds. */
  integer(element: string): string;
  /** Declarations, without a semicolon: a number, one that is set again, an integer, and a loop's counter. */
  declare: Readonly<Record<'constant' | 'variable' | 'integer' | 'counter', (name: string, value: string) => string>>;
  /** The lesser of two integers. */
  lesser(a: string, b: string): string;
}

/** A language in which every kernel is a function of the same arguments. */
export interface FunctionDialect extends Dialect {
  /** A function of the arena, and of T and B where it is sized, up to its opening brace; and its call. */
  head(name: string, sized: boolean): string;
  call(name: string, sized: boolean): string;
}

const sizes = (sized: boolean): string => (sized ? 'm, T, B' : 'm');

export const javascript: FunctionDialect = {
  name: 'JavaScript',
  template: (row) => row.js,
  number(value) {
    if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
    return Number.isNaN(value) ? 'NaN' : value < 0 ? '-Infinity' : 'Infinity';
  },
  spell: (name) => name,
  element: (text) => `m[${text}]`,
  integer: (element) => element,
  declare: {
    constant: (name, value) => `const ${name} = ${value}`,
    variable: (name, value) => `let ${name} = ${value}`,
    integer: (name, value) => `const ${name} = ${value}`,
    counter: (name, value) => `let ${name} = ${value}`,
  },
  lesser: (a, b) => `Math.min(${a}, ${b})`,
  head: (name, sized) => `function ${name}(${sizes(sized)}) {`,
  call: (name, sized) => `${name}(${sizes(sized)})`,
};
