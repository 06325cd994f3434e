/** Sizes of a cell: the symbols it mentions, and the numbers they stand for. */
import { fail, type Place } from '../error.ts';
import type { Cell, Expr, Port } from '../lang/ast.ts';
import { reads, symbols, walk } from '../lang/walk.ts';
import { maxSize } from './schema.ts';

/** The names that a cell reads and nothing defines: its parameters. */
export function parameterNames(cell: Cell): string[] {
  const targets = cell.equations.flatMap((equation) => equation.targets);
  const defined = new Set([...cell.inputs, ...targets].map(({ name }) => name));
  const read = [...cell.params, ...reads(cell.equations)].map(({ name }) => name);
  return [...new Set(read)].filter((name) => !defined.has(name));
}

/** Size symbols and their numbers, each bound once. */
export class Sizes {
  readonly #values = new Map<string, { value: number; because: string }>();
  readonly cell: Cell;
  readonly symbols: ReadonlySet<string>;

  constructor(cell: Cell) {
    this.cell = cell;
    this.symbols = new Set(symbols(cell).keys());
  }

  get values(): ReadonlyMap<string, number> {
    return new Map([...this.#values].map(([symbol, { value }]) => [symbol, value]));
  }

  /** @throws E_SHAPE if the symbol already stands for another number */
  bind(symbol: string, value: number, because: string, place?: Place): void {
    const known = this.#values.get(symbol);
    if (known && known.value !== value) {
      fail(
        'E_SHAPE',
        `${because} makes the size ${symbol} of cell '${this.cell.name}' ${value}, but ${known.because} makes it ${known.value}`,
        place,
      );
    }
    if (!known) this.#values.set(symbol, { value, because });
  }

  /** The first size symbol in a vector port's shape, if there is one. */
  symbolOf(port: Port): string | undefined {
    return port.shape.flatMap((size) => [...walk(size)]).find((part) => part.kind === 'name')?.name;
  }

  /** The length of a vector port. */
  length(port: Port, place?: Place): number {
    const value = this.#evaluate(port.shape[0]!, place);
    if (Number.isInteger(value) && value >= 1 && value <= maxSize) return value;
    return fail(
      'E_BAD_SIZE',
      `'${port.name}' of cell '${this.cell.name}' would have ${value} elements, not a whole number from 1 to ${maxSize}`,
      place ?? { source: this.cell.source, span: port.span },
    );
  }

  /** @throws E_UNKNOWN_SIZE if a symbol of the cell has no number */
  complete(place?: Place): void {
    for (const symbol of this.symbols) if (!this.#values.has(symbol)) this.#unknown(symbol, place);
  }

  #evaluate(expr: Expr, place?: Place): number {
    if (expr.kind === 'number') return expr.value;
    if (expr.kind === 'name') return this.#values.get(expr.name)?.value ?? this.#unknown(expr.name, place);
    const operator = expr.kind === 'call' ? operators.get(expr.op) : undefined;
    if (expr.kind === 'call' && operator && expr.args.length === 2) {
      return operator(this.#evaluate(expr.args[0]!, place), this.#evaluate(expr.args[1]!, place));
    }
    const at = { source: this.cell.source, span: expr.span };
    return fail('E_SYNTAX', 'a size is made of names, whole numbers, + - and *', at, 'for example H, 4*H or I + H');
  }

  #unknown(symbol: string, place?: Place): never {
    const hint = symbol === 'P' ? 'give the layer a "projection"' : `add "sizes": { "${symbol}": … } to the layer`;
    return fail('E_UNKNOWN_SIZE', `the size ${symbol} of cell '${this.cell.name}' has no value`, place, hint);
  }
}

const operators = new Map<string, (a: number, b: number) => number>([
  ['add', (a, b) => a + b],
  ['sub', (a, b) => a - b],
  ['mul', (a, b) => a * b],
]);
