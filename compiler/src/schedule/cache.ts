/** Weights that a time loop reads at every step, in memory that the threads of a sequence share, as far as they find room. */
import { type Affine, accesses, affine, type Expr, load, mapParts, mapValues, plus, type Stmt } from '../ir/loop.ts';
import type { Memory } from './memory.ts';
import type { Space } from './space.ts';

/** Elements of the arena that are read together. */
export interface Region {
  /** What they are, for comments. */
  readonly doc: string;
  readonly at: number;
  readonly size: number;
}

export interface Cached {
  /** Copies the weights. */
  readonly fill: readonly Stmt[];
  /** A body that reads the copies. */
  reading(body: readonly Stmt[]): readonly Stmt[];
}

/** `bodies` only read the regions. */
export function cacheRegions(
  prefix: string,
  bodies: readonly (readonly Stmt[])[],
  regions: readonly Region[],
  memory: Memory,
  space: Space,
): Cached {
  const isPlaced = (name: string): boolean =>
    memory.buffers.some((buffer) => buffer.name === name && buffer.rows !== 'one') ||
    memory.locals.some((local) => local.name === name);
  const regionOf = ({ at, terms }: Affine): Region | undefined =>
    terms.some(([name]) => isPlaced(name))
      ? undefined
      : regions.find((region) => at >= region.at && at < region.at + region.size);
  const read = new Set(bodies.flatMap((body) => accesses(body).map(regionOf)));
  const copies = new Map<Region, Affine>();
  for (const region of regions) {
    if (!read.has(region)) continue;
    const copy = space.claim(`${prefix}$weights`, region.size, `a copy of ${region.doc}`);
    if (copy) copies.set(region, copy);
  }
  const closer = (index: Affine): Affine => {
    const region = regionOf(index);
    const copy = region && copies.get(region);
    return region && copy ? plus(plus(copy, index), affine(-region.at)) : index;
  };
  return {
    fill: [...copies].map(([{ at, size }, copy]) => ({
      kind: 'loop',
      name: 'e',
      to: size,
      down: false,
      body: [{ kind: 'store', index: plus(copy, affine(0, ['e', 1])), value: load(affine(at, ['e', 1])) }],
    })),
    reading: (body) => (copies.size > 0 ? withLoads(body, closer) : body),
  };
}

/** A body whose loads are from other places. */
function withLoads(body: readonly Stmt[], place: (index: Affine) => Affine): Stmt[] {
  const moved = (of: Expr): Expr => (of.kind === 'load' ? { ...of, index: place(of.index) } : mapParts(of, moved));
  return mapValues(body, moved);
}
