/** Which values differ between the sequences of a batch: those that depend on more than parameters. */
import { type Node, rootsOf, type Step, topological } from '@cellc/compiler/graph';

export function varyingOf(step: Step): Set<Node> {
  const varying = new Set<Node>([
    ...step.inputs.map(({ node }) => node),
    ...step.states.map(({ prev }) => prev),
    ...step.noise.map(({ node }) => node),
  ]);
  for (const node of topological([...rootsOf(step), ...step.names.keys()]))
    if (node.args.some((arg) => varying.has(arg))) varying.add(node);
  return varying;
}
