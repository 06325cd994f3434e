/**
 * A unit's time loop, and what it carries from one time step to the next. Where threads share the work of a sequence, they
 * keep that in memory of their own: it comes from the arena before the loop, and goes back behind it. What a product reads
 * has two places there, which take turns, so that no thread overwrites what another is about to read.
 */
import { type Affine, affine, plus } from '../ir/loop.ts';
import { memoized, type Node, size, topological, users } from '../ir/node.ts';
import { readsWhole } from '../passes/fuse.ts';
import { type Address, swapped } from './address.ts';
import { turns } from './alone.ts';
import { cacheRegions, type Region } from './cache.ts';
import { type Buffer, Memory, ownRow, type RowNames } from './memory.ts';
import { lowerRow, readRow } from './row.ts';
import type { RowWork } from './rows.ts';
import { type Space, sharedSpace } from './space.ts';
import { addressIn, addressOf, type Spot, type Spots, scratchIn } from './spots.ts';
import { copy, lowerTask, type Root, rowsAtOnce } from './task.ts';
import type { Unit } from './unit.ts';

/** A value before a time step, and after it. */
export interface Carried {
  readonly prev: Node;
  readonly next: Node;
  /** Where the arena keeps it. */
  readonly spot: Omit<Spot, 'slot'>;
}

export interface Loop {
  readonly unit: Unit;
  readonly suffix: string;
  readonly roots: readonly Root[];
  readonly carried: readonly Carried[];
  readonly rows: RowNames;
  readonly readable: Spots;
  /** Whether time runs backward. */
  readonly down: boolean;
}

export function lowerLoop(loop: Loop): RowWork {
  const { unit, suffix, roots, carried, rows, readable } = loop;
  const stored = [...roots, ...carried.map((one) => inArena(one, rows))];
  const isAlone = unit.lowering.schedule.threads > 1 && rows.batch === 'b';
  if (!isAlone || stored.length === 0) return lowerRow(unit, suffix, stored, rows, readable);
  const { scope, lowering } = unit;
  const address = (node: Node): Address | undefined => readRow(unit, node, readable, rows);
  let count = rowsAtOnce({ scope, lowering, roots: stored, address });
  // So many sequences share each weight that is loaded; fewer where what they carry does not find room.
  for (; count > 1; count /= 2) {
    const memory = new Memory(0);
    const trial = lowerAlone({ ...loop, unit: { ...unit, memory } }, count);
    if (trial.fits && memory.buffers.length === 0) break;
  }
  return lowerAlone(loop, count).work;
}

const hasHistory = ({ spot }: Carried): boolean => spot.buffer.rows === 'slots';

const inArena = (one: Carried, rows: RowNames): Root => ({
  node: one.next,
  to: addressOf({ ...one.spot, slot: 'after' }, one.next, rows),
  ...(!hasHistory(one) && { replaces: one.prev }),
});

/** Where `count` sequences at a time are on their own, each with what it carries. */
function lowerAlone(loop: Loop, count: number): { work: RowWork; fits: boolean } {
  const { unit, suffix, roots, carried, rows, readable } = loop;
  const { scope, lowering, names, turned, memory } = unit;
  const space = sharedSpace(memory);
  const homes = homesOf(loop, space, count);
  const homeOf = new Map(carried.map((one) => [one.prev, { ...one, home: homes.get(one.spot.buffer) }]));
  const own = memoized((node): Address | undefined => {
    const { home, spot } = homeOf.get(node) ?? {};
    if (home && spot) return addressIn(home.base('before'), spot, node);
    const whole = node.op === 'transpose' ? own(node.args[0]!) : undefined;
    return whole && swapped(whole);
  });
  const next = carried.flatMap((one): Root[] => {
    const home = homes.get(one.spot.buffer);
    if (!home) return [inArena(one, rows)];
    const to = addressIn(home.base('after'), one.spot, one.next);
    const inside: Root = { node: one.next, to, ...(!home.takesTurns && { replaces: one.prev }) };
    return hasHistory(one) ? [inside, inArena(one, rows)] : [inside];
  });
  const { streamUnroll } = lowering.schedule;
  const task = {
    scope,
    lowering: { ...lowering, schedule: { ...lowering.schedule, unroll: streamUnroll } },
    names,
    equations: unit.equations,
    roots: [...next, ...roots],
    address: (node: Node): Address | undefined => own(node) ?? readRow(unit, node, readable, rows),
    ...(turned && { turned }),
    isNear: ({ base }: Address): boolean => base.terms.some(([name]) => memory.locals.some((one) => one.name === name)),
    scratch: scratchIn(memory, `${unit.name}$${suffix}`, lowering.schedule, count, rows, space),
  };
  const moved = carried.filter(({ spot }) => homes.has(spot.buffer));
  const before = moved.flatMap(({ prev, spot }) =>
    copy(prev.shape, addressOf({ ...spot, slot: 'before' }, prev, rows), own(prev)!, 1),
  );
  const after = moved
    .filter((one) => !hasHistory(one))
    .flatMap(({ next, spot }) =>
      copy(next.shape, addressIn(homes.get(spot.buffer)!.base('after'), spot, next), addressOf(spot, next, rows), 1),
    );
  const one = lowerTask(task);
  const several = count > 1 ? lowerTask(task, count) : [];
  const prefix = `${unit.name}$${suffix}`;
  const cached = cacheRegions(prefix, [one, several], regionsOf(unit), memory, space);
  const work = {
    one: cached.reading(one),
    ...(count > 1 && { several: { count, body: cached.reading(several) } }),
    alone: { start: cached.fill, before, after },
  };
  return { work, fits: moved.length === carried.length };
}

/** What lies together of a unit's weights, and of copies of them. */
function regionsOf({ name, layout, memory, step }: Unit): Region[] {
  const packed = new Set(layout.packs.flatMap(({ weights }) => weights));
  const nameOf = (node: Node): string => String(node.attr);
  return [
    ...memory.buffers
      .filter((buffer) => buffer.rows === 'one' && buffer.name.startsWith(`${name}$turned`))
      .map((buffer) => ({ doc: buffer.doc, at: buffer.at[0], size: buffer.size })),
    ...layout.packs.map(({ at, size, weights }) => ({ doc: weights.map(nameOf).join(', '), at, size })),
    ...step.params
      .filter(({ node }) => !packed.has(node))
      .map(({ node }) => ({ doc: nameOf(node), at: layout.places.get(node)!.at, size: size(node.shape) })),
  ];
}

/** A place for the sequences at hand. */
interface Home {
  readonly takesTurns: boolean;
  base(slot: 'before' | 'after'): Affine;
}

function homesOf({ unit, suffix, roots, carried, down }: Loop, space: Space, count: number): Map<Buffer, Home> {
  const { table } = unit.scope;
  const all = [...roots.map(({ node }) => node), ...carried.map(({ next }) => next)];
  const readers = users(topological(all));
  const isReadWhole = ({ prev }: Carried): boolean =>
    (readers.get(prev) ?? []).some((reader) => reader.op === 'transpose' || readsWhole(table[reader.op]!.kind));
  const buffers = [...new Set(carried.map(({ spot }) => spot.buffer))];
  const shared = new Set(carried.filter(isReadWhole).map(({ spot }) => spot.buffer));
  const homes = new Map<Buffer, Home>();
  // What every thread reads comes first: the rest a thread reads and writes alone.
  for (const buffer of [...buffers].sort((a, b) => Number(shared.has(b)) - Number(shared.has(a)))) {
    const takesTurns = shared.has(buffer);
    const width = buffer.size * (takesTurns ? 2 : 1);
    const start = space.claim(
      `${unit.name}$${suffix}$${buffer.name}`,
      width * count,
      `${buffer.doc} of the sequences at hand`,
    );
    if (!start) continue;
    const own = count > 1 ? plus(start, affine(0, [ownRow, width])) : start;
    const turn = turns(down);
    homes.set(buffer, {
      takesTurns,
      base: (slot) => (takesTurns ? plus(own, affine(0, [turn[slot], buffer.size])) : own),
    });
  }
  return homes;
}
