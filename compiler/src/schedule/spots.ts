/** Spots: where in a buffer's row a node's elements lie. From spots come the addresses that loops read and write. */
import { type Affine, affine, plus } from '../ir/loop.ts';
import { isLeaf, type Node, type Shape, size } from '../ir/node.ts';
import type { Step } from '../ir/step.ts';
import { type Address, elementAt, indexOf, rowMajor } from './address.ts';
import { type Buffer, type Memory, type RowNames, rowOf, tileRow } from './memory.ts';
import type { Schedule } from './schedule.ts';
import { type Space, sharedSpace } from './space.ts';
import type { Root } from './task.ts';

export interface Spot {
  readonly buffer: Buffer;
  /** Elements of the row that lie before it. */
  readonly at?: number;
  /** The first element's index along each axis. */
  readonly from: readonly number[];
  /** The shape of the tensor that the row holds, where the node is a part of it. */
  readonly whole?: Shape;
  /** Which slot of a state's history. */
  readonly slot?: 'before' | 'after';
  /** The tensor is one-hot, and the row holds the place of its 1. */
  readonly oneHot?: boolean;
  /** Adds to what is there, which then cannot be read back as the node's value. */
  readonly add?: boolean;
}

/** Where nodes are kept. A node may be kept in several spots: as output, state and on the tape. */
export type Spots = ReadonlyMap<Node, readonly Spot[]>;

export function addressOf(spot: Spot, node: Node, rows: RowNames): Address {
  const base = rowOf(spot.buffer, rows, spot.slot);
  return spot.oneHot ? { base, dims: [], oneHot: true } : addressIn(base, spot, node);
}

/** The same in another row, which begins at `base`. */
export function addressIn(base: Affine, { at = 0, from, whole }: Spot, node: Node): Address {
  const address = rowMajor(plus(affine(at), base), whole ?? node.shape);
  return {
    ...address,
    base: elementAt(
      address,
      from.map((start) => indexOf(affine(start))),
    ),
  };
}

/** Stores a node in all its spots. */
export function rootsOfSpots(node: Node, spots: Spots, rows: RowNames): Root[] {
  return (spots.get(node) ?? []).map(
    (spot): Root => ({ node, to: addressOf(spot, node, rows), ...(spot.add && { add: true }) }),
  );
}

/** Reads a node where it is kept, if it is among those that may be read. */
export function readSpot(node: Node, spots: Spots, rows: RowNames): Address | undefined {
  const spot = spots.get(node)?.find(({ add }) => !add);
  return spot && addressOf(spot, node, rows);
}

/** Merges spots of the same nodes, in order. */
export function mergeSpots(...lists: readonly (readonly [Node, Spot])[][]): Map<Node, Spot[]> {
  const merged = new Map<Node, Spot[]>();
  for (const [node, spot] of lists.flat()) merged.set(node, [...(merged.get(node) ?? []), spot]);
  return merged;
}

/** A buffer on the tape for each node that no spot keeps yet; `phase` says where it lives in one phase only. */
export function tapeSpots(
  memory: Memory,
  prefix: string,
  nodes: readonly Node[],
  names: ReadonlyMap<Node, string>,
  rows: 'steps' | 'batch',
  phase: (node: Node) => string | undefined,
): [Node, Spot][] {
  const byPhase = new Map<string | undefined, Node[]>();
  for (const node of nodes) byPhase.set(phase(node), [...(byPhase.get(phase(node)) ?? []), node]);
  return [...byPhase].flatMap(([where, together]) => {
    const length = together.reduce((sum, node) => sum + size(node.shape), 0);
    const doc = together.map((node) => names.get(node) ?? (isLeaf(node) ? 'a copy' : `a ${node.op}`)).join(', ');
    const buffer = memory.alloc(`${prefix}$tape`, length, rows, doc, where);
    let at = 0;
    return together.map((node): [Node, Spot] => {
      const spot: Spot = { buffer, at, from: node.shape.map(() => 0) };
      at += size(node.shape);
      return [node, spot];
    });
  });
}

/** `over` where it can be read, `base` elsewhere. */
export function overlay(base: Spots, over: Spots): Map<Node, readonly Spot[]> {
  const readable = [...over].filter(([, spots]) => spots.some(({ add }) => !add));
  return new Map([...base, ...readable]);
}

/** The subset of spots whose nodes are in a set. */
export function only(spots: Spots, nodes: Iterable<Node>): Map<Node, readonly Spot[]> {
  return new Map([...nodes].flatMap((node) => (spots.has(node) ? [[node, spots.get(node)!] as const] : [])));
}

/** Where a step's leaves are read: inputs, the states before the step, and noise, if it has any. */
export function leafSpots(
  step: Step,
  input: Buffer,
  state: (name: string) => Buffer,
  noise?: (name: string) => Buffer,
): Map<Node, Spot[]> {
  return mergeSpots(
    step.inputs.map((block): [Node, Spot] => [
      block.node,
      { buffer: input, from: block.from, ...(input.size < block.node.shape[0]! && { oneHot: true }) },
    ]),
    step.noise.flatMap(({ name, node, from, whole }): [Node, Spot][] =>
      noise ? [[node, { buffer: noise(name), from, whole }]] : [],
    ),
    step.states.map((s): [Node, Spot] => [
      s.prev,
      { buffer: state(s.name), from: s.from, whole: s.whole, slot: 'before' },
    ]),
  );
}

/**
 * Scratch memory: a buffer for each node that asks, the same whenever it asks, with a place for each row of a tile. Where
 * rows are worked on at once, each has its own: in what its threads share, as far as that goes.
 */
export function scratchIn(
  memory: Memory,
  prefix: string,
  schedule: Schedule,
  rows = 1,
  names: RowNames = {},
  space: Space = sharedSpace(memory),
): (node: Node) => Address {
  const known = new Map<Node, Address>();
  const own = names.batch ?? names.steps;
  return (node) => {
    const length = size(node.shape);
    const place = (): Affine => {
      const name = `${prefix}$${known.size}`;
      if (schedule.threads === 1 || own === undefined) {
        const { at } = memory.alloc(name, length * rows, 'one', 'scratch');
        return affine(at[0], [tileRow, length]);
      }
      const shared = space.claim(name, length * rows, 'scratch');
      if (shared) return plus(shared, affine(0, [tileRow, length]));
      const buffer = memory.alloc(name, length, names.batch === undefined ? 'steps' : 'batch', 'scratch');
      return affine(0, [buffer.name, 1], [own, length]);
    };
    const address = known.get(node) ?? rowMajor(place(), node.shape);
    known.set(node, address);
    return address;
  };
}
