/** Operators that hold graphs: Scan, whose body is one step of a recurrence, and If, where its condition is known. */
import { Misread, refuse } from '../error.ts';
import { inputsOf, type Part, plainName, type StepState, type Value, whole } from '../net.ts';
import {
  type Abstract,
  type Axis,
  axisSize,
  type Element,
  type Final,
  isFeatures,
  isGiven,
  isNumbers,
  isTime,
  isUnknown,
  type Moment,
  type Reference,
  sameSize,
  shapeText,
  spread,
} from './abstract.ts';
import { type Context, elementsOf, nodeText, outputName, partOf, type Start } from './context.ts';
import { type Graph, nodesWithin } from './format.ts';
import { flip, together } from './moments.ts';
import { axisOf, type Call, graphOf, type Handler, need, numberOf, numbersOf } from './node.ts';

/** A state of a Scan: what it was a step before. */
interface State {
  readonly value: Value;
  readonly axes: readonly Axis[];
  readonly starts: readonly Start[];
  /** Says after the first step that there was one, where the state starts at other numbers than zero. */
  readonly started?: StepState;
}

/** https://onnx.ai/onnx/operators/onnx__Scan.html */
const scan: Handler = (call) => {
  const { context, node } = call;
  const what = nodeText(node);
  context.longest ??= what;
  if (context.opset < 9) return refuse(`${what} of operators before version 9`);
  const body = graphOf(call, 'body');
  if (nodesWithin(body).some(({ op }) => op === 'Scan')) return refuse(`${what} with a Scan in its body`);
  const count = call.inputs.length - numberOf(call, 'num_scan_inputs', 0);
  if (!(count >= 0 && count < call.inputs.length && body.inputs.length === call.inputs.length))
    return refuse(`${what} of ${call.inputs.length} inputs, where its body has ${body.inputs.length}`);
  if (body.outputs.length < count || node.outputs.length > body.outputs.length)
    return refuse(`${what} of ${node.outputs.length} outputs, where its body has ${body.outputs.length}`);
  const given = new Map<string, Abstract>();
  const direction = readSteps(call, body, count, given) === 'reversed' ? 'backward' : 'forward';
  const from = context.net.values.length;
  const states = body.inputs.slice(0, count).map(({ name }, i) => readState(call, i, name, given));
  const outputs = call.within(body, given, isFixed);

  const next = states.map(({ value, axes }, i) => {
    const tensor = outputs[i]!;
    const elements = isNumbers(tensor.elements) ? spread(tensor, axes) : tensor.elements;
    if (elements.length !== value.size || !isShape(tensor, axes))
      refuse(`${what} with a state of ${shapeText({ axes, elements: [] })} that becomes ${shapeText(tensor)}`);
    return context.references(elements, what).list;
  });
  const sources = next.map((list) => context.source(list, what));
  const ends = next.map((list) => outside(call, list, context.endOf(direction)));
  const run = direction === 'backward' ? 'reversed' : 'all';
  const results = outputs
    .slice(count)
    .map((tensor, i) => stacked(call, tensor, i, isTurned(call, 'scan_output_directions', i) ? flip(run) : run));

  const values = context.net.values.slice(from).filter(({ make }) => make.kind !== 'input' && make.kind !== 'previous');
  if (values.some(({ make }) => make.kind === 'unit')) return refuse(`${what} with a recurrent layer in its body`);
  const reads = readFrom([...sources.flat(), ...results.flatMap(({ elements }) => Array.from(elements))]);
  for (const { value, starts } of states) if (reads.has(value)) context.starts.push(...starts);
  const carried = states.flatMap(({ value, started }, i): StepState[] =>
    reads.has(value) ? [{ previous: value, next: sources[i]! }, ...(started ? [started] : [])] : [],
  );
  context.loops.push({ name: plainName(partOf(node) ?? outputName(node)), values, states: carried, direction });
  if (carried[0]) context.units.set(carried[0].previous.name, `Scan ${node.name || outputName(node)}`);
  const finals = states.map(({ value, axes }, i): Abstract => {
    const elements = ends[i]!.map((seen, index): Element => {
      if (!reads.has(value)) return seen;
      return { unit: value, direction: 0, state: value.name, index, seen } satisfies Final;
    });
    return { ...outputs[i]!, axes, elements };
  });
  return [...finals, ...results];
};

/** All values that some elements are made of, their own among them. */
export function readFrom(parts: readonly (Part | Element)[]): Set<Value> {
  const stack = parts.flatMap((part) => (typeof part === 'object' && 'value' in part ? [part.value] : []));
  const seen = new Set<Value>();
  for (let value = stack.pop(); value; value = stack.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    stack.push(...inputsOf(value.make));
  }
  return seen;
}

const isTurned = (call: Call, directions: string, i: number): boolean => numbersOf(call, directions)?.[i] === 1;

const isShape = (tensor: Abstract, axes: readonly Axis[]): boolean =>
  tensor.axes.length === axes.length && axes.every((axis, i) => sameSize(axisSize(axis), axisSize(tensor.axes[i]!)));

/** Whether a tensor is there before the steps begin: constants and sizes. */
const isFixed = ({ axes, elements }: Abstract): boolean =>
  !axes.some(isTime) &&
  (isNumbers(elements) || Array.from(elements).every((x) => typeof x === 'number' || isUnknown(x)));

/** What the body is given of each step, and the order in which the steps come. */
function readSteps(call: Call, body: Graph, count: number, given: Map<string, Abstract>): Moment {
  const { context, node } = call;
  const what = nodeText(node);
  const moments = body.inputs.slice(count).map(({ name }, i) => {
    const x = need(call, count + i);
    const axis = axisOf(call, numbersOf(call, 'scan_input_axes')?.[i] ?? 0, x.axes.length);
    const steps = x.axes[axis]!;
    if (context.time === undefined ? steps.length > 0 : !isTime(steps))
      throw new Misread(`${what} along an axis that is not time`);
    const { list, moment } = context.references(x.elements, what);
    if (moment === 'last' || moment === 'first') refuse(`${what} of a single time step of a sequence`);
    given.set(name, {
      ...x,
      axes: x.axes.toSpliced(axis, 1),
      elements: list.map((each): Reference => ({ ...each, moment: 'all' })),
    });
    return isTurned(call, 'scan_input_directions', i) ? flip(moment) : moment;
  });
  return context.time === undefined ? 'all' : together(moments, what);
}

function readState(call: Call, i: number, name: string, given: Map<string, Abstract>): State {
  const { context, node } = call;
  const what = `initial state ${i} of ${nodeText(node)}`;
  const tensor = need(call, i);
  if (tensor.axes.some(isTime)) refuse(`${what} of ${shapeText(tensor)}`);
  const axes = isNumbers(tensor.elements) ? withBatch(tensor.axes, context) : tensor.axes;
  const first = spread(tensor, axes);
  const value = context.net.add(name.split('/').at(-1)!, first.length, { kind: 'previous' });
  const starts = isNumbers(first)
    ? []
    : Array.from(first, (element, at): Start => {
        if (typeof element !== 'object' || !isGiven(element)) return refuse(`${what} that is computed`);
        return { ...element, unit: value, direction: 0, state: value.name, element: at };
      });
  if (!isNumbers(first) || Array.prototype.every.call(first, (x) => x === 0)) {
    given.set(name, { ...tensor, axes, elements: elementsOf(value, 'all') });
    return { value, axes, starts };
  }
  const flag = context.net.add(`${value.name}_started`, 1, { kind: 'previous' });
  const on = context.net.point(`${value.name}_on`, 1, '1 + 0 * {0}', [whole(flag)]);
  const start = { data: Float64Array.from(first), shape: [first.length] };
  const text = '{0} + (1 - {1}) * {p0}';
  const args = [whole(value), { scalar: flag, index: 0 }];
  const old = context.net.point(`${value.name}_or_first`, first.length, text, args, [start]);
  given.set(name, { ...tensor, axes, elements: elementsOf(old, 'all') });
  return { value, axes, starts, started: { previous: flag, next: whole(on) } };
}

/** Constants may be written out over the sequences. */
function withBatch(axes: readonly Axis[], { batch }: Context): readonly Axis[] {
  if (batch === undefined || !axes.every(isFeatures)) return axes;
  const at = axes.findIndex((axis) => sameSize(axisSize(axis), batch));
  return at < 0 ? axes : axes.with(at, [{ kind: 'batch', size: batch }]);
}

/** Elements of a body as they are read from around it: a state is not read there itself. */
function outside(call: Call, list: readonly Reference[], moment: Moment): Reference[] {
  const { context, node } = call;
  if (!list.some(({ value }) => value.make.kind === 'previous'))
    return list.map((each) => ({ ...each, moment: each.moment === 'always' ? 'always' : moment }));
  const source = context.source(list, nodeText(node));
  return elementsOf(context.net.point(`${outputName(node)}_state`, list.length, '{0}', [source]), moment);
}

/** What a body gives at each step, over all of them. */
function stacked(call: Call, tensor: Abstract, i: number, moment: Moment): Abstract {
  const { context, node } = call;
  const { axes, elements } = tensor;
  const at = axisOf(call, numbersOf(call, 'scan_output_axes')?.[i] ?? 0, axes.length + 1);
  const steps: Axis = context.time === undefined ? [] : [{ kind: 'time', size: context.time }];
  const { list } = context.references(elements, nodeText(node));
  return {
    ...tensor,
    axes: axes.toSpliced(at, 0, steps),
    elements: outside(call, list, context.time === undefined ? 'all' : moment),
  };
}

const conditional: Handler = (call) => {
  const { elements } = need(call, 0);
  if (!isNumbers(elements) || elements.length !== 1)
    return refuse(`${nodeText(call.node)} with a condition that is computed`);
  return call.within(graphOf(call, elements[0] ? 'then_branch' : 'else_branch'), new Map(), () => true);
};

export const loops: Readonly<Record<string, Handler>> = { If: conditional, Scan: scan };
