/** Sizes as exact polynomials over size symbols and unknowns: `4*H`, `I + H`, `H / 2`, `?3`. */
import { invariant } from '../error.ts';
import type { Expr } from './ast.ts';

/**
 * `Σ coefficient · monomial / over`, in lowest terms. A monomial is its symbols in order, joined by `*`; '' is the
 * constant. Unknowns begin with `?` and only ever occur alone, so that an equation is solved by one division.
 */
export interface Dim {
  readonly terms: ReadonlyMap<string, number>;
  readonly over: number;
}

export const literal = (value: number): Dim => make([['', value]]);
export const symbol = (name: string): Dim => make([[name, 1]]);

function make(terms: Iterable<readonly [string, number]>, over = 1): Dim {
  const sum = new Map<string, number>();
  for (const [monomial, coefficient] of terms) sum.set(monomial, (sum.get(monomial) ?? 0) + coefficient);
  for (const [monomial, coefficient] of sum) if (coefficient === 0) sum.delete(monomial);
  const common = [...sum.values()].reduce(gcd, over);
  return { terms: new Map([...sum].map(([monomial, c]) => [monomial, c / common])), over: over / common };
}

function gcd(a: number, b: number): number {
  return b ? gcd(b, a % b) : Math.abs(a);
}

export function add(a: Dim, b: Dim): Dim {
  const scaled = (d: Dim, by: number) => [...d.terms].map(([m, c]) => [m, c * by] as const);
  return make([...scaled(a, b.over), ...scaled(b, a.over)], a.over * b.over);
}

export function multiply(a: Dim, b: Dim): Dim {
  const join = (m: string, n: string) => [...m.split('*'), ...n.split('*')].filter(Boolean).sort().join('*');
  const terms = [...a.terms].flatMap(([m, c]) => [...b.terms].map(([n, d]) => [join(m, n), c * d] as const));
  return make(terms, a.over * b.over);
}

/** `by` may be a fraction's numerator over `over`. */
export function scale(a: Dim, by: number, over = 1): Dim {
  const sign = Math.sign(over);
  return make(
    [...a.terms].map(([m, c]) => [m, c * by * sign] as const),
    a.over * Math.abs(over),
  );
}

export const subtract = (a: Dim, b: Dim): Dim => add(a, scale(b, -1));

/** A size expression, which `checkCell` has found to be made of names, whole numbers, `+ - *`. */
export function fromExpr(expr: Expr): Dim {
  if (expr.kind === 'number') return literal(expr.value);
  if (expr.kind === 'name') return symbol(expr.name);
  const [a, b] = expr.kind === 'call' ? expr.args.map(fromExpr) : [];
  invariant(expr.kind === 'call' && a && b, 'unchecked size');
  return expr.op === 'mul' ? multiply(a, b) : expr.op === 'add' ? add(a, b) : subtract(a, b);
}

export const unknowns = (dim: Dim): string[] => [...dim.terms.keys()].filter((m) => m.startsWith('?'));

/** The dim with what is bound put in place of unknowns. */
export function substitute(dim: Dim, bound: ReadonlyMap<string, Dim>): Dim {
  let result = dim;
  for (let name: string | undefined; (name = unknowns(result).find((u) => bound.has(u))); ) {
    const coefficient = result.terms.get(name)!;
    // Most often a dim is one unknown and nothing else.
    if (result.terms.size === 1 && coefficient === 1 && result.over === 1) {
      result = bound.get(name)!;
      continue;
    }
    const rest = subtract(result, scale(symbol(name), coefficient, result.over));
    result = add(rest, scale(bound.get(name)!, coefficient, result.over));
  }
  return result;
}

/** The value of `unknown` that makes `dim` zero. */
export function solve(dim: Dim, unknown: string): Dim {
  const coefficient = dim.terms.get(unknown)!;
  const rest = subtract(dim, scale(symbol(unknown), coefficient, dim.over));
  return scale(rest, -dim.over, coefficient);
}

/** The number, once the symbols have values; undefined while something is unknown. */
export function evaluate(dim: Dim, sizes: ReadonlyMap<string, number>): number | undefined {
  let sum = 0;
  for (const [monomial, coefficient] of dim.terms) {
    let product = coefficient;
    for (const name of monomial.split('*')) if (name) product *= sizes.get(name) ?? Number.NaN;
    sum += product;
  }
  return Number.isNaN(sum) ? undefined : sum / dim.over;
}

/** Whether a difference is zero because one side of it is a plain number that the symbols of the other come to. */
export function isLiteralMatch(difference: Dim, sizes: ReadonlyMap<string, number>): boolean {
  const sides = [...difference.terms].filter(([, c]) => c > 0);
  const others = [...difference.terms].filter(([, c]) => c < 0);
  const onlyNumber = (side: [string, number][]) => side.length === 1 && side[0]![0] === '';
  return (onlyNumber(sides) || onlyNumber(others)) && evaluate(difference, sizes) === 0;
}

/** `4H`, `I+H`, `H/2`; what is unknown is `?`. */
export function show(dim: Dim): string {
  const terms = [...dim.terms].map(([monomial, c]) => {
    const name = monomial.startsWith('?') ? '?' : monomial;
    return name === '' ? String(c) : c === 1 ? name : c === -1 ? `-${name}` : `${c}${name}`;
  });
  const sum =
    terms.reduce((text, term) => (text === '' || term.startsWith('-') ? text + term : `${text}+${term}`), '') || '0';
  return dim.over === 1 ? sum : `${terms.length > 1 ? `(${sum})` : sum}/${dim.over}`;
}
