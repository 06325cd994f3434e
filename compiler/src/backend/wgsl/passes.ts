/** Dispatches: which statements of a kernel run at once, and on how many workgroups. */
import type { Extent } from '@cellc/runtime/module';
import type { Bound, Kernel, Stmt } from '../../ir/loop.ts';
import { walk } from '../../ir/loop.ts';
import { both, conflicts, type Effects, type Facts, type Loop, none } from './parallel.ts';

/** A pass over memory that ends before the next begins. */
export interface Pass {
  readonly kernel: Kernel;
  readonly name: string;
  readonly body: readonly Stmt[];
  /** Whether its loops are spread over workgroups, or everything is the work of one. */
  readonly isSpread: boolean;
}

/** Splits a kernel where workgroups would have to wait for one another. */
export function passesOf(kernel: Kernel, facts: Facts): Pass[] {
  const { name, body, apart } = kernel;
  const lets = body.filter(({ kind }) => kind === 'let');
  // Everyone computes numbers that lie ready; sums are the work of one.
  const isRead = conflicts(facts.effects(lets), facts.effects(body)).length > 0;
  if (isRead || body.some(({ kind }) => kind === 'var' || kind === 'set'))
    return [{ kernel, name, body, isSpread: false }];
  const isShared = ({ kind }: Stmt): boolean => kind === 'index' || kind === 'let';
  const shared = body.filter(isShared);
  const parts: Stmt[][] = [[]];
  let pending: Effects = none;
  for (const stmt of body.filter((one) => !isShared(one))) {
    const effects = facts.effects([stmt]);
    const mustWait = !apart && conflicts(pending, effects).length > 0;
    if (mustWait) parts.push([]);
    pending = mustWait ? effects : both(pending, effects);
    parts.at(-1)!.push(stmt);
  }
  return parts.map((part, i) => ({
    kernel,
    name: i > 0 ? `${name}$${i + 1}` : name,
    body: [...shared, ...part],
    isSpread: true,
  }));
}

/**
 * Passes that do not wait for one another, as one. Time loops and memory that threads share stay by themselves, and so do
 * phases: what they keep may lie in the same place.
 */
export function mergedPasses(passes: readonly Pass[], facts: Facts): Pass[][] {
  const merged: { passes: Pass[]; effects: Effects; isFree: boolean }[] = [];
  for (const pass of passes) {
    const effects = facts.effects(pass.body);
    const isShared = [...effects.reads, ...effects.writes].some(facts.isLocal);
    const isFree = pass.isSpread && !isShared && !loopsIn(pass.body).some((loop) => loop.carries);
    const last = merged.at(-1);
    const together = last && both(last.effects, effects);
    const isApart = last && conflicts(last.effects, effects).length === 0;
    if (together && isApart && last.isFree && isFree && facts.phases(together).size <= 1) {
      last.passes.push(pass);
      last.effects = together;
    } else merged.push({ passes: [pass], effects, isFree });
  }
  return merged.map((one) => one.passes);
}

/** Who takes the rounds of a loop that stands at the top of a spread pass. */
export type Share = 'threads' | 'groups' | 'pairs' | undefined;

export function shareOf(loop: Loop, facts: Facts): Share {
  const bond = facts.bond(loop);
  if (bond === 'order' || bond === 'sum') return undefined;
  const inner = loopsIn([...loop.body, ...(loop.rest ?? [])]).filter((one) =>
    ['units', 'rows'].includes(facts.bond(one)),
  );
  if (inner.length === 0) return bond === 'units' ? 'threads' : 'groups';
  const only = loop.step ? undefined : onlyLoop(loop);
  return only && loopsIn(only.body).some((one) => facts.bond(one) === 'units') && facts.bond(only) !== 'order'
    ? 'pairs'
    : 'groups';
}

/** The one loop that a loop's body is, but for integers; it takes one round at a time. */
export function onlyLoop({ body }: Loop): Loop | undefined {
  const others = body.filter(({ kind }) => kind !== 'index' && kind !== 'note');
  const [only] = others;
  return others.length === 1 && only?.kind === 'loop' && !only.step ? only : undefined;
}

export function loopsIn(body: readonly Stmt[]): Loop[] {
  return [...walk(body)].filter((stmt): stmt is Loop => stmt.kind === 'loop');
}

/** Rounds of two loops, one within the other: workgroups take some of their pairs each. */
export function extentOfPairs(outer: Loop, inner: Loop): Extent {
  const [a, b] = [extentOf(outer), extentOf(inner)];
  if (typeof a.of === 'number') return { of: b.of, by: 1 / a.of };
  if (typeof b.of === 'number') return { of: a.of, by: 1 / b.of };
  return { of: 'TB', by: 4 };
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
