/** A task is what one row needs computed: roots to store, leaves in memory. It becomes the statements for that row. */
import { invariant } from '../error.ts';
import type { Scope } from '../ir/build.ts';
import { type Affine, lit, repeat, type Stmt } from '../ir/loop.ts';
import { memoized, type Node, type Shape, size, topological, users } from '../ir/node.ts';
import type { OpTable } from '../ir/ops.ts';
import { type Fused, fuse, type Group, readsWhole } from '../passes/fuse.ts';
import { legalize } from '../passes/legalize.ts';
import { nameAll } from '../passes/names.ts';
import { accumulators } from './accumulate.ts';
import { type Address, type Index, indexOf, readAt, tiles, writeAt } from './address.ts';
import { lowerGroup } from './group.ts';
import { atRow } from './memory.ts';
import { type Lowering, rowsFor } from './schedule.ts';

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
  /** What defines the names: `c = f * c[t-1] + i * g`. */
  readonly equations: readonly string[];
  /** Where leaves and kept values are. */
  address(node: Node): Address | undefined;
  /** Where the matrix of a product with a vector lies once more, packed for vectors. */
  turned?(node: Node): Address | undefined;
  /** Memory for a value that crosses between the loops of this task. */
  scratch(node: Node): Address;
  /** Whether a place is as near as scratch memory: what crosses is read nowhere else. Undefined: all places are. */
  isNear?(to: Address): boolean;
}

/** The statements for some rows at once: the one that loops are at, and those that follow it. */
export function lowerTask(task: Task, count = 1): Stmt[] {
  const { table } = task.scope;
  const address = memoized(task.address);
  const { schedule } = task.lowering;
  const rows = Array.from({ length: count }, (_, row) => row);
  const inRow = (at: Address, row: number): Address => ({ ...at, base: atRow(at.base, row) });
  const available = (node: Node): boolean => address(node) !== undefined;
  const legal = legalize(
    task.scope,
    task.roots.map((root) => root.node),
    available,
    task.lowering,
  );
  const names = new Map([...task.names].map(([node, name]) => [legal(node), name]));
  const equations = new Map(task.equations.map((equation) => [equation.slice(0, equation.indexOf(' = ')), equation]));
  const wanted = task.roots.map((root): Root => ({ ...root, node: legal(root.node) }));
  const nodes = wanted.map((root) => root.node);
  const order = topological(nodes, available);
  const readers = users(order);
  const rooted = new Map<Node, number>();
  for (const node of nodes) rooted.set(node, (rooted.get(node) ?? 0) + 1);
  const fused = fuse(table, nodes, available);
  const label = labels(order, nameAll(nodes, names));

  const copyRows = (shape: Shape, from: Address, to: Address, add = false): Stmt[] =>
    rows.flatMap((row) => copy(shape, inRow(from, row), inRow(to, row), schedule.lanes, add));

  // A value that overwrites a leaf which is still to be read waits in scratch memory until the row is done.
  const early: Stmt[] = [];
  const late: Stmt[] = [];
  const roots = wanted.flatMap((root): Root[] => {
    if (root.node.op === 'lit') {
      for (const row of rows) late.push(writeAt(inRow(root.to, row), [], lit(root.node.attr as number)));
      return [];
    }
    const isComputed = !available(root.node);
    if (!isComputed && !root.replaces) {
      early.push(...copyRows(root.node.shape, address(root.node)!, root.to, root.add));
      return [];
    }
    if (isComputed && !(root.replaces && isReadLater(root, readers, fused, table))) return [root];
    const shadow = task.scratch(root.node);
    if (!isComputed) early.push(...copyRows(root.node.shape, address(root.node)!, shadow));
    late.push(...copyRows(root.node.shape, shadow, root.to));
    return [{ node: root.node, to: shadow }];
  });

  const computed = roots.filter((root) => !available(root.node));
  const crossing = new Map(
    fused.crossing.map((node) => {
      const isKept = ({ to, add, replaces }: Root): boolean => !add && !replaces && (task.isNear?.(to) ?? true);
      const kept = computed.find((root) => root.node === node && isKept(root));
      return [node, kept?.to ?? task.scratch(node)] as const;
    }),
  );
  const stores = memoized((node) => {
    const own = computed.filter((root) => root.node === node).map(({ to, add }) => ({ to, add: add ?? false }));
    const shared = crossing.get(node);
    const all = shared && !own.some(({ to }) => to === shared) ? [...own, { to: shared, add: false }] : own;
    return rows.map((row) => all.map(({ to, add }) => ({ to: inRow(to, row), add })));
  });
  const placed = memoized((node) => {
    const at = address(node) ?? crossing.get(node);
    return at && rows.map((row) => inRow(at, row));
  });

  const scalars = order.filter((node) => node.shape.length === 0 && available(node) && node.op !== 'lit');
  const scalar = (node: Node, row: number): string => (row > 0 ? `${label(node)}$${row}` : label(node));
  const loads = scalars.flatMap((node) =>
    rows.map((row): Stmt => ({ kind: 'let', name: scalar(node, row), value: readAt(inRow(address(node)!, row), []) })),
  );
  const body = fused.groups.flatMap((group) =>
    lowerGroup(group, {
      table,
      schedule,
      fused,
      rows,
      address: (node, row) => placed(node)?.[row],
      turned: (node) => task.turned?.(node),
      stores: (node, row) => stores(node)[row]!,
      uses: (node) => (readers.get(node)?.length ?? 0) + (rooted.get(node) ?? 0),
      equation: (node) => equations.get(names.get(node) ?? ''),
      label,
      scalar,
    }),
  );
  return [...loads, ...early, ...body, ...late];
}

/** Whether the leaf that a root replaces is read after, or around, the root's store. */
function isReadLater(root: Root, readers: ReadonlyMap<Node, readonly Node[]>, fused: Fused, table: OpTable): boolean {
  const own = fused.groupOf(root.node)!;
  /** The groups that compute a node: its own, and where it is cheap those of its readers. */
  const known = new Map<Node, ReadonlySet<Group>>();
  const groupsOf = (node: Node): ReadonlySet<Group> => {
    const done = known.get(node);
    if (done) return done;
    const home = fused.groupOf(node);
    const elsewhere = fused.isCheap(node) ? (readers.get(node) ?? []).flatMap((reader) => [...groupsOf(reader)]) : [];
    const groups = new Set(home ? [home, ...elsewhere] : elsewhere);
    known.set(node, groups);
    return groups;
  };
  const leaf = root.replaces!;
  const isTurned = (node: Node): boolean => node.op === 'transpose' && node.args[0] === leaf;
  return [...readers.keys()].some((alias) => {
    if (alias !== leaf && !isTurned(alias)) return false;
    return (readers.get(alias) ?? []).some((reader) => {
      // `around`: not just the element that the loop is at.
      const around = isTurned(alias) || readsWhole(table[reader.op]!.kind);
      return [...groupsOf(reader)].some(
        (group) => group.level > own.level || (group.level === own.level && (around || group !== own)),
      );
    });
  });
}

/** How many rows the products of a task handle at once: as many as the largest of its loops has registers for. */
export function rowsAtOnce({
  scope,
  lowering,
  roots,
  address,
}: Pick<Task, 'scope' | 'lowering' | 'roots' | 'address'>): number {
  const { schedule } = lowering;
  const available = (node: Node): boolean => address(node) !== undefined;
  const nodes = roots.map((root) => root.node).filter((node) => !available(node) && node.op !== 'lit');
  const readers = users(topological(nodes, available));
  const uses = (node: Node): number => (readers.get(node)?.length ?? 0) + (nodes.includes(node) ? 1 : 0);
  const counts = fuse(scope.table, nodes, available).groups.map(
    (group) => accumulators(scope.table, group, uses).length,
  );
  const rows = counts.filter((count) => count > 0).map((count) => rowsFor(count, schedule));
  return rows.length > 0 ? Math.min(...rows) : 1;
}

/** Copies a tensor, element by element. */
export function copy(shape: Shape, from: Address, to: Address, lanes: 1 | 4, add = false): Stmt[] {
  return eachElement(shape, lanes, (index) => writeAt(to, index, readAt(from, index), add));
}

/** Zeroes a tensor. */
export function clear(shape: Shape, to: Address, lanes: 1 | 4): Stmt[] {
  return eachElement(shape, lanes, (index) => writeAt(to, index, lit(0)));
}

function eachElement(shape: Shape, lanes: 1 | 4, body: (index: readonly Index[]) => Stmt): Stmt[] {
  invariant(shape.length <= 2, 'tensors have at most two axes');
  if (shape.length === 0) return [body([])];
  const [rows, columns] = shape.length === 2 ? (shape as [number, number]) : [1, size(shape)];
  const line = (i: Affine): Stmt[] =>
    tiles('j', columns, 1, lanes, ([j]) => [body([indexOf(i), j!].slice(2 - shape.length))]);
  return repeat('i', rows, line);
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
