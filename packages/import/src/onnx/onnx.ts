/** ONNX models as specs: recurrent operators as layers, what is around them as dense layers and cells. */
import type { CellcError } from '@cellc/compiler';
import { Misread, refuse, show } from '../error.ts';
import type { Port, Axis as PortAxis, Slot } from '../io.ts';
import { type Lowered, lower } from '../lower.ts';
import { inputsOf, type Loop, type Net, type Source, type StepState, sizeOf, type Value, whole } from '../net.ts';
import type { Imported, Mapped } from '../result.ts';
import {
  type Abstract,
  type Axis,
  type Element,
  isFinal,
  isNumbers,
  isTime,
  type Moment,
  type Reference,
  shapeText,
  width,
} from './abstract.ts';
import type { Context } from './context.ts';
import { readOnnx } from './file.ts';
import type { OnnxModel } from './format.ts';
import { Stopped, type Walked, walk } from './graph.ts';
import { readFrom } from './loops.ts';
import { classesOf } from './products.ts';
import { type Pair, type Reading, type Role, readings } from './roles.ts';

export interface OnnxOptions {
  readonly name: string;
  readonly open: (name: string) => Promise<Uint8Array | undefined>;
  /** Of a graph of one step: which inputs are states, and the outputs that are their next values. */
  readonly states?: Readonly<Record<string, string>> | undefined;
}

/** @throws E_FILE, E_IMPORT */
export async function importOnnx(bytes: Uint8Array, file: string, options: OnnxOptions): Promise<Imported> {
  const model = await readOnnx(bytes, file, options.open);
  let best: Stopped | undefined;
  for (const reading of readings(model, options.states)) {
    try {
      return finish(model, reading, walk(model, reading), options.name);
    } catch (error) {
      const stopped = error instanceof Stopped ? error : toStopped(error, model);
      if (!best || stopped.done > best.done || (stopped.done === best.done && isMisread(best))) best = stopped;
    }
  }
  throw best!.error;
}

/** Where readings come equally far, what stops one that is no matter of axes says more. */
const isMisread = ({ error }: Stopped): boolean => error instanceof Misread;

function toStopped(error: unknown, { nodes }: OnnxModel): Stopped {
  if (error instanceof Error && 'code' in error && error.code === 'E_IMPORT')
    return new Stopped(error as CellcError, nodes.length);
  throw error;
}

/** An output of the graph with the elements of the model's output, or of its states, that it holds. */
interface Shown {
  readonly name: string;
  readonly axes: readonly Axis[];
  readonly moment: Moment;
  readonly elements: readonly Element[];
  readonly isState: boolean;
}

function finish(model: OnnxModel, { roles, pairs }: Reading, { context, outputs }: Walked, name: string): Imported {
  const steps = pairs.map((pair) => nextOf(pair, outputs, context));
  const shown = outputs
    .filter(({ declared }) => !pairs.some(({ output }) => output === declared.name))
    .map(({ declared, tensor }): Shown => {
      checkDeclared(declared, tensor);
      const elements = Array.from(tensor.elements);
      return { name: declared.name, axes: tensor.axes, moment: 'all', elements, isState: elements.every(isFinal) };
    });
  // Where there is nothing but states, the first hidden one is what the model is for.
  const hidden = shown.filter(({ elements }) => elements.every((each) => isFinal(each) && each.seen));
  const main = shown.some(({ isState }) => !isState) ? shown.filter(({ isState }) => !isState) : hidden.slice(0, 1);
  const sources: { shown: Shown; source: Source; moment: Moment }[] = main.map((each) => {
    if (isNumbers(each.elements)) refuse(`output '${each.name}' that does not depend on the input`);
    const { list, moment } = context.references(each.elements, `output '${each.name}'`);
    return { shown: each, source: context.source(list, `output '${each.name}'`), moment };
  });
  checkRead(
    steps,
    sources.flatMap(({ source }) => source),
  );
  // A model of cell states alone gives its layer's output beside them.
  const [state] = shown[0]?.elements ?? [];
  const beside = main.length === 0 && typeof state === 'object' && isFinal(state) ? whole(state.unit) : [];
  const isLast = sources.every(
    ({ shown, moment }) => (moment === 'last' || moment === 'always') && !shown.axes.some(isTime),
  );
  const net: Net = {
    input: context.net.input,
    values: context.net.values,
    loops: steps.length > 0 ? [stepLoop(context, steps)] : context.loops,
    output: [...sources.flatMap(({ source }) => source), ...beside],
    returns: isLast ? 'last' : 'sequence',
  };
  const lowered = lower(name, net);
  if (context.lengths !== undefined) checkLengths(context, sources, isLast);
  let at = 0;
  const outputPorts = sources.map(({ shown, source, moment }): Port => {
    const slots = Array.from({ length: sizeOf(source) }, (_, i): Slot => ({ at: 'features', index: at + i }));
    at += slots.length;
    return {
      name: shown.name,
      axes: portAxes(shown.axes, shown.name),
      slots,
      ...(moment === 'last' && !isLast && { last: true }),
      ...(moment === 'reversed' && { reversed: true }),
    };
  });
  for (const each of shown) if (!main.includes(each)) outputPorts.push(finalPort(each, lowered));
  for (const { pair, slots } of steps) {
    const { tensor } = outputs.find(({ declared }) => declared.name === pair.output)!;
    outputPorts.push({ name: pair.output, axes: portAxes(tensor.axes, pair.output), slots: slots(lowered) });
  }
  const inputPorts = roles.flatMap((role) => inputPort(role, context, lowered, steps) ?? []);
  const order = new Map(model.outputs.map((declared, i) => [declared.name, i]));
  outputPorts.sort((a, b) => order.get(a.name)! - order.get(b.name)!);
  return {
    spec: lowered.spec,
    weights: Object.fromEntries(lowered.weights),
    ports: { inputs: inputPorts, outputs: outputPorts },
    report: {
      format: `ONNX, operators of version ${model.opset}${model.producer ? `, written by ${model.producer.trim()}` : ''}`,
      mapped: mapped(context, lowered),
      dropped: model.nodes.flatMap(({ op, name }) => (op === 'Dropout' ? [`${op} ${name}`] : [])),
      assumed: [
        ...pairs.map(({ input, output }) => `input ${input} is a state, and output ${output} its next value`),
        ...(context.time === undefined && pairs.length === 0 && context.units.size === 0
          ? ['there is no axis of time and no state: the whole input is one step']
          : []),
      ],
    },
  };
}

/** A graph of one step is all one loop. */
function stepLoop({ net }: Context, steps: readonly Next[]): Loop {
  const values = net.values.filter(({ make }) => make.kind !== 'input' && make.kind !== 'previous');
  if (values.some(({ make }) => make.kind === 'unit')) refuse('a graph of one step with a recurrent layer in it');
  return { values, states: steps.flatMap(({ states }) => states), direction: 'forward' };
}

interface Next {
  readonly pair: Pair;
  readonly states: readonly StepState[];
  readonly slots: (lowered: Lowered) => Slot[];
}

/** The states that an input became, and what the paired output says they become. */
function nextOf(pair: Pair, outputs: Walked['outputs'], context: Context): Next {
  const { tensor } = outputs.find(({ declared }) => declared.name === pair.output) ?? refuse(`output '${pair.output}'`);
  const what = `the next value of the state '${pair.input}'`;
  const next = context.references(tensor.elements, what).list;
  const values = new Map<Value, Reference[]>();
  const places = next.map((_, index) => context.previous.get(`${index} ${pair.input}`));
  places.forEach((place, i) => {
    if (!place) refuse(`element ${i} of the state '${pair.input}', which nothing reads`);
    const list = values.get(place.value) ?? [];
    list[place.index] = next[i]!;
    values.set(place.value, list);
  });
  for (const [value, list] of values)
    if (list.length !== value.size || list.includes(undefined as never)) refuse(`${what} has another size than it`);
  const states = [...values].map(([previous, list]) => ({ previous, next: context.source(list, what) }));
  const slots = ({ states }: Lowered): Slot[] =>
    places.map((place) => ({ at: { state: states.get(place!.value.name)! }, index: place!.index }));
  return { pair, states, slots };
}

/** What no step reads is no state: a model would not keep it. */
function checkRead(steps: readonly Next[], shown: Source): void {
  const all = steps.flatMap(({ states }) => states);
  const live = readFrom([...shown, ...all.flatMap(({ next }) => next)]);
  const reads = new Set([...live].flatMap(({ make }) => inputsOf(make)));
  for (const { pair, states } of steps)
    for (const state of states) {
      const others = all.flatMap((other) => (other === state ? [] : other.next));
      if (!reads.has(state.previous) && ![...shown, ...others].some(({ value }) => value === state.previous))
        refuse(`the state '${pair.input}', which nothing else reads`);
    }
}

/** Each sequence runs for its own length: what a graph does with the steps behind that is not computed. */
function checkLengths(
  { longest }: Context,
  sources: readonly { readonly source: Source; readonly moment: Moment }[],
  isLast: boolean,
): void {
  if (longest !== undefined)
    refuse(`${longest} beside sequence_lens`, 'it takes the steps behind a sequence’s end, too');
  const direct = sources.every(
    ({ source, moment }) => moment === 'all' && source.every(({ value }) => value.make.kind === 'unit'),
  );
  if (!isLast && !direct)
    refuse(
      'sequence_lens with layers after the recurrent ones',
      'they would compute something where a sequence has ended',
    );
}

/** A wrong number of time steps is only a hint; a wrong number of features is another network. */
function checkDeclared({ name, shape }: { name: string; shape: readonly (number | string)[] }, tensor: Abstract): void {
  if (shape.length === 0) return;
  const wrong =
    shape.length !== tensor.axes.length ||
    tensor.axes.some((axis, i) => {
      const size = shape[i];
      return typeof size === 'number' && axis.every(({ kind }) => kind === 'features') && width(axis) !== size;
    });
  if (wrong)
    refuse(
      `output '${name}' is declared ${show(shape)}, but what it computes is ${shapeText(tensor)}`,
      'the file contradicts itself',
    );
}

function portAxes(axes: readonly Axis[], name: string): PortAxis[] {
  return axes.map((axis): PortAxis => {
    const [atom, ...more] = axis;
    if (more.length) return refuse(`'${name}' with an axis of batch and time together`);
    return !atom ? 1 : atom.kind === 'features' ? atom.size : atom.kind;
  });
}

function finalPort({ name, axes, elements }: Shown, lowered: Lowered): Port {
  const slots = elements.map((element): Slot => {
    if (typeof element !== 'object' || !isFinal(element)) return refuse(`output '${name}'`);
    const state = stateOf(element, lowered) ?? refuse(`output '${name}' of a layer that nothing else needs`);
    return { at: { state }, index: element.index };
  });
  return { name, axes: portAxes(axes, name), slots };
}

function inputPort(role: Role, context: Context, lowered: Lowered, steps: readonly Next[]): Port | undefined {
  const { input, kind, axes } = role;
  const { name } = input;
  const own = axes.map((axis, i): PortAxis => {
    const size = input.shape[i]!;
    return axis === 'features' || size === 1 ? Number(size) : axis;
  });
  if (kind === 'lengths') return { name, axes: own, slots: [], lengths: true };
  const count = own.reduce<number>((n, axis) => (typeof axis === 'number' ? n * axis : n), 1);
  if (kind === 'features') {
    const value = context.inputs.get(name)!;
    const from = value.make.kind === 'input' ? value.make.from : 0;
    return { name, axes: own, slots: Array.from({ length: count }, (_, i) => ({ at: 'features', index: from + i })) };
  }
  if (kind === 'classes') {
    const value = classesOf(context).get(name);
    if (value?.make.kind !== 'input') return undefined;
    return { name, axes: own, slots: [{ at: 'features', index: value.make.from }], classes: value.size };
  }
  const step = steps.find(({ pair }) => pair.input === name);
  if (step) return { name, axes: own, slots: step.slots(lowered) };
  const all = context.starts.filter(({ given }) => given === name);
  const starts = new Map(all.map((start) => [start.index, start]));
  if (starts.size < all.length)
    refuse(`input '${name}', where several states start`, 'each state needs an input of its own');
  // What nothing reads has no place.
  if (starts.size === 0) return undefined;
  const slots = Array.from({ length: count }, (_, i): Slot => {
    const start = starts.get(i) ?? refuse(`element ${i} of input '${name}', which is no layer’s state`);
    const state = stateOf(start, lowered) ?? refuse(`input '${name}', the state of a layer that nothing else needs`);
    return { at: { state }, index: start.element };
  });
  return { name, axes: own, slots };
}

/** Where the model has a state of a recurrent value, or of a loop. */
function stateOf(
  { unit, direction, state }: { readonly unit: Value; readonly direction: number; readonly state: string },
  { units, states }: Lowered,
): string | undefined {
  const path = units.get(unit.name)?.[direction];
  return states.get(unit.name) ?? (path === undefined ? undefined : `${path}.${state}`);
}

/** What became of which nodes, a layer each. */
function mapped({ units, nodes }: Context, lowered: Lowered): Mapped[] {
  return lowered.layers.flatMap(({ name, values }): Mapped[] => {
    const unit = values.find((value) => units.has(value));
    if (unit !== undefined) return [{ from: units.get(unit)!, to: lowered.units.get(unit)!.join(', ') }];
    const made = values.flatMap((value) => nodes.get(value) ?? []);
    const ops = [...new Set(made.map(({ op }) => op))];
    const [first] = made;
    if (!first) return [];
    const list = `${ops.slice(0, mostOps).join(', ')}${ops.length > mostOps ? ', …' : ''}`;
    return [{ from: `${list} ${first.name}`.trimEnd(), to: name }];
  });
}

/** More make no line. */
const mostOps = 6;
