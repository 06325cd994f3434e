/** One row's work in one unit: where its leaves are, and scratch memory for what crosses between its loops. */
import { affine, type Stmt } from '../ir/loop.ts';
import type { Node } from '../ir/node.ts';
import { type Address, swapped } from './address.ts';
import type { RowNames } from './memory.ts';
import { readSpot, type Spots, scratchIn } from './spots.ts';
import { lowerTask, type Root } from './task.ts';
import type { Unit } from './unit.ts';

/** The statements for one row: `roots` from what `readable` spots and the parameters hold. */
export function lowerRow(unit: Unit, suffix: string, roots: readonly Root[], rows: RowNames, readable: Spots): Stmt[] {
  if (roots.length === 0) return [];
  return lowerTask({
    scope: unit.scope,
    lowering: unit.lowering,
    names: unit.names,
    roots,
    address: (node) => readRow(unit, node, readable, rows),
    scratch: scratchIn(unit.memory, `${unit.name}$${suffix}`),
  });
}

/** A parameter's address; `shift` reaches its gradient. */
export function paramAddress({ layout }: Unit, node: Node, shift = 0): Address | undefined {
  const place = layout.places.get(node);
  return place && { base: affine(place.at + shift), dims: place.dims };
}

/** Where a row reads a node: a parameter, or what is kept in a spot; also transposed. */
export function readRow(unit: Unit, node: Node, readable: Spots, rows: RowNames): Address | undefined {
  const own = paramAddress(unit, node) ?? readSpot(node, readable, rows);
  const turned = node.op === 'transpose' && !own ? readRow(unit, node.args[0]!, readable, rows) : undefined;
  return own ?? (turned && swapped(turned));
}
