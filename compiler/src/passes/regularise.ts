/**
 * Regularisation by noise: factors that training draws at random, and that have their mean wherever else the step runs.
 *
 * - dropout: the output times a mask that is 0 with the given rate, else 1 / (1 - rate) (Srivastava et al., 2014);
 * - recurrent dropout: the same for what products read of the states, with one mask a sequence (Gal & Ghahramani, 2016);
 * - zoneout: an element of a state keeps its value with the given rate (Krueger et al., 2017).
 */
import { call, type Scope } from '../ir/build.ts';
import type { Node } from '../ir/node.ts';
import { type Draw, mapStep, type Noise, type Step } from '../ir/step.ts';

/** Shares from 0 to below 1 of what is set to zero, or of what stays as it was. */
export interface Rates {
  readonly dropout: number;
  readonly recurrentDropout: number;
  /** By state. */
  readonly zoneout: ReadonlyMap<string, number>;
}

/** The step with its noise as leaves, or (`mean`) as the numbers they are on average. */
export function regularise(scope: Scope, step: Step, rates: Rates, noise: 'drawn' | 'mean'): Step {
  const leaves = new Map<string, Noise>();
  const factor = (name: string, like: Node, draw: Draw): Node => {
    if (noise === 'mean') return scope.graph.lit(draw.mean);
    const node = scope.graph.node('noise', [], like.shape, name);
    leaves.set(name, { name, node, from: like.shape.map(() => 0), whole: like.shape, transposed: false, draw });
    return node;
  };
  const times = (a: Node, b: Node): Node => call(scope, 'mul', [a, b]);

  const dropped = dropStates(scope, step, rates.recurrentDropout, factor);
  const mixed = new Map<Node, Node>();
  const names = new Map(dropped.names);
  const states = dropped.states.map((state) => {
    const rate = rates.zoneout.get(state.name) ?? 0;
    if (rate === 0) return state;
    const keep = factor(`zoneout_${state.name}`, state.prev, { each: 'step', probability: rate, value: 1, mean: rate });
    const renewed = times(call(scope, 'sub', [scope.graph.lit(1), keep]), state.next);
    const next = call(scope, 'add', [times(keep, state.prev), renewed]);
    names.set(state.next, `${state.name}_new`).set(next, state.name);
    mixed.set(state.next, next);
    return { ...state, next };
  });
  const outputs = dropped.outputs.map(({ from, node }) => {
    const output = mixed.get(node) ?? node;
    const mask = rates.dropout > 0 ? factor('dropout', output, masks(rates.dropout, 'step')) : undefined;
    return { from, node: mask ? times(output, mask) : output };
  });
  return { ...dropped, states, outputs, names, noise: [...leaves.values()] };
}

/**
 * Products read their states through masks; what works on states element by element does not, nor do products of what a
 * state has become in this step.
 */
function dropStates(
  scope: Scope,
  step: Step,
  rate: number,
  factor: (name: string, like: Node, draw: Draw) => Node,
): Step {
  if (rate === 0) return step;
  const stateOf = new Map(step.states.filter(({ prev }) => prev.shape.length === 1).map((s) => [s.prev, s.name]));
  const isNew = new Set(step.states.map(({ next }) => next));
  const known = new Map<Node, Node>();
  const masked = (node: Node): Node => {
    const done = known.get(node);
    if (done) return done;
    const name = stateOf.get(node);
    const { kind } = scope.table[node.op]!;
    const result =
      name !== undefined
        ? call(scope, 'mul', [node, factor(`recurrent_dropout_${name}`, node, masks(rate, 'sequence'))])
        : (kind === 'point' || kind === 'view') && !isNew.has(node)
          ? scope.graph.withArgs(node, node.args.map(masked))
          : node;
    known.set(node, result);
    return result;
  };
  return mapStep(scope.graph, step, (node) =>
    scope.table[node.op]!.kind === 'contract' ? scope.graph.withArgs(node, node.args.map(masked)) : node,
  );
}

/** Masks with the mean 1. */
function masks(rate: number, each: Draw['each']): Draw {
  return { each, probability: 1 - rate, value: 1 / (1 - rate), mean: 1 };
}
