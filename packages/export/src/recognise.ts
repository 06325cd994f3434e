/**
 * Whether a layer computes what a known cell computes, however it is written: the normal forms of the two graphs are
 * matched, and what stands in the place of each parameter is whatever the layer computes from its weights alone.
 */
import { flatten, isLit, type Node, type StateBlock, type Step, topological } from '@cellc/compiler/graph';

interface Bindings {
  /** What stands in the place of each node of the pattern; of a parameter, the terms of a sum, of which there may be none. */
  readonly nodes: ReadonlyMap<Node, readonly Node[]>;
  /** What stands in the place of each function that the pattern leaves open. */
  readonly functions: ReadonlyMap<string, Chosen>;
}

/** A function with its numbers, and what its argument is kept within. */
export interface Chosen {
  readonly name: string;
  readonly numbers: Readonly<Record<string, number>>;
  /** ± this; 0 for no limit. */
  readonly clip: number;
}

/** A function that may stand where the pattern leaves one open. */
export interface FunctionPattern {
  readonly name: string;
  readonly root: Node;
  /** The leaf of the pattern that is the function's argument. */
  readonly argument: Node;
  /** Its leaves that are numbers. */
  readonly numbers: readonly Node[];
}

/** Ops of the pattern that stand for functions, each for the same one wherever it is read. */
export interface OpenFunctions {
  /** By op: whether the argument may be kept within limits. */
  readonly ops: ReadonlyMap<string, { readonly clipped: boolean }>;
  candidates(size: number): readonly FunctionPattern[];
}

export interface Match {
  /** The terms whose sum is the pattern's parameter, by its name. */
  readonly params: ReadonlyMap<string, readonly Node[]>;
  /** The layer's names of the pattern's states. */
  readonly states: ReadonlyMap<string, string>;
  readonly functions: ReadonlyMap<string, Chosen>;
}

interface Scene {
  readonly pattern: Step;
  readonly actual: Step;
  readonly isConstant: ReadonlyMap<Node, boolean>;
  readonly open: OpenFunctions | undefined;
  /** A leaf of the pattern that any node can stand for. */
  readonly hole?: Node;
}

const nothing: Bindings = { nodes: new Map(), functions: new Map() };

function withNode(bindings: Bindings, node: Node, terms: readonly Node[]): Bindings {
  return { ...bindings, nodes: new Map(bindings.nodes).set(node, terms) };
}

/** @param pattern, actual normal forms of cells with whole inputs, states and outputs of the same sizes */
export function match(pattern: Step, actual: Step, open?: OpenFunctions): Match | undefined {
  if (!isWhole(actual) || actual.states.length !== pattern.states.length) return undefined;
  const scene = { pattern, actual, isConstant: constants(actual), open };
  const [output] = unify(pattern.outputs[0]!.node, actual.outputs[0]!.node, nothing, scene)
    .flatMap((bindings) => close(bindings, pattern.states, scene))
    .filter((bindings) => pattern.states.every(({ prev }) => bindings.nodes.has(prev)));
  if (!output) return undefined;
  const nameOf = new Map(actual.states.map(({ prev, name }) => [prev, name]));
  return {
    params: new Map(pattern.params.map(({ name, node }) => [name, output.nodes.get(node) ?? []])),
    states: new Map(pattern.states.map(({ name, prev }) => [name, nameOf.get(output.nodes.get(prev)![0]!)!])),
    functions: output.functions,
  };
}

function isWhole({ inputs, states, outputs }: Step): boolean {
  return (
    inputs.length === 1 &&
    outputs.length === 1 &&
    states.every(({ prev, whole }) => prev.shape.length === whole.length && prev.shape.every((n, i) => n === whole[i]))
  );
}

/** Whether nodes depend on nothing but parameters. */
function constants(step: Step): Map<Node, boolean> {
  const varying = new Set([...step.inputs.map(({ node }) => node), ...step.states.map(({ prev }) => prev)]);
  const result = new Map<Node, boolean>();
  const roots = [...step.states.map(({ next }) => next), ...step.outputs.map(({ node }) => node)];
  for (const node of topological(roots))
    result.set(node, !varying.has(node) && node.args.every((arg) => result.get(arg)!));
  return result;
}

/** States match where what they become does, too. */
function close(bindings: Bindings, states: readonly StateBlock[], scene: Scene): Bindings[] {
  return states.reduce<Bindings[]>(
    (found, { prev, next }) =>
      found.flatMap((each) => {
        const partner = scene.actual.states.find((state) => state.prev === each.nodes.get(prev)?.[0]);
        return partner ? unify(next, partner.next, each, scene) : [];
      }),
    [bindings],
  );
}

/** Every way in which a node can be the pattern's. */
function unify(pattern: Node, actual: Node, bindings: Bindings, scene: Scene): Bindings[] {
  const known = bindings.nodes.get(pattern);
  if (known) return known.length === 1 && known[0] === actual ? [bindings] : [];
  if (pattern === scene.hole) return sameShape(pattern, actual) ? [remember(bindings)] : [];
  if (scene.open?.ops.has(pattern.op)) return unifyFunction(pattern, actual, bindings, scene, scene.open).map(remember);
  if (pattern.op === 'param') return bind(pattern, [actual], bindings, scene);
  if (pattern.op === 'add') return unifySum(flatten(pattern), flatten(actual), bindings, scene).map(remember);
  if (pattern.op !== actual.op || !sameShape(pattern, actual)) return [];
  if (pattern.op === 'lit') return pattern.attr === actual.attr ? [bindings] : [];
  if (pattern.args.length === 0) {
    const isTaken = [...bindings.nodes.values()].some(([node]) => node === actual);
    return isTaken ? [] : [remember(bindings)];
  }
  const orders = pattern.op === 'mul' ? [actual.args, actual.args.toReversed()] : [actual.args];
  return orders.flatMap((args) => unifyAll(pattern.args, args, bindings, scene)).map(remember);

  // Equal nodes are identical: a node of the pattern stands for one node wherever it is read.
  function remember(found: Bindings): Bindings {
    return withNode(found, pattern, [actual]);
  }
}

/** A function that is left open: every one that the node can be the value of. */
function unifyFunction(
  pattern: Node,
  actual: Node,
  bindings: Bindings,
  scene: Scene,
  { ops, candidates }: OpenFunctions,
): Bindings[] {
  const known = bindings.functions.get(pattern.op);
  const { clipped } = ops.get(pattern.op)!;
  // All functions that can be limited have the same limits.
  const limited = [...bindings.functions].find(([op]) => ops.get(op)!.clipped)?.[1];
  return candidates(actual.shape[0] ?? 1).flatMap(({ name, root, argument, numbers }) =>
    unify(root, actual, nothing, { ...scene, hole: argument, open: undefined }).flatMap(({ nodes }) => {
      const values = numbers.map((node) => [String(node.attr), numberOf(nodes.get(node) ?? [])] as const);
      const { inner, clip } = clipped
        ? unclipped(nodes.get(argument)![0]!)
        : { inner: nodes.get(argument)![0]!, clip: 0 };
      const chosen = { name, numbers: Object.fromEntries(values), clip };
      const fits = values.every(([, value]) => !Number.isNaN(value)) && (!known || isSame(known, chosen));
      if (!fits || (clipped && limited && limited.clip !== clip)) return [];
      const functions = new Map(bindings.functions).set(pattern.op, chosen);
      return unify(pattern.args[0]!, inner, { ...bindings, functions }, scene);
    }),
  );
}

const isSame = (a: Chosen, b: Chosen): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The sum of numbers; NaN of anything else. */
const numberOf = (terms: readonly Node[]): number =>
  terms.reduce((sum, term) => sum + (isLit(term) ? (term.attr as number) : Number.NaN), 0);

/** `clamp(inner, -clip, clip)`, as the table expands it. */
function unclipped(node: Node): { inner: Node; clip: number } {
  const [below, most] = node.args;
  const [inner, least] = below?.args ?? [];
  const bounds = [least, most].map((bound) => (bound && isLit(bound) ? (bound.attr as number) : Number.NaN));
  const isClamp = below && inner && clampOps.join() === `${node.op},${below.op}` && bounds[0] === -bounds[1]!;
  return isClamp ? { inner, clip: bounds[1]! } : { inner: node, clip: 0 };
}
const clampOps = ['min', 'max'];

function unifyAll(patterns: readonly Node[], actuals: readonly Node[], bindings: Bindings, scene: Scene): Bindings[] {
  return patterns.reduce<Bindings[]>(
    (found, pattern, i) => found.flatMap((each) => unify(pattern, actuals[i]!, each, scene)),
    [bindings],
  );
}

/** The terms of a sum in any order; its bias is all terms that are constant, or none. */
function unifySum(patterns: readonly Node[], actuals: readonly Node[], bindings: Bindings, scene: Scene): Bindings[] {
  const bias = patterns.find(({ op }) => op === 'param');
  const terms = patterns.filter((term) => term !== bias);
  const [fixed, varying] = [
    actuals.filter((term) => scene.isConstant.get(term)),
    actuals.filter((term) => !scene.isConstant.get(term)),
  ];
  // A number in the pattern's sum is no bias.
  if (terms.some(({ op }) => op === 'lit')) return unifyTerms(patterns, actuals, bindings, scene);
  if (varying.length !== terms.length || (fixed.length > 0 && !bias)) return [];
  const started = bias ? bind(bias, fixed, bindings, scene) : [bindings];
  return started.flatMap((each) => unifyTerms(terms, varying, each, scene));
}

function unifyTerms([first, ...rest]: readonly Node[], actuals: readonly Node[], bindings: Bindings, scene: Scene) {
  if (!first) return actuals.length === 0 ? [bindings] : [];
  return actuals.flatMap((actual, i): Bindings[] =>
    unify(first, actual, bindings, scene).flatMap((each) => unifyTerms(rest, actuals.toSpliced(i, 1), each, scene)),
  );
}

/** A parameter of the pattern is what these constants add up to. */
function bind(param: Node, terms: readonly Node[], bindings: Bindings, { isConstant }: Scene): Bindings[] {
  const known = bindings.nodes.get(param);
  if (known) return known.length === terms.length && known.every((term, i) => term === terms[i]) ? [bindings] : [];
  const fits = terms.every((term) => isConstant.get(term) && (term.shape.length === 0 || sameShape(term, param)));
  return fits ? [withNode(bindings, param, terms)] : [];
}

function sameShape(a: Node, b: Node): boolean {
  return a.shape.length === b.shape.length && a.shape.every((n, i) => n === b.shape[i]);
}
