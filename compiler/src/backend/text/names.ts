/** Identifiers for languages whose names have no `$`, which the loop IR puts where no name of a user's has it. */
import { type Kernel, walk } from '../../ir/loop.ts';

/** Every name that a kernel declares, besides T, B and the places of buffers. */
export function declared({ body }: Kernel): string[] {
  const stmts = [...walk(body)];
  return stmts.flatMap((stmt) =>
    stmt.kind === 'loop' || stmt.kind === 'let' || stmt.kind === 'var' || stmt.kind === 'index' ? [stmt.name] : [],
  );
}

/**
 * Spells each name with underscores for its `$`s, and none at its start, made unique among the names and what is taken.
 * Others stay as they are.
 */
export function spelling(names: Iterable<string>, taken: Iterable<string> = []): (name: string) => string {
  const used = new Set(taken);
  const spelled = new Map<string, string>();
  const all = [...new Set(names)];
  // A name without a `$` keeps its spelling, whoever comes first.
  for (const name of all) if (!name.includes('$')) used.add(name);
  for (const name of all.filter((name) => name.includes('$'))) {
    const wish = name.replace(/^\$+/, '').replace(/\$+/g, '_');
    let spelt = wish;
    for (let n = 2; used.has(spelt); n++) spelt = `${wish}_${n}`;
    used.add(spelt);
    spelled.set(name, spelt);
  }
  return (name) => spelled.get(name) ?? name;
}
