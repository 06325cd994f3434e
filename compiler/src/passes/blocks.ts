/**
 * The normal form that packing and fusing start from: no slice, no concatenation and no transpose inside the graph.
 * Slices move down to the leaves, which are cut into blocks; concatenations move up to the roots. So
 * `i, f, g, o = split(x @ W + h[t-1] @ U + b)` and the same gates written with twelve parameters become one graph.
 */

import { invariant } from '../error.ts';
import { call, concat, rule, type Scope, slice, transpose, zip } from '../ir/build.ts';
import { type Graph, type Node, rebuild, topological } from '../ir/node.ts';
import { type Block, mapStep, rootsOf, type StateBlock, type Step } from '../ir/step.ts';

/** A block with the leaf it is cut from. */
interface Cut extends Block {
  readonly leaf: Node;
}

export function splitIntoBlocks(scope: Scope, step: Step): Step {
  const { graph } = scope;
  const whole: Cut[] = [
    ...step.inputs.map((block) => ({ ...block, leaf: block.node })),
    ...step.params.map((block) => ({ ...block, leaf: block.node })),
    ...step.noise.map((block) => ({ ...block, leaf: block.node })),
    ...step.states.map((state) => ({
      name: state.name,
      node: state.prev,
      leaf: state.prev,
      from: state.from,
      transposed: false,
    })),
  ];
  const cuts = new Map(whole.map(({ leaf }) => [leaf, leaf.shape.map(() => new Set<number>())]));
  const roots = [...rootsOf(step), ...step.names.keys()];
  // Each round cuts leaves where the round before had to slice them; a leaf has finitely many places to cut.
  for (;;) {
    const grid = new Map(whole.map((block) => [block.leaf, gridOf(graph, block, cuts.get(block.leaf)!)]));
    const image = rebuild(graph, roots, (node) => {
      const blocks = grid.get(node);
      return blocks ? assemble(graph, blocks) : distribute(scope, node);
    });
    for (const state of step.states) followRoot(cuts.get(state.prev)!, image(state.next));
    // A state's pieces may slice what the state as a whole does not.
    const pieces = blocksOf(scope, step, image, grid);
    for (const node of topological(rootsOf(pieces))) if (node.op === 'slice') noteCut(node, cuts, grid);
    const isSettled = whole.every(
      (block) => gridOf(graph, block, cuts.get(block.leaf)!).length === grid.get(block.leaf)!.length,
    );
    if (isSettled) return orient(graph, pieces);
  }
}

/** The step over the blocks: each state block takes its elements of the state's next value. */
function blocksOf(
  scope: Scope,
  step: Step,
  image: (node: Node) => Node,
  grid: ReadonlyMap<Node, readonly Cut[]>,
): Step {
  const states = step.states.flatMap((state) =>
    grid.get(state.prev)!.map(({ node, from }): StateBlock => {
      const next = from.reduce(
        (part, start, axis) => cut(scope, part, axis, start, start + node.shape[axis]!),
        image(state.next),
      );
      return { name: state.name, from, whole: state.whole, prev: node, next };
    }),
  );
  const outputs = step.outputs.flatMap(({ from, node }) => {
    const joint = image(node);
    return joint.op === 'concat'
      ? bounds(joint).map(([start], i) => ({ from: from + start, node: joint.args[i]! }))
      : [{ from, node: joint }];
  });
  return {
    inputs: step.inputs.flatMap((block) => grid.get(block.node)!),
    params: step.params.flatMap((block) => grid.get(block.node)!),
    noise: step.noise.flatMap(({ draw, node, whole }) => grid.get(node)!.map((block) => ({ ...block, draw, whole }))),
    states,
    outputs,
    names: new Map(
      [...step.names]
        .map(([node, name]): [Node, string] => [image(node), name])
        .filter(([node]) => node.op !== 'concat' && node.op !== 'slice'),
    ),
  };
}

/** The blocks of a leaf between its cuts, row by row. */
function gridOf(graph: Graph, block: Cut, cuts: readonly Set<number>[]): Cut[] {
  const { leaf } = block;
  const edges = leaf.shape.map((n, axis) => [0, ...[...cuts[axis]!].sort((a, b) => a - b), n]);
  if (edges.every((e) => e.length === 2)) return [block];
  let corners: { from: number[]; to: number[] }[] = [{ from: [], to: [] }];
  for (const edge of edges)
    corners = corners.flatMap(({ from, to }) =>
      edge.slice(1).map((end, i) => ({ from: [...from, edge[i]!], to: [...to, end] })),
    );
  return corners.map(({ from, to }) => {
    const range = from.map((f, i) => (f === 0 && to[i] === leaf.shape[i] ? ':' : `${f}:${to[i]}`)).join(', ');
    const node = graph.node(
      leaf.op,
      [],
      from.map((f, i) => to[i]! - f),
      `${String(leaf.attr)}[${range}]`,
    );
    return { ...block, node, from };
  });
}

/** A cut leaf as the concatenation of its blocks. */
function assemble(graph: Graph, blocks: readonly Cut[]): Node {
  if (blocks.length === 1) return blocks[0]!.node;
  const rows = [...new Set(blocks.map((block) => block.from[0]))];
  return concat(
    graph,
    rows.map((row) =>
      concat(
        graph,
        blocks.filter((b) => b.from[0] === row).map((b) => b.node),
        1,
      ),
    ),
    0,
  );
}

/** Moves a slice or transpose below a node's argument, or a concatenation above the node. */
export function distribute(scope: Scope, node: Node): Node {
  const { graph, table } = scope;
  if (node.op === 'slice') {
    const [axis, from] = node.attr as readonly [number, number];
    return cut(scope, node.args[0]!, axis, from, from + node.shape[axis]!);
  }
  if (node.op === 'transpose') return flip(scope, node.args[0]!);
  // What was one leaf may now be a concatenation itself.
  if (node.op === 'concat') return concat(graph, node.args, node.attr as number);
  const at = node.args.findIndex((arg) => arg.op === 'concat');
  if (at < 0) return node;
  const joint = node.args[at]!;
  const axis = joint.attr as number;
  const pieces = bounds(joint);
  const row = table[node.op]!;
  if (row.kind === 'reduce') {
    const partial = joint.args.map((part) => distribute(scope, graph.withArgs(node, [part])));
    return partial.reduce((a, b) => rule(scope, row.combine!, zip('a b', [a, b])));
  }
  if (row.kind === 'contract' && isSummed(at, axis)) {
    const [a, b] = node.args as [Node, Node];
    return pieces
      .map(([from, to]) => product(scope, node, cut(scope, a, 1, from, to), cut(scope, b, 0, from, to)))
      .reduce((x, y) => distribute(scope, call(scope, 'add', [x, y])));
  }
  // What remains keeps the axis: the node of the concatenation is the concatenation of the nodes.
  const outAxis = row.kind === 'outer' || row.kind === 'contract' ? at : axis;
  return concat(
    graph,
    pieces.map(([from, to]) => cut(scope, node, outAxis, from, to)),
    outAxis,
  );
}

/** Whether a contraction sums over this axis of its argument. */
function isSummed(argument: number, axis: number): boolean {
  return argument === 0 ? axis === 1 : axis === 0;
}

function bounds(joint: Node): [number, number][] {
  let at = 0;
  return joint.args.map((part) => [at, (at += part.shape[joint.attr as number]!)]);
}

function product(scope: Scope, like: Node, a: Node, b: Node): Node {
  const shape = like.op === 'matmul' ? [a.shape[0]!] : [a.shape[0]!, b.shape[1]!];
  return distribute(scope, scope.graph.node(like.op, [a, b], shape));
}

/** Elements [from, to) of a node along an axis, with the slice as far down as it goes. */
function cut(scope: Scope, node: Node, axis: number, from: number, to: number): Node {
  const { graph, table } = scope;
  if (node.shape.length === 0 || (from === 0 && to === node.shape[axis])) return node;
  const kind = table[node.op]!.kind;
  const shape = node.shape.map((n, i) => (i === axis ? to - from : n));
  const again = (args: readonly Node[]): Node => distribute(scope, graph.node(node.op, args, shape, node.attr));
  if (kind === 'point') return again(node.args.map((arg) => cut(scope, arg, axis, from, to)));
  if (node.op === 'broadcast') return again(node.args);
  if (kind === 'contract')
    return again(node.args.map((arg, i) => (i === axis ? cut(scope, arg, axis, from, to) : arg)));
  if (kind === 'outer') return again(node.args.map((arg, i) => (i === axis ? cut(scope, arg, 0, from, to) : arg)));
  if (node.op === 'transpose') return flip(scope, cut(scope, node.args[0]!, 1 - axis, from, to));
  if (node.op === 'concat') {
    if (node.attr !== axis)
      return concat(
        graph,
        node.args.map((arg) => cut(scope, arg, axis, from, to)),
        node.attr as number,
      );
    const parts = bounds(node).flatMap(([start, end], i) =>
      start < to && from < end
        ? [cut(scope, node.args[i]!, axis, Math.max(from, start) - start, Math.min(to, end) - start)]
        : [],
    );
    return concat(graph, parts, axis);
  }
  if (node.op === 'slice') {
    const [inner, start] = node.attr as readonly [number, number];
    if (inner === axis) return slice(graph, node.args[0]!, axis, start + from, start + to);
  }
  return slice(graph, node, axis, from, to);
}

/** The transpose of a node, as far down as it goes. */
function flip(scope: Scope, node: Node): Node {
  const { graph, table } = scope;
  if (node.shape.length < 2) return node;
  const shape = [node.shape[1]!, node.shape[0]!];
  const kind = table[node.op]!.kind;
  if (node.op === 'broadcast') return graph.node(node.op, node.args, shape);
  if (kind === 'point')
    return graph.node(
      node.op,
      node.args.map((arg) => flip(scope, arg)),
      shape,
    );
  if (kind === 'outer') return graph.node(node.op, [node.args[1]!, node.args[0]!], shape);
  if (kind === 'contract') return product(scope, node, flip(scope, node.args[1]!), flip(scope, node.args[0]!));
  if (node.op === 'concat')
    return concat(
      graph,
      node.args.map((arg) => flip(scope, arg)),
      1 - (node.attr as number),
    );
  return transpose(graph, node);
}

/** Remembers where a slice cuts its leaf. */
function noteCut(node: Node, cuts: Map<Node, Set<number>[]>, grid: ReadonlyMap<Node, readonly Cut[]>): void {
  let from = node.shape.map(() => 0);
  let inner = node;
  for (; inner.op === 'slice'; inner = inner.args[0]!) {
    const [axis, start] = inner.attr as readonly [number, number];
    from = from.map((f, i) => (i === axis ? f + start : f));
  }
  const block = [...grid.values()].flat().find((b) => b.node === inner);
  invariant(block, `a slice of ${inner.op} could not be moved to a leaf`);
  from.forEach((f, axis) => {
    const start = block.from[axis]! + f;
    for (const edge of [start, start + node.shape[axis]!])
      if (edge > 0 && edge < block.leaf.shape[axis]!) cuts.get(block.leaf)![axis]!.add(edge);
  });
}

/** A state whose next value is a concatenation, along either axis, is cut like it. */
function followRoot(cuts: readonly Set<number>[], next: Node): void {
  if (next.op !== 'concat') return;
  for (const [from] of bounds(next)) if (from > 0) cuts[next.attr as number]!.add(from);
  for (const part of next.args) followRoot(cuts, part);
}

/** Parameters that are only read transposed are stored transposed: rows and columns then need no difference further on. */
function orient(graph: Graph, step: Step): Step {
  const order = topological(rootsOf(step));
  const isParam = new Set(step.params.map((block) => block.node));
  const turned = new Set(
    order.flatMap((node) => (node.op === 'transpose' && isParam.has(node.args[0]!) ? [node.args[0]!] : [])),
  );
  for (const node of order) if (node.op !== 'transpose') for (const arg of node.args) turned.delete(arg);
  const stand = (leaf: Node): Node =>
    graph.node('param', [], [leaf.shape[1]!, leaf.shape[0]!], `${String(leaf.attr)}'`);
  const oriented = mapStep(graph, step, (node) =>
    node.op === 'transpose' && turned.has(node.args[0]!) ? stand(node.args[0]!) : node,
  );
  return {
    ...oriented,
    params: step.params.map((block) =>
      turned.has(block.node) ? { ...block, node: stand(block.node), transposed: true } : block,
    ),
  };
}
