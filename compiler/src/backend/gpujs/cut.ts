/** Cuts loops between products and what is computed from them, where threads would compute the same products too often. */
import { affine, type Expr, load, ref, type Stmt } from '../../ir/loop.ts';

type Loop = Extract<Stmt, { kind: 'loop' }>;

/**
 * Loops whose stores share sums of products are cut behind the products where each store, a thread of its own, would
 * compute more than twice as many as there are; and where a reduction reads products, which every thread would compute
 * again for every element. `place` finds memory for what crosses the cut.
 */
export function cut(body: readonly Stmt[], place: (size: number) => number): Stmt[] {
  return body.flatMap((stmt): Stmt[] => {
    if (stmt.kind !== 'loop' && stmt.kind !== 'block') return [stmt];
    return cutLoop(stmt, place);
  });
}

function cutLoop(outer: Loop | Extract<Stmt, { kind: 'block' }>, place: (size: number) => number): Stmt[] {
  // Matrices go row by row: their elements are in the inner loop.
  const loops: Loop[] = [];
  let inner: readonly Stmt[] = [outer];
  while (inner.length === 1 && (inner[0]!.kind === 'loop' || inner[0]!.kind === 'block')) {
    const [stmt] = inner;
    if (stmt!.kind === 'loop') loops.push(stmt as Loop);
    inner = (stmt as Loop).body;
  }
  const lastProduct = inner.findLastIndex((stmt) => setsOf(stmt).size > 0);
  if (lastProduct < 0) return [outer];
  const sums = [...new Set(inner.flatMap((stmt) => [...setsOf(stmt)]))];
  if (!isWorthCutting(inner, sums, lastProduct)) return [outer];
  const sizes = loops.map((loop) => loop.to as number);
  const index = (at: number) =>
    affine(at, ...loops.map((loop, n) => [loop.name, sizes.slice(n + 1).reduce((a, b) => a * b, 1)] as const));
  const around = (work: readonly Stmt[]): Stmt =>
    loops.reduceRight<Stmt>((stmt, loop) => ({ ...loop, body: stmt.kind === 'block' ? stmt.body : [stmt] }), {
      kind: 'block',
      body: work,
    });
  const places = sums.map(() => place(sizes.reduce((a, b) => a * b, 1)));
  const stores = sums.map((name, n): Stmt => ({ kind: 'store', index: index(places[n]!), value: ref(name) }));
  const isOfSums = (stmt: Stmt): boolean =>
    setsOf(stmt).size > 0 || stmt.kind === 'note' || (stmt.kind === 'var' && sums.includes(stmt.name));
  const loads = sums.map((name, n): Stmt => ({ kind: 'let', name, value: load(index(places[n]!)) }));
  return [
    around([...inner.slice(0, lastProduct + 1), ...stores]),
    around([
      ...inner.slice(0, lastProduct).filter((stmt) => !isOfSums(stmt)),
      ...loads,
      ...inner.slice(lastProduct + 1),
    ]),
  ];
}

/** The names outside that a loop sums up. */
function setsOf(stmt: Stmt): Set<string> {
  if (stmt.kind !== 'loop' && stmt.kind !== 'block') return new Set();
  return new Set(stmt.body.flatMap((inner) => (inner.kind === 'set' ? [inner.name] : [...setsOf(inner)])));
}

function isWorthCutting(inner: readonly Stmt[], sums: readonly string[], lastProduct: number): boolean {
  const reads = new Map<string, Set<string>>();
  const readsOf = (expr: Expr, found = new Set<string>()): Set<string> => {
    if (expr.kind === 'op') for (const arg of expr.args) readsOf(arg, found);
    if (expr.kind === 'ref') for (const name of reads.get(expr.name) ?? [expr.name]) found.add(name);
    return found;
  };
  const isSum = (name: string): boolean => sums.includes(name);
  const stored = new Set<string>();
  let products = 0;
  for (const stmt of inner.slice(lastProduct + 1)) {
    if (stmt.kind === 'let') reads.set(stmt.name, readsOf(stmt.value));
    // A reduction, or a store.
    if (stmt.kind === 'set' && [...readsOf(stmt.value)].some(isSum)) return true;
    // What is stored twice is computed once.
    if (stmt.kind === 'store' && !stored.has(JSON.stringify(stmt.value))) {
      stored.add(JSON.stringify(stmt.value));
      products += [...readsOf(stmt.value)].filter(isSum).length;
    }
  }
  return products > 2 * sums.length;
}
