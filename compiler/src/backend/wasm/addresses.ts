/**
 * Addresses as registers. All accesses whose indices have the same terms share one local that holds the address in bytes;
 * what is constant in an index goes into the instruction's offset. The local is set where the innermost of its names is,
 * and a loop adds its stride to it in every round: no inner loop multiplies.
 */
import { type Affine, innerOf, ownAccesses, type Stmt } from '../../ir/loop.ts';

export type Terms = Affine['terms'];

/** Bytes of an element. */
export const elementSize = 4;

const names = new WeakMap<Terms, string>();

/** The local of all accesses with these terms: `&x+10r+k`. */
export function pointerName(terms: Terms): string {
  const known = names.get(terms);
  if (known !== undefined) return known;
  const sorted = terms.length > 1 ? [...terms].sort(([a], [b]) => (a < b ? -1 : 1)) : terms;
  const name = `&${sorted.map(([name, by]) => (by === 1 ? name : `${by}${name}`)).join('+')}`;
  names.set(terms, name);
  return name;
}

/** The pointers that are due where `name` gets its value: what the body reads, as far as names are `known` by then. */
export function pointersOf(body: readonly Stmt[], name: string, known: ReadonlySet<string>): Terms[] {
  const found = new Map<string, Terms>();
  for (const stmt of body)
    for (const terms of termsOf(stmt)) {
      if (!terms.some(([term]) => term === name)) continue;
      const visible = terms.filter(([term]) => term === name || known.has(term));
      found.set(pointerName(visible), visible);
    }
  return [...found.values()];
}

/** A statement is asked once for every name that is set around it. */
const termsByStmt = new WeakMap<Stmt, readonly Terms[]>();

/** The different terms of the indices within a statement. */
function termsOf(stmt: Stmt): readonly Terms[] {
  const known = termsByStmt.get(stmt);
  if (known) return known;
  const found = new Map<string, Terms>();
  const add = (terms: Terms): void => void found.set(pointerName(terms), terms);
  for (const { terms } of ownAccesses(stmt)) add(terms);
  for (const inner of innerOf(stmt)) termsOf(inner).forEach(add);
  const all = [...found.values()];
  termsByStmt.set(stmt, all);
  return all;
}

/** How far a step of `name` moves the pointer, and the terms of the pointer that it is counted from. */
export function splitTerms(terms: Terms, name: string): { by: number; base: Terms } {
  const by = terms.reduce((sum, [term, n]) => sum + (term === name ? n : 0), 0);
  return { by: by * elementSize, base: terms.filter(([term]) => term !== name) };
}
