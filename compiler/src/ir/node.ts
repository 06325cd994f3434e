/** The graph: immutable, hash-consed nodes with shapes. Two nodes that mean the same are the same object. */
import { invariant } from '../error.ts';

/** Sizes along each axis: [] is a scalar, [n] a vector, [n, m] a matrix with n rows. */
export type Shape = readonly number[];

export interface Node {
  readonly id: number;
  /** A key of the op table. */
  readonly op: string;
  readonly args: readonly Node[];
  /** What the op needs to know besides its arguments: a literal's value, a leaf's name, a slice's axis and start. */
  readonly attr: Attr;
  readonly shape: Shape;
}

export type Attr = string | number | readonly number[] | undefined;

/** Makes nodes and remembers them, so that equal nodes are identical and common subexpressions are shared. */
export class Graph {
  readonly #known = new Map<string, Node>();

  node(op: string, args: readonly Node[], shape: Shape, attr?: Attr): Node {
    // -0 and 0 are different literals, but print alike.
    const label = Object.is(attr, -0) ? '-0' : String(attr);
    let key = `${op}|${typeof attr}:${label}|${shape.join()}`;
    for (const arg of args) key += `|${arg.id}`;
    const known = this.#known.get(key);
    if (known) return known;
    const node: Node = Object.freeze({ id: this.#known.size, op, args, attr, shape });
    this.#known.set(key, node);
    return node;
  }

  lit(value: number): Node {
    return this.node('lit', [], [], value);
  }

  /** The same node with other arguments. */
  withArgs(node: Node, args: readonly Node[]): Node {
    return args.every((a, i) => a === node.args[i]) ? node : this.node(node.op, args, node.shape, node.attr);
  }
}

export function size(shape: Shape): number {
  return shape.reduce((a, b) => a * b, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

export function isLit(node: Node, value?: number): boolean {
  return node.op === 'lit' && (value === undefined || node.attr === value);
}

/** An input, state, parameter or cotangent, also read transposed: what memory holds before anything is computed. */
export function isLeaf(node: Node): boolean {
  return node.op === 'transpose' ? isLeaf(node.args[0]!) : node.args.length === 0 && node.op !== 'lit';
}

/** The node itself, or what it is the transpose of. */
export function untransposed(node: Node): Node {
  return node.op === 'transpose' ? node.args[0]! : node;
}

/** A function of nodes that is computed once for each. */
export function memoized<T>(compute: (node: Node) => T): (node: Node) => T {
  const known = new Map<Node, T>();
  return (node) => {
    if (!known.has(node)) known.set(node, compute(node));
    return known.get(node)!;
  };
}

/** Every node that the roots need, arguments first; `stop` says where not to look further. */
export function topological(roots: Iterable<Node>, stop: (node: Node) => boolean = () => false): Node[] {
  const done = new Set<Node>();
  // An explicit stack, for graphs of long sums are deeper than the call stack. A node is on it twice: before its
  // arguments, and behind them.
  const open = new Set<Node>();
  const stack = [...roots].reverse();
  while (stack.length > 0) {
    const node = stack[stack.length - 1]!;
    if (done.has(node) || open.has(node) || node.args.length === 0 || stop(node)) {
      stack.pop();
      done.add(node);
      continue;
    }
    open.add(node);
    for (let i = node.args.length - 1; i >= 0; i--) if (!done.has(node.args[i]!)) stack.push(node.args[i]!);
  }
  return [...done];
}

/** Who reads each node, among the nodes of a topological order. */
export function users(order: readonly Node[]): Map<Node, Node[]> {
  const map = new Map<Node, Node[]>(order.map((node) => [node, []]));
  for (const node of order) for (const arg of new Set(node.args)) map.get(arg)?.push(node);
  return map;
}

/** Rebuilds the roots bottom-up: `visit` sees each node once, with its arguments already rebuilt. */
export function rebuild(
  graph: Graph,
  roots: Iterable<Node>,
  visit: (node: Node, original: Node) => Node,
): (node: Node) => Node {
  const map = new Map<Node, Node>();
  const mapped = (node: Node): Node => {
    const image = map.get(node);
    invariant(image, () => `node ${node.op} was not rebuilt`);
    return image;
  };
  for (const node of topological(roots)) map.set(node, visit(graph.withArgs(node, node.args.map(mapped)), node));
  return mapped;
}
