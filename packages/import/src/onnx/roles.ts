/** What the inputs of a graph may be: every reading of their axes that makes sense, likely ones first. */
import { quoted, refuse, show } from '../error.ts';
import { nodeText } from './context.ts';
import { type Declared, nodesWithin, type OnnxModel, type OnnxNode } from './format.ts';

/** So many readings are tried at most. */
const mostReadings = 64;

const recurrentOps = new Set(['LSTM', 'GRU', 'RNN', 'Scan']);
/** `TensorProto.DataType`: int32 and int64. */
const wholeTypes = [6, 7];

/** An input and the output that is its next value, in a graph of one step. */
export interface Pair {
  readonly input: string;
  readonly output: string;
}

/** What an input is, and what its axes run over. */
export interface Role {
  readonly input: Declared;
  readonly kind: 'features' | 'classes' | 'state' | 'lengths';
  readonly axes: readonly ('batch' | 'time' | 'features')[];
}

export interface Reading {
  readonly roles: readonly Role[];
  readonly pairs: readonly Pair[];
  /** Whether a state is one value, of which some elements may never be read, and not a value for each part that is. */
  readonly isWhole: boolean;
}

/** @param states which inputs become which outputs, where names and shapes do not tell */
export function readings(model: OnnxModel, states: Readonly<Record<string, string>> = {}): Reading[] {
  const unit = nodesWithin(model).find(({ op }) => recurrentOps.has(op));
  if (unit && Object.keys(states).length > 0)
    refuse(
      `states are named of a graph with ${nodeText(unit)}`,
      'that is for graphs of one step: this one runs over time',
    );
  const pairs = unit ? [] : pairStates(model, states);
  const kinds = model.inputs.map((input) => ({ input, kind: kindOf(input, model, pairs) }));
  if (!kinds.some(({ kind }) => kind === 'features' || kind === 'classes'))
    refuse('the graph has no input that is a sequence');
  let found: Role[][] = [[]];
  for (const { input, kind } of kinds)
    found = found
      .flatMap((roles) => partsOf(input, kind).map((part): Role[] => [...roles, part]))
      .slice(0, mostReadings);
  if (found.length === 0) {
    const { name, shape } = kinds.find(({ input, kind }) => partsOf(input, kind).length === 0)!.input;
    refuse(`input ${quoted(name)} of ${show(shape)}, where the number of features is not known`);
  }
  return (pairs.length ? [false, true] : [false]).flatMap((isWhole) =>
    found.map((roles) => ({ roles, pairs, isWhole })),
  );
}

/** Whole numbers may be classes, or else features as others are. */
function partsOf(input: Declared, kind: Role['kind']): Role[] {
  const kinds = kind === 'classes' ? (['classes', 'features'] as const) : [kind];
  return kinds.flatMap((each) => axesOf(input, each).map((axes): Role => ({ input, kind: each, axes })));
}

function kindOf(input: Declared, model: OnnxModel, pairs: readonly Pair[]): Role['kind'] {
  if (pairs.some((pair) => pair.input === input.name)) return 'state';
  const use = usesOf(input.name, model.nodes);
  if (use.size === 1 && use.has('lengths')) return 'lengths';
  if (use.size === 1 && use.has('start')) return 'state';
  return wholeTypes.includes(input.type) ? 'classes' : 'features';
}

/** What an input ends up as, followed until the first recurrent operators. */
function usesOf(name: string, nodes: readonly OnnxNode[]): Set<'start' | 'lengths' | 'other'> {
  const uses = new Set<'start' | 'lengths' | 'other'>();
  const reached = new Set([name]);
  // Nodes of a file stand in the order in which they run, so one walk is enough.
  for (const node of nodes) {
    const places = node.inputs.flatMap((input, i) => (input !== '' && reached.has(input) ? [i] : []));
    if (places.length === 0 || node.op === 'Shape') continue;
    if (!recurrentOps.has(node.op)) for (const output of node.outputs) reached.add(output);
    else for (const i of places) uses.add(useOf(node, i));
  }
  if (uses.size === 0) uses.add('other');
  return uses;
}

/** What a recurrent operator takes this input for. */
function useOf({ op, inputs, attributes }: OnnxNode, place: number): 'start' | 'lengths' | 'other' {
  if (op !== 'Scan') return place === 4 ? 'lengths' : place === 5 || place === 6 ? 'start' : 'other';
  const steps = attributes.get('num_scan_inputs');
  return steps?.kind === 'number' && place < inputs.length - steps.value ? 'start' : 'other';
}

type Axes = Role['axes'];

function axesOf({ shape, type }: Declared, kind: Role['kind']): Axes[] {
  const rank = shape.length;
  const rest = (n: number): Axes => Array<'features'>(n).fill('features');
  if (rank === 0) return [[]];
  if (kind === 'lengths') return [['batch']];
  if (kind === 'classes' && wholeTypes.includes(type)) {
    if (rank === 1) return [['time'], ['batch']];
    return [
      ['batch', 'time', ...rest(rank - 2)],
      ['time', 'batch', ...rest(rank - 2)],
      ['batch', ...rest(rank - 1)],
    ];
  }
  if (kind === 'state') {
    // Without a batch axis, and with every axis that may be one.
    const free = shape.flatMap((size, i) => (size === 1 ? [] : [i]));
    const places = shape.every((size) => typeof size === 'number') ? [undefined, ...free] : free;
    return places
      .map((place) => shape.map((_, i) => (i === place ? 'batch' : 'features')))
      .filter((axes) => axes.every((axis, i) => axis === 'batch' || typeof shape[i] === 'number'));
  }
  if (rank === 1) return [['features']];
  if (rank === 2)
    return [
      ['batch', 'features'],
      ['time', 'features'],
      // Sequences of one feature, which has no axis.
      ['batch', 'time'],
    ];
  const common: Axes[] = [
    ['batch', 'time', ...rest(rank - 2)],
    ['time', 'batch', ...rest(rank - 2)],
    ['batch', ...rest(rank - 2), 'time'],
    // Images of one channel, row by row.
    ...(rank > 3 ? [['batch', 'features', 'time', ...rest(rank - 3)] as const] : []),
    ['batch', ...rest(rank - 1)],
  ];
  return common.filter((axes) => axes.every((axis, i) => axis !== 'features' || typeof shape[i] === 'number'));
}

/** Inputs besides the first that have an output of their shape, with the likeliest of these. */
function pairStates({ inputs, outputs }: OnnxModel, named: Readonly<Record<string, string>>): Pair[] {
  const free = new Set(outputs.map(({ name }) => name));
  const pairs: Pair[] = [];
  const take = (input: string, output: string): void => {
    free.delete(output);
    pairs.push({ input, output });
  };
  for (const [input, output] of Object.entries(named)) {
    if (!inputs.some(({ name }) => name === input)) refuse(`there is no input '${input}'`);
    if (!free.has(output))
      refuse(
        `there is no output '${output}', or it is named twice`,
        `outputs: ${outputs.map(({ name }) => name).join(', ')}`,
      );
    take(input, output);
  }
  for (const input of inputs.slice(1)) {
    if (pairs.some((pair) => pair.input === input.name)) continue;
    const fits = outputs.filter(({ name, shape }) => free.has(name) && sameShape(shape, input.shape));
    // The first output is what the step is for, wherever another fits.
    const candidates = fits.length > 1 ? fits.filter(({ name }) => name !== outputs[0]!.name) : fits;
    const best = candidates.sort((a, b) => likeness(input.name, b.name) - likeness(input.name, a.name))[0];
    if (best && free.size > 1) take(input.name, best.name);
  }
  return pairs;
}

function sameShape(a: Declared['shape'], b: Declared['shape']): boolean {
  const equal = (x: number | string, y: number | string): boolean =>
    x === y || ((typeof x === 'string' || x === 1) && (typeof y === 'string' || y === 1));
  return a.length === b.length && a.every((size, i) => equal(size, b[i]!));
}

/** How many letters two names begin with alike. */
function likeness(a: string, b: string): number {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n++;
  return n;
}
