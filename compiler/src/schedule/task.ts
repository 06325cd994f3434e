/** A task is what one row needs computed: roots to store, leaves in memory. It becomes the statements for that row. */
import { invariant } from '../error.ts';
import type { Scope } from '../ir/build.ts';
import { type Affine, lit, load, op, repeat, type Stmt } from '../ir/loop.ts';
import { type Node, type Shape, size, topological, users } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import { type Fused, fuse, type Group, readsWhole } from '../passes/fuse.ts';
import { legalize } from '../passes/legalize.ts';
import { nameAll } from '../passes/names.ts';
import { type Address, elementAt, type Index, indexOf } from './address.ts';
import { lowerGroup } from './group.ts';
import type { Lowering } from './schedule.ts';

export interface Root {
  readonly node: Node;
  readonly to: Address;
  /** Adds to what is there. */
  readonly add?: boolean;
  /** The leaf whose memory this overwrites: a carried value kept in place. */
  readonly replaces?: Node;
}

export interface Task {
  readonly scope: Scope;
  readonly lowering: Lowering;
  readonly roots: readonly Root[];
  readonly names: ReadonlyMap<Node, string>;
  /** Where leaves and kept values are. */
  address(node: Node): Address | undefined;
  /** Memory for a value that crosses between the loops of this task. */
  scratch(node: Node): Address;
}

export function lowerTask(task: Task): Stmt[] {
  const { table } = task.scope;
  const { address } = task;
  const available = (node: Node): boolean => address(node) !== undefined;
  const legal = legalize(
    task.scope,
    task.roots.map((root) => root.node),
    available,
    task.lowering,
  );
  const names = new Map([...task.names].map(([node, name]) => [legal(node), name]));
  const wanted = task.roots.map((root): Root => ({ ...root, node: legal(root.node) }));
  const nodes = wanted.map((root) => root.node);
  const order = topological(nodes, available);
  const readers = users(order);
  const rooted = new Map<Node, number>();
  for (const node of nodes) rooted.set(node, (rooted.get(node) ?? 0) + 1);
  const fused = fuse(table, nodes, available);
  const label = labels(order, nameAll(nodes, names));

  // A value that overwrites a leaf which is still to be read waits in scratch memory until the row is done.
  const early: Stmt[] = [];
  const late: Stmt[] = [];
  const roots = wanted.flatMap((root): Root[] => {
    if (root.node.op === 'lit') {
      late.push({ kind: 'store', index: elementAt(root.to, []), value: lit(root.node.attr as number) });
      return [];
    }
    const isComputed = !available(root.node);
    if (!isComputed && !root.replaces) {
      early.push(...copy(root.node.shape, address(root.node)!, root.to, root.add));
      return [];
    }
    if (isComputed && !(root.replaces && isReadLater(root, readers, fused, table))) return [root];
    const shadow = task.scratch(root.node);
    if (!isComputed) early.push(...copy(root.node.shape, address(root.node)!, shadow));
    late.push(...copy(root.node.shape, shadow, root.to));
    return [{ node: root.node, to: shadow }];
  });

  const computed = roots.filter((root) => !available(root.node));
  const crossing = new Map(
    fused.crossing.map((node) => {
      const kept = computed.find((root) => root.node === node && !root.add && !root.replaces);
      return [node, kept?.to ?? task.scratch(node)] as const;
    }),
  );
  const stores = (node: Node) => {
    const own = computed.filter((root) => root.node === node).map(({ to, add }) => ({ to, add: add ?? false }));
    const shared = crossing.get(node);
    return shared && !own.some(({ to }) => to === shared) ? [...own, { to: shared, add: false }] : own;
  };

  const scalars = order.filter((node) => node.shape.length === 0 && available(node) && node.op !== 'lit');
  const loads = scalars.map(
    (node): Stmt => ({ kind: 'let', name: label(node), value: load(elementAt(address(node)!, [])) }),
  );
  const body = fused.groups.flatMap((group) =>
    lowerGroup(group, {
      table,
      schedule: task.lowering.schedule,
      fused,
      address: (node) => address(node) ?? crossing.get(node),
      stores,
      uses: (node) => (readers.get(node)?.length ?? 0) + (rooted.get(node) ?? 0),
      label,
    }),
  );
  return [...loads, ...early, ...body, ...late];
}

/** Whether the leaf that a root replaces is read after, or around, the root's store. */
function isReadLater(root: Root, readers: ReadonlyMap<Node, readonly Node[]>, fused: Fused, table: OpTable): boolean {
  const own = fused.groupOf(root.node)!;
  /** The groups that compute a node: its own, and where it is cheap those of its readers. */
  const groupsOf = (node: Node): Group[] => {
    const home = fused.groupOf(node);
    const elsewhere = fused.isCheap(node) ? (readers.get(node) ?? []).flatMap(groupsOf) : [];
    return home ? [home, ...elsewhere] : elsewhere;
  };
  const leaf = root.replaces!;
  const isTurned = (node: Node): boolean => node.op === 'transpose' && node.args[0] === leaf;
  return [...readers.keys()].some((alias) => {
    if (alias !== leaf && !isTurned(alias)) return false;
    return (readers.get(alias) ?? []).some((reader) => {
      // `around`: not just the element that the loop is at.
      const around = isTurned(alias) || readsWhole(table[reader.op]!.kind);
      return groupsOf(reader).some(
        (group) => group.level > own.level || (group.level === own.level && (around || group !== own)),
      );
    });
  });
}

/** Copies a tensor, element by element. */
export function copy(shape: Shape, from: Address, to: Address, add = false): Stmt[] {
  return eachElement(shape, (index) => {
    const at = elementAt(to, index);
    const value = load(elementAt(from, index));
    return { kind: 'store', index: at, value: add ? op('add', load(at), value) : value };
  });
}

/** Zeroes a tensor. */
export function clear(shape: Shape, to: Address): Stmt[] {
  return eachElement(shape, (index) => ({ kind: 'store', index: elementAt(to, index), value: lit(0) }));
}

function eachElement(shape: Shape, body: (index: readonly Index[]) => Stmt): Stmt[] {
  invariant(shape.length <= 2, 'tensors have at most two axes');
  const [rows, columns] = shape.length === 2 ? (shape as [number, number]) : [1, size(shape)];
  const at = (i: Affine, j: Affine): Stmt => body([i, j].slice(2 - shape.length).map(indexOf));
  return repeat('i', rows, (i) => repeat('j', columns, (j) => [at(i, j)]));
}

/**
 * Names for the variables of generated code: those of the step, made unique; leaves are called after what they are. A
 * leading `$` marks what needs no variable of its own unless it is used more than once. Vectors get the number of the
 * unit behind their name and scalars an underscore: so no value is called like a buffer, a helper or a loop variable.
 */
function labels(order: readonly Node[], names: ReadonlyMap<Node, string>): (node: Node) => string {
  const taken = new Set<string>();
  const chosen = new Map<Node, string>();
  const claim = (node: Node, wish: string): string => {
    const end = node.shape.length === 0 ? '_' : '';
    let name = `${wish}${end}`;
    for (let n = 2; taken.has(name); n++) name = `${wish}$${n}${end}`;
    taken.add(name);
    chosen.set(node, name);
    return name;
  };
  for (const node of order) if (names.get(node)?.startsWith('$') === false) claim(node, names.get(node)!);
  return (node) =>
    chosen.get(node) ?? claim(node, names.get(node) ?? `$${node.args.length === 0 ? leafName(node) : 'v'}`);
}

/** `h[0:3]'` of state h is `h_prev_0_3`. */
function leafName(node: Node): string {
  const base = String(node.attr ?? node.op)
    .replace(/'/g, '')
    .replace(/\W+/g, '_')
    .replace(/^_|_+$/g, '');
  return node.op === 'state' ? `${base}_prev` : node.op === 'cotangent' ? `d_${base}` : base;
}
