/** The operators LSTM, GRU and RNN (https://onnx.ai/onnx/operators/onnx__LSTM.html) with all of their attributes. */
import type { Tensor } from '@cellc/runtime';
import { Misread, quoted, refuse } from '../error.ts';
import type { Make, Value } from '../net.ts';
import {
  type Abstract,
  type Axis,
  axisSize,
  type Element,
  type Final,
  featureAxis,
  isFeatures,
  isGiven,
  isNumbers,
  type Moment,
  meet,
  shapeText,
  spread,
  width,
} from './abstract.ts';
import { activationsOf, sameActivations } from './attributes.ts';
import { type Context, elementsOf, nodeText, outputName } from './context.ts';
import { type Call, type Handler, need, numberOf, numbersOf, tensorOf, textOf, textsOf } from './node.ts';
import { defaults, type OnnxKind, onnxCell, onnxWeights } from './stacked.ts';

const opposite = { forward: 'backward', backward: 'forward' } as const;
const directionsOf = { forward: ['forward'], reverse: ['backward'], bidirectional: ['forward', 'backward'] } as const;

/** What a direction computes, and which of its value's directions it is. */
interface Direction {
  readonly value: Value;
  readonly offset: number;
  readonly which: number;
  readonly direction: 'forward' | 'backward';
}

const recurrent =
  (kind: OnnxKind): Handler =>
  (call) => {
    const { context, node } = call;
    const what = nodeText(node);
    const named = textOf(call, 'direction', 'forward');
    if (!Object.hasOwn(directionsOf, named)) return refuse(`${what} with the direction ${quoted(named)}`);
    const directions = directionsOf[named as keyof typeof directionsOf];
    const D = directions.length;
    const layout = numberOf(call, 'layout', 0);
    if (layout !== 0 && layout !== 1) return refuse(`${what} with the layout ${layout}`);
    const functions = activationsOf(
      defaults[kind],
      {
        activations: textsOf(call, 'activations'),
        alpha: numbersOf(call, 'activation_alpha'),
        beta: numbersOf(call, 'activation_beta'),
      },
      D,
      what,
    );
    const x = need(call, 0);
    const [time, batch] = outerAxes(call, x, layout);
    const last = x.axes[2]!;
    if (!isFeatures(last)) throw new Misread(`${what} of features that are batch or time`);
    const input = width(last);
    const R = tensorOf(call, 2);
    const hidden = numberOf(call, 'hidden_size', R.shape[2] ?? 0);
    if (!(Number.isInteger(hidden) && hidden > 0)) return refuse(`${what} with the hidden size ${hidden}`);
    readLengths(call, time);

    const stateAxes = layout
      ? [batch, featureAxis(D), featureAxis(hidden)]
      : [featureAxis(D), batch, featureAxis(hidden)];
    const initial = (i: number, state: string): ArrayLike<Element> | undefined =>
      call.inputs[i] && starting(call, call.inputs[i], stateAxes, state);
    const start = { h: initial(5, 'h'), c: kind === 'LSTM' ? initial(6, 'c') : undefined };
    const constants = [start.h, start.c].map((elements) => elements && isNumbers(elements) && anyOf(elements));
    const tensors = {
      W: tensorOf(call, 1),
      R,
      B: call.inputs[3] && tensorOf(call, 3),
      P: kind === 'LSTM' && call.inputs[7] ? tensorOf(call, 7) : undefined,
      h0: numbersOrNone(start.h),
      c0: numbersOrNone(start.c),
    };
    const cells = functions.map((activations) =>
      onnxCell({
        kind,
        input,
        hidden,
        activations,
        clip: numberOf(call, 'clip', 0),
        coupled: kind === 'LSTM' && numberOf(call, 'input_forget', 0) !== 0,
        resetAfter: kind === 'GRU' && numberOf(call, 'linear_before_reset', 0) !== 0,
        peepholes: tensors.P !== undefined && anyOf(tensors.P.data),
        starts: constants.some(Boolean),
      }),
    );
    const weights = cells.map((cell, d) => onnxWeights(cell, kind, tensors, d, D, what));
    const { list, moment } = context.references(x.elements, what);
    if (moment !== 'all' && moment !== 'reversed') return refuse(`${what} of a single time step of a sequence`);
    const source = context.source(list, what);
    const name = outputName({ ...node, outputs: [node.name || outputName(node)] });
    const units: Direction[] = [];
    if (D === 2 && sameActivations(functions[0]!, functions[1]!)) {
      // Of an input that runs backward, what comes first is the backward direction.
      const order = moment === 'reversed' ? [1, 0] : [0, 1];
      const sets = order.map((d) => weights[d]!);
      const both = { kind: 'unit', input: source, cell: cells[0]!, direction: 'both', weights: sets } as const;
      const value = context.net.add(name, 2 * hidden, both);
      for (const which of order)
        units.push({ value, offset: which * hidden, which, direction: directionsOf.bidirectional[which]! });
    } else
      directions.forEach((forward, d) => {
        const direction = moment === 'reversed' ? opposite[forward] : forward;
        const make: Make = { kind: 'unit', input: source, cell: cells[d]!, direction, weights: [weights[d]!] };
        units.push({ value: context.net.add(name, hidden, make), offset: 0, which: 0, direction });
      });
    for (const { value } of units) context.units.set(value.name, `${kind} ${node.name || outputName(node)}`);
    for (const state of ['h', 'c'] as const) recordStarts(call, start[state], state, units, hidden);
    return outputs(context, units, hidden, kind, { time, batch, layout, moment });
  };

function outerAxes(call: Call, x: Abstract, layout: number): [time: Axis, batch: Axis] {
  const what = nodeText(call.node);
  if (x.axes.length !== 3) return refuse(`${what} of ${shapeText(x)}`);
  const [time, batch] = layout ? [x.axes[1]!, x.axes[0]!] : [x.axes[0]!, x.axes[1]!];
  if (time.some(({ kind }) => kind !== 'time')) throw new Misread(`${what} along an axis that is not time`);
  if (batch.some(({ kind }) => kind !== 'batch')) throw new Misread(`${what} with batch and features mixed`);
  return [time, batch];
}

/** Lengths that are those of whole sequences say nothing. */
function readLengths(call: Call, time: Axis): void {
  const given = call.inputs[4];
  if (!given) {
    call.context.longest ??= nodeText(call.node);
    return;
  }
  const size = axisSize(time);
  const [first] = Array.from(given.elements);
  if (isNumbers(given.elements)) {
    if (!Array.from(given.elements).every((length) => length === size))
      refuse(`${nodeText(call.node)} with constant sequence_lens`);
    call.context.longest ??= nodeText(call.node);
    return;
  }
  if (typeof first !== 'object' || !isGiven(first)) refuse(`${nodeText(call.node)} with computed sequence_lens`);
  const { given: name } = first as { given: string };
  const { lengths = name } = call.context;
  if (lengths !== name) refuse(`${nodeText(call.node)} with other sequence_lens than before: ${quoted(name)}`);
  call.context.lengths = name;
}

function starting(call: Call, given: Abstract, axes: readonly Axis[], state: string): ArrayLike<Element> {
  const what = `initial_${state} of ${nodeText(call.node)}`;
  const wanted = axes.map(axisSize);
  if (given.axes.length !== 3) return refuse(`${what} of ${shapeText(given)}`);
  meet([given, { axes, elements: [] }], what);
  const grown = given.axes.every((axis, i) => axis.length === 0 || axisSize(axis) === wanted[i] || !isFeatures(axis));
  if (!grown) return refuse(`${what} of ${shapeText(given)}`);
  const elements = spread(given, axes);
  if (!isNumbers(elements))
    for (const element of Array.from(elements))
      if (typeof element !== 'object' || !isGiven(element))
        return refuse(
          `${what} that is computed`,
          'a spec has no values that are handed from one layer’s end to another’s start',
        );
  return elements;
}

const anyOf = (elements: ArrayLike<number>): boolean => Array.prototype.some.call(elements, (x) => x !== 0);

function numbersOrNone(elements: ArrayLike<Element> | undefined): Tensor | undefined {
  if (!elements || !isNumbers(elements)) return undefined;
  return { data: Float64Array.from(elements), shape: [elements.length] };
}

function recordStarts(
  { context }: Call,
  elements: ArrayLike<Element> | undefined,
  state: 'h' | 'c',
  units: readonly Direction[],
  hidden: number,
): void {
  if (!elements || isNumbers(elements)) return;
  Array.from(elements).forEach((element, i) => {
    const { value, which } = units[Math.floor(i / hidden)]!;
    if (typeof element === 'object' && isGiven(element))
      context.starts.push({ ...element, unit: value, direction: which, state, element: i % hidden });
  });
}

function outputs(
  context: Context,
  units: readonly Direction[],
  hidden: number,
  kind: OnnxKind,
  { time, batch, layout, moment }: { time: Axis; batch: Axis; layout: number; moment: Moment },
): Abstract[] {
  const [d, h] = [featureAxis(units.length), featureAxis(hidden)];
  const y = units.flatMap(({ value, offset }) => elementsOf(value, moment).slice(offset, offset + hidden));
  const finals = (state: 'h' | 'c'): Abstract => ({
    axes: layout ? [batch, d, h] : [d, batch, h],
    elements: units.flatMap(({ value, offset, which, direction }) =>
      Array.from({ length: hidden }, (_, index): Final => {
        const seen = { value, index: offset + index, moment: context.endOf(direction) };
        return { unit: value, direction: which, state, index, ...(state === 'h' && { seen }) };
      }),
    ),
  });
  return [
    { axes: layout ? [batch, time, d, h] : [time, d, batch, h], elements: y },
    finals('h'),
    ...(kind === 'LSTM' ? [finals('c')] : []),
  ];
}

export const recurrents: Readonly<Record<string, Handler>> = {
  LSTM: recurrent('LSTM'),
  GRU: recurrent('GRU'),
  RNN: recurrent('RNN'),
};
