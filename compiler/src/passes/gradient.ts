/** The gradient of one step: from the cotangents of its output and next states to those of its input, states and parameters. */
import type { Scope } from '../ir/build.ts';
import { type Node, rebuild } from '../ir/node.ts';
import type { Step } from '../ir/step.ts';
import { associate, flatten } from './associate.ts';
import { distribute } from './blocks.ts';
import { grad } from './grad.ts';
import { simplify } from './simplify.ts';

export interface GradientStep {
  readonly outputs: readonly { readonly from: number; readonly cotangent: Node }[];
  /** `cotangent` comes from the step after; `flow` goes to the step before. */
  readonly states: readonly { readonly name: string; readonly from: number; readonly cotangent: Node; readonly flow: Node }[];
  /** An element of the input that nothing depends on has no flow. */
  readonly inputs: readonly { readonly leaf: Node; readonly from: number; readonly flow: Node | undefined }[];
  /** A parameter's gradient is the sum of these terms over all rows. */
  readonly sums: readonly { readonly leaf: Node; readonly term: Node }[];
  readonly roots: readonly Node[];
}

export function gradientStep(scope: Scope, step: Step): GradientStep {
  const { graph } = scope;
  const cotangent = (of: Node, name: string): Node => graph.node('cotangent', [], of.shape, name);
  const outputs = step.outputs.map(({ from, node }) => ({ from, node, cotangent: cotangent(node, `y${from || ''}`) }));
  const states = step.states.map((state) => ({ ...state, cotangent: cotangent(state.next, `${state.name}${state.from || ''}`) }));
  const seeds = [...outputs.map((o) => [o.node, o.cotangent] as const), ...states.map((s) => [s.next, s.cotangent] as const)];
  const leaves = [...states.map((s) => s.prev), ...step.inputs.map((b) => b.node), ...step.params.map((b) => b.node)];
  const flows = grad(scope, seeds, leaves);
  const tidy = rebuild(graph, flows.values(), (node) => simplify(scope, distribute(scope, node)));
  const sorted = associate(scope, [...flows.values()].map(tidy), new Set(states.map((s) => s.cotangent)));
  const flow = (leaf: Node): Node | undefined => (flows.has(leaf) ? sorted(tidy(flows.get(leaf)!)) : undefined);
  const zero = (leaf: Node): Node => (leaf.shape.length === 0 ? graph.lit(0) : graph.node('broadcast', [graph.lit(0)], leaf.shape));
  const stateFlows = states.map(({ name, from, prev, cotangent: c }) => ({ name, from, cotangent: c, flow: flow(prev) ?? zero(prev) }));
  const inputs = step.inputs.map(({ node, from }) => ({ leaf: node, from: from[0] ?? 0, flow: flow(node) }));
  const sums = step.params.flatMap(({ node }) => {
    const total = flow(node);
    return total ? flatten(total).map((term) => ({ leaf: node, term })) : [];
  });
  const roots = [...stateFlows.map((s) => s.flow), ...inputs.flatMap((i) => (i.flow ? [i.flow] : [])), ...sums.map((s) => s.term)];
  return { outputs: outputs.map(({ from, cotangent: c }) => ({ from, cotangent: c })), states: stateFlows, inputs, sums, roots };
}
