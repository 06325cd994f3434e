/** Dispatches: which statements of a kernel run at once, and on how many workgroups. */
import type { Extent } from '@cellc/runtime/module';
import type { Bound, Kernel, Stmt } from '../../ir/loop.ts';
import { walk } from '../../ir/loop.ts';
import { both, conflicts, type Effects, type Facts, type Loop, none } from './parallel.ts';

/** A pass over memory that ends before the next begins. */
export interface Pass {
  readonly name: string;
  readonly body: readonly Stmt[];
  /** Whether its loops are spread over workgroups, or everything is the work of one. */
  readonly isSpread: boolean;
}

/** Splits a kernel where workgroups would have to wait for one another. */
export function passesOf({ name, body, apart }: Kernel, facts: Facts): Pass[] {
  const isOne = body.some(({ kind }) => kind === 'let' || kind === 'var' || kind === 'set');
  if (isOne) return [{ name, body, isSpread: false }];
  const shared = body.filter(({ kind }) => kind === 'index');
  const parts: Stmt[][] = [[]];
  let pending: Effects = none;
  for (const stmt of body.filter(({ kind }) => kind !== 'index')) {
    const effects = facts.effects([stmt]);
    const mustWait = !apart && conflicts(pending, effects).length > 0;
    if (mustWait) parts.push([]);
    pending = mustWait ? effects : both(pending, effects);
    parts.at(-1)!.push(stmt);
  }
  return parts.map((part, i) => ({
    name: i > 0 ? `${name}$${i + 1}` : name,
    body: [...shared, ...part],
    isSpread: true,
  }));
}

/** Who takes the rounds of a loop that stands at the top of a spread pass. */
export type Share = 'threads' | 'groups' | 'both ways' | undefined;

export function shareOf(loop: Loop, facts: Facts): Share {
  const bond = facts.bond(loop);
  if (bond === 'order' || bond === 'sum') return undefined;
  const inner = loopsIn([...loop.body, ...(loop.rest ?? [])]).filter((one) =>
    ['units', 'rows'].includes(facts.bond(one)),
  );
  if (inner.length === 0) return bond === 'units' ? 'threads' : 'groups';
  const only = onlyLoop(loop);
  return only && loopsIn(only.body).some((one) => facts.bond(one) === 'units') && facts.bond(only) !== 'order'
    ? 'both ways'
    : 'groups';
}

/** The one loop that a loop's body is, but for integers. */
export function onlyLoop({ body, rest, step }: Loop): Loop | undefined {
  const others = body.filter(({ kind }) => kind !== 'index' && kind !== 'note');
  const [only] = others;
  return !rest && !step && others.length === 1 && only?.kind === 'loop' && !only.step ? only : undefined;
}

export function loopsIn(body: readonly Stmt[]): Loop[] {
  return [...walk(body)].filter((stmt): stmt is Loop => stmt.kind === 'loop');
}

/** Rounds of a loop, at most. */
export function extentOf({ to, step = 1 }: Loop): Extent {
  return { of: countOf(to), by: step };
}

/** What is kept in memory counts sequences, and what has a name counts time steps or rows. */
function countOf(bound: Bound): Extent['of'] {
  if (typeof bound !== 'object') return bound;
  if ('load' in bound) return 'B';
  return bound.name === 'full' ? 'TB' : 'T';
}
