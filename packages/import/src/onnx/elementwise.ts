/** What operators that work element by element have in common: an equation of what they read, or numbers at once. */
import type { Activation } from '../activation.ts';
import { refuse } from '../error.ts';
import { type Argument, isSource, type Param } from '../net.ts';
import {
  type Abstract,
  type Element,
  isFeatures,
  isNumbers,
  isUnknown,
  type Moment,
  meet,
  plus,
  type Size,
  spread,
  times,
  width,
} from './abstract.ts';
import { constantName, elementsOf, nodeText, type Operand, outputName } from './context.ts';
import { together } from './moments.ts';
import { type Call, type Handler, need } from './node.ts';

/** One equation of what an operator reads, on the axes on which its inputs meet. */
export function elementwise(call: Call, tensors: readonly Abstract[], text: string, role?: Activation): Abstract {
  const { context, node } = call;
  const what = nodeText(node);
  const axes = meet(tensors, what);
  const size = axes.reduce((product, axis) => product * width(axis), 1);
  const spreads = tensors.map((tensor) => spread(tensor, axes));
  const scalars = spreads.filter((elements) => !isNumbers(elements));
  const allScalar = scalars.every((elements) => {
    const [first] = Array.from(elements);
    return typeof first === 'object' && 'value' in first && first.value.scalar;
  });
  const operands = spreads.map((elements, i): Operand => {
    const operand = context.operand(elements, size, allScalar && size === 1, what);
    const isWeight = operand.kind === 'number' && constantName(node, i) !== undefined;
    return isWeight ? weightOf(tensors[i]!, elements, operand) : operand;
  });
  const args: Argument[] = [];
  const params: Param[] = [];
  const moments: Moment[] = [];
  const filled = operands.reduce((line, operand, i) => {
    if (operand.kind === 'number') return line.replaceAll(`{${i}}`, operand.text);
    if (operand.kind === 'tensor') {
      params.push({ name: constantName(node, i), tensor: operand.tensor });
      return line.replaceAll(`{${i}}`, `{p${params.length - 1}}`);
    }
    args.push(operand.argument);
    moments.push(operand.moment);
    return line.replaceAll(`{${i}}`, `{a${args.length - 1}}`);
  }, text);
  const moment = together(moments, what);
  const isBias = node.op === 'Add' && args.length === 1 && params.length === 1 && isSource(args[0]!);
  const value = context.net.add(
    outputName(node),
    size,
    {
      kind: 'point',
      args,
      params,
      text: filled.replaceAll('{a', '{'),
      ...(isBias && { role: 'bias' as const }),
      ...(role && args.length === 1 && { role }),
    },
    allScalar && size === 1,
  );
  return { axes, elements: elementsOf(value, moment) };
}

/** Equal numbers that have a name are a parameter nevertheless: a scalar, or a vector. */
function weightOf({ elements: given }: Abstract, elements: ArrayLike<Element>, otherwise: Operand): Operand {
  const data = Float64Array.from(given.length === 1 ? given : elements, Number);
  if (!data.every(Number.isFinite)) return otherwise;
  return { kind: 'tensor', tensor: { data, shape: data.length === 1 ? [] : [data.length] } };
}

export type Fold = (...x: number[]) => number;

/** Constants and sizes are computed here and now. */
export function folded(call: Call, tensors: readonly Abstract[], fold: Fold | undefined): Abstract | undefined {
  if (!tensors.every(({ axes, elements }) => axes.every(isFeatures) && Array.from(elements).every(isKnown)))
    return undefined;
  const axes = meet(tensors, nodeText(call.node));
  const lists = tensors.map((tensor) => spread(tensor, axes));
  const elements: Element[] = Array.from(lists[0]!, (_, i) => {
    const args = lists.map((list) => list[i]!);
    if (call.node.op === 'Mul') return (args as Size[]).reduce(times, 1);
    if (args.some(isUnknown) && (call.node.op === 'Add' || call.node.op === 'Sub'))
      return plus(args as Size[], call.node.op === 'Sub' ? -1 : 1, nodeText(call.node));
    if (args.some(isUnknown) || !fold) return refuse(`${nodeText(call.node)} of sizes or constants`);
    return fold(...(args as number[]));
  });
  const single = tensors.every((tensor) => tensor.elements instanceof Float32Array);
  if (!isNumbers(elements)) return { axes, elements };
  return { axes, elements: single ? Float32Array.from(elements) : Float64Array.from(elements) };
}

const isKnown = (element: Element): boolean => typeof element === 'number' || isUnknown(element);

/** As many inputs as an equation reads. */
export function inputsFor(call: Call, text: string): Abstract[] {
  const count = new Set(text.match(/\{\d\}/g)).size;
  if (call.inputs.length !== count) refuse(`${nodeText(call.node)} of ${call.inputs.length} inputs`);
  return call.inputs.map((_, i) => need(call, i));
}

export const binary =
  (text: string, fold: Fold): Handler =>
  (call) => {
    const tensors = inputsFor(call, text);
    return [folded(call, tensors, fold) ?? elementwise(call, tensors, text)];
  };
