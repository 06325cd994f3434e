/**
 * The loop IR: what backends print. Sizes are numbers, indices are affine in the loop variables. Names are scalars, or
 * vectors of four lanes where a schedule asks for lanes: a scalar stands for four equal lanes.
 */

/** An integer: `at + Σ by * name`. */
export interface Affine {
  readonly at: number;
  readonly terms: readonly (readonly [name: string, by: number])[];
}

export type Expr =
  | { readonly kind: 'op'; readonly op: string; readonly args: readonly Expr[] }
  /** An element or, with a stride, four elements that lie so far apart: one in each lane. */
  | { readonly kind: 'load'; readonly index: Affine; readonly stride?: number }
  /** A vector whose lanes from `live` on are replaced. */
  | { readonly kind: 'mask'; readonly value: Expr; readonly live: number; readonly otherwise: number }
  /** The lanes of a vector, folded into one scalar by a reduction. */
  | { readonly kind: 'fold'; readonly op: string; readonly value: Expr }
  | { readonly kind: 'ref'; readonly name: string }
  | { readonly kind: 'lit'; readonly value: number };

/** A loop bound: a number, run-time sizes (`TB` is T·B rows), a count kept in the arena, or an integer by name. */
export type Bound = number | 'T' | 'B' | 'TB' | { readonly load: Affine } | { readonly name: string };

export type Stmt =
  /**
   * Counts `name` from 0 up to `to`, or down from `to - 1`; with `from` from another integer on, and at most `count` rounds.
   * With `step` and `rest`, `body` runs as long as that many rounds are left, for all of them at once, and `rest` for each
   * of the remaining ones; with `step` alone for every so manieth round. `carries`: rounds read what earlier ones left in
   * memory. Other rounds, of which none sets a name that is declared around the loop, or stores where others do, are
   * independent of one another.
   */
  | {
      readonly kind: 'loop';
      readonly name: string;
      readonly to: Bound;
      readonly down: boolean;
      readonly body: readonly Stmt[];
      readonly step?: number;
      readonly rest?: readonly Stmt[];
      readonly from?: { readonly name: string; readonly count?: number };
      readonly carries?: true;
    }
  | { readonly kind: 'let'; readonly name: string; readonly value: Expr }
  | { readonly kind: 'var'; readonly name: string; readonly value: Expr }
  | { readonly kind: 'set'; readonly name: string; readonly value: Expr }
  /** Stores a scalar or, with a stride, the first `live` lanes of a vector (4 by default). */
  | {
      readonly kind: 'store';
      readonly index: Affine;
      readonly value: Expr;
      readonly stride?: number;
      readonly live?: number;
    }
  /**
   * An integer by name: an affine form in which a coefficient may be B, or an integer kept in the arena; `perB`: divided by
   * B, of which it is a multiple; `odd`: its last bit, which only targets with threads ask for.
   */
  | {
      readonly kind: 'index';
      readonly name: string;
      readonly value: Affine;
      readonly timesB?: string;
      readonly load?: Affine;
      readonly perB?: true;
      readonly odd?: true;
    }
  /** A scope of its own, for the names that its body declares. */
  | { readonly kind: 'block'; readonly body: readonly Stmt[] }
  | { readonly kind: 'note'; readonly text: string };

/** A kernel: a function of the arena, and of T and B unless it handles a single step. */
export interface Kernel {
  readonly name: string;
  readonly doc: string;
  readonly sized: boolean;
  readonly body: readonly Stmt[];
  /** The statements of the body neither read nor write what others of them write. */
  readonly apart?: true;
}

/** A compiled unit: the kernels, and the entry points that call them in order. */
export interface Program {
  readonly kernels: readonly Kernel[];
  readonly entries: readonly { readonly name: string; readonly sized: boolean; readonly calls: readonly string[] }[];
}

export function affine(at: number, ...terms: (readonly [string, number])[]): Affine {
  return { at, terms: terms.filter(([, by]) => by !== 0) };
}

export function plus(a: Affine, b: Affine): Affine {
  const terms = new Map(a.terms);
  for (const [name, by] of b.terms) terms.set(name, (terms.get(name) ?? 0) + by);
  return affine(a.at + b.at, ...terms);
}

export function scale(a: Affine, by: number): Affine {
  return affine(a.at * by, ...a.terms.map(([name, n]) => [name, n * by] as const));
}

export const lit = (value: number): Expr => ({ kind: 'lit', value });
export const ref = (name: string): Expr => ({ kind: 'ref', name });
export const load = (index: Affine): Expr => ({ kind: 'load', index });
export const op = (name: string, ...args: Expr[]): Expr => ({ kind: 'op', op: name, args });

/** `body` for each i in 0 … count - 1; without a loop where there is but one round. */
export function repeat(name: string, count: number, body: (i: Affine) => Stmt[]): Stmt[] {
  if (count <= 0) return [];
  if (count === 1) return body(affine(0));
  return [{ kind: 'loop', name, to: count, down: false, body: body(affine(0, [name, 1])) }];
}

/** The statements in a scope of their own, where they declare names. */
export function scoped(body: readonly Stmt[]): Stmt[] {
  return body.some((stmt) => stmt.kind === 'let' || stmt.kind === 'var') ? [{ kind: 'block', body }] : [...body];
}

/** The statements directly within a statement. */
export function innerOf(stmt: Stmt): readonly Stmt[] {
  if (stmt.kind === 'loop') return stmt.rest ? [...stmt.body, ...stmt.rest] : stmt.body;
  return stmt.kind === 'block' ? stmt.body : [];
}

/** Every statement, however deep. */
export function* walk(body: readonly Stmt[]): Generator<Stmt> {
  for (const stmt of body) {
    yield stmt;
    yield* walk(innerOf(stmt));
  }
}

/** Every expression within an expression, itself included. */
export function parts(expr: Expr, found: Expr[] = []): Expr[] {
  found.push(expr);
  if (expr.kind === 'op') for (const arg of expr.args) parts(arg, found);
  if (expr.kind === 'mask' || expr.kind === 'fold') parts(expr.value, found);
  return found;
}

/** The same expression of other parts. */
export function mapParts(expr: Expr, map: (part: Expr) => Expr): Expr {
  if (expr.kind === 'op') return { ...expr, args: expr.args.map(map) };
  return expr.kind === 'mask' || expr.kind === 'fold' ? { ...expr, value: map(expr.value) } : expr;
}

/** The same statements, however deep, with other values. */
export function mapValues(body: readonly Stmt[], map: (value: Expr) => Expr): Stmt[] {
  return body.map((stmt): Stmt => {
    if (stmt.kind === 'loop')
      return { ...stmt, body: mapValues(stmt.body, map), ...(stmt.rest && { rest: mapValues(stmt.rest, map) }) };
    if (stmt.kind === 'block') return { ...stmt, body: mapValues(stmt.body, map) };
    return 'value' in stmt && stmt.kind !== 'index' ? { ...stmt, value: map(stmt.value) } : stmt;
  });
}

/** Every place in memory that a body reads or writes, as often as it does. */
export function accesses(body: readonly Stmt[]): Affine[] {
  return body.flatMap((stmt) => [...ownAccesses(stmt), ...accesses(innerOf(stmt))]);
}

/** The same of a statement without those within it. */
export function ownAccesses(stmt: Stmt): Affine[] {
  const found: Affine[] = [];
  const read = (expr: Expr): void => {
    if (expr.kind === 'load') found.push(expr.index);
    if (expr.kind === 'op') expr.args.forEach(read);
    if (expr.kind === 'mask' || expr.kind === 'fold') read(expr.value);
  };
  if (stmt.kind === 'loop' && typeof stmt.to === 'object' && 'load' in stmt.to) found.push(stmt.to.load);
  if (stmt.kind === 'store') found.push(stmt.index);
  if (stmt.kind === 'index' && stmt.load) found.push(stmt.load);
  if ('value' in stmt && stmt.kind !== 'index') read(stmt.value);
  return found;
}
