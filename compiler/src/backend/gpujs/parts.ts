/** The stores of a kernel, each with all that it depends on: what a thread computes. */
import type { Affine, Expr, Stmt } from '../../ir/loop.ts';
import { namesIn, slice, termsIn } from './slice.ts';

type Loop = Extract<Stmt, { kind: 'loop' }>;
export type Store = Extract<Stmt, { kind: 'store' }>;

/** A store, with the loops over the elements that it writes: one thread each. */
export interface Found {
  readonly store: Store;
  readonly loops: readonly Loop[];
  /** What comes before it, outermost first. */
  readonly before: readonly Stmt[];
}

/** The stores of a statement; `before` comes before the statement. */
export function storesOf(stmt: Stmt, before: readonly Stmt[], loops: readonly Loop[] = []): Found[] {
  if (stmt.kind === 'store') return [{ store: stmt, loops, before }];
  if (stmt.kind !== 'loop' && stmt.kind !== 'block') return [];
  const inner = stmt.kind === 'loop' ? [...loops, stmt] : loops;
  return stmt.body.flatMap((child, i) => storesOf(child, [...before, ...stmt.body.slice(0, i)], inner));
}

/** What a store's value depends on. */
export function workOf({ store, before }: Found, value: Expr): Stmt[] {
  return slice(before, termsIn(store.index, namesIn(value)));
}

/** The addend of a store that adds to what is there. */
export function addend({ index, value }: Store): Expr | undefined {
  if (value.kind !== 'op' || value.op !== 'add') return undefined;
  const [old, added] = value.args as [Expr, Expr];
  return old.kind === 'load' && sameIndex(old.index, index) ? added : undefined;
}

const sameIndex = (a: Affine, b: Affine): boolean => JSON.stringify(a) === JSON.stringify(b);
