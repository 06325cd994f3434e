/** The gradient of one step: from the cotangents of its output and next states to those of its input, states and parameters. */
import type { Scope } from '../ir/build.ts';
import { type Node, rebuild, type Shape } from '../ir/node.ts';
import { rootsOf, type Step } from '../ir/step.ts';
import { verify } from '../ir/verify.ts';
import { associate, flatten } from './associate.ts';
import { distribute } from './blocks.ts';
import { grad } from './grad.ts';
import { nameAll } from './names.ts';
import { simplify } from './simplify.ts';

export interface GradientStep {
  readonly outputs: readonly { readonly from: number; readonly cotangent: Node }[];
  /** `cotangent` comes from the step after; `flow` goes to the step before. */
  readonly states: readonly {
    readonly name: string;
    readonly from: readonly number[];
    readonly whole: Shape;
    readonly cotangent: Node;
    readonly flow: Node;
  }[];
  /** An element of the input that nothing depends on has no flow. */
  readonly inputs: readonly { readonly leaf: Node; readonly from: number; readonly flow: Node | undefined }[];
  /** A parameter's gradient is the sum of these terms over all rows. */
  readonly sums: readonly { readonly leaf: Node; readonly term: Node }[];
  readonly roots: readonly Node[];
  /** Cotangents of what the equations name: `d_i` of `i`, `d_z_i` of what it is a function of. */
  readonly names: ReadonlyMap<Node, string>;
}

/** `wanted`: whose gradients there are, besides those of the states. */
export function gradientStep(
  scope: Scope,
  step: Step,
  wanted: { readonly input: boolean; readonly params: boolean },
): GradientStep {
  const { graph } = scope;
  const cotangent = (of: Node, name: string): Node => graph.node('cotangent', [], of.shape, name);
  const outputs = step.outputs.map(({ from, node }) => ({ from, node, cotangent: cotangent(node, `$y${from || ''}`) }));
  const states = step.states.map((state) => ({
    ...state,
    cotangent: cotangent(state.next, `${state.name}${state.from.some((n) => n > 0) ? `[${state.from}]` : ''}`),
  }));
  const seeds = [
    ...outputs.map((o) => [o.node, o.cotangent] as const),
    ...states.map((s) => [s.next, s.cotangent] as const),
  ];
  const inputBlocks = wanted.input ? step.inputs : [];
  const paramBlocks = wanted.params ? step.params : [];
  const leaves = [...states.map((s) => s.prev), ...[...inputBlocks, ...paramBlocks].map((block) => block.node)];
  const cotangents = grad(scope, seeds, leaves);
  const flows = new Map(leaves.flatMap((leaf) => (cotangents.has(leaf) ? [[leaf, cotangents.get(leaf)!]] : [])));
  const tidy = rebuild(graph, cotangents.values(), (node) => simplify(scope, distribute(scope, node)));
  const sorted = associate(scope, [...cotangents.values()].map(tidy), new Set(states.map((s) => s.cotangent)));
  const flow = (leaf: Node): Node | undefined => (flows.has(leaf) ? sorted(tidy(flows.get(leaf)!)) : undefined);
  const zero = (leaf: Node): Node =>
    leaf.shape.length === 0 ? graph.lit(0) : graph.node('broadcast', [graph.lit(0)], leaf.shape);
  const stateFlows = states.map(({ name, from, whole, prev, cotangent: c }) => ({
    name,
    from,
    whole,
    cotangent: c,
    flow: flow(prev) ?? zero(prev),
  }));
  const inputs = inputBlocks.map(({ node, from }) => ({ leaf: node, from: from[0] ?? 0, flow: flow(node) }));
  const sums = paramBlocks.flatMap(({ node }) => {
    const total = flow(node);
    return total ? flatten(total).map((term) => ({ leaf: node, term })) : [];
  });
  const roots = [
    ...stateFlows.map((s) => s.flow),
    ...inputs.flatMap((i) => (i.flow ? [i.flow] : [])),
    ...sums.map((s) => s.term),
  ];
  verify(scope.table, roots, 'normal', 'the gradient');
  const names = new Map<Node, string>();
  for (const { name, flow: back } of stateFlows) names.set(back, `d_${name}_prev`);
  for (const input of inputBlocks) if (flow(input.node)) names.set(flow(input.node)!, `d_${input.name}`);
  const forward = nameAll(rootsOf(step), step.names);
  for (const [node, flowing] of cotangents) {
    const name = forward.get(node);
    if (name && !name.startsWith('$')) names.set(sorted(tidy(flowing)), `d_${name}`);
  }
  return {
    outputs: outputs.map(({ from, cotangent: c }) => ({ from, cotangent: c })),
    states: stateFlows,
    inputs,
    sums,
    roots,
    names,
  };
}
