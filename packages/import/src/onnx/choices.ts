/** Comparisons, of which the results are 1 and 0, and choices by them. */
import { refuse } from '../error.ts';
import {
  type Abstract,
  type Element,
  isFeatures,
  isNumbers,
  isReference,
  isUnknown,
  meet,
  spread,
} from './abstract.ts';
import { nodeText } from './context.ts';
import { elementwise, type Fold, folded, inputsFor } from './elementwise.ts';
import { type Call, type Handler, need, numberOf } from './node.ts';

/** An operator that gives truths. */
const truth =
  (text: string, fold: Fold): Handler =>
  (call) => {
    const tensors = inputsFor(call, text);
    const known = folded(call, tensors, fold);
    if (known) return [known];
    const result = elementwise(call, tensors, text);
    noteTruths(call, result);
    return [result];
  };

function noteTruths({ context }: Call, { elements }: Abstract): void {
  const [first] = Array.from(elements);
  if (typeof first === 'object' && isReference(first)) context.truths.add(first.value);
}

/** Whether every element is 1 or 0 by how it was made. */
function isTruth({ context }: Call, { elements }: Abstract): boolean {
  return Array.from(elements).every((x) => typeof x === 'object' && isReference(x) && context.truths.has(x.value));
}

/** A size that is known only at run time is positive. */
const equal: Handler = (call) => {
  const tensors = [need(call, 0), need(call, 1)];
  const isSize = ({ axes, elements }: Abstract): boolean =>
    axes.every(isFeatures) && Array.from(elements).every((x) => typeof x === 'number' || isUnknown(x));
  if (!tensors.every(isSize)) return truth('equal({0}, {1})', (a, b) => Number(a === b))(call);
  const axes = meet(tensors, nodeText(call.node));
  const [a, b] = tensors.map((tensor) => spread(tensor, axes));
  const elements = Array.from(a!, (x, i) => {
    const y = b![i]!;
    if (typeof x === 'number' && typeof y === 'number') return Number(x === y);
    const number = typeof x === 'number' ? x : y;
    return typeof number === 'number' && number < 0 ? 0 : refuse(`${nodeText(call.node)} of computed numbers`);
  });
  return [{ axes, elements }];
};

const where: Handler = (call) => {
  const tensors = [0, 1, 2].map((i) => need(call, i));
  const axes = meet(tensors, nodeText(call.node));
  const [condition, yes, no] = tensors.map((tensor) => spread(tensor, axes));
  if (isNumbers(condition!)) {
    const elements = Array.from(condition!, (c, i): Element => (c ? yes![i]! : no![i]!));
    const known = elements.filter((element) => typeof element === 'number' || isUnknown(element)).length;
    if (known === 0 || known === elements.length) return [{ axes, elements }];
  }
  return [elementwise(call, tensors, 'where({0}, {1}, {2})')];
};

const cast: Handler = (call) => {
  const given = need(call, 0);
  const to = numberOf(call, 'to', 1);
  const kind = to === 9 ? 'truth' : (to >= 2 && to <= 7) || to === 12 || to === 13 ? 'whole' : 'real';
  if (kind === 'real' || isTruth(call, given)) return [given];
  if (isNumbers(given.elements)) {
    const convert = kind === 'truth' ? (x: number) => Number(x !== 0) : Math.trunc;
    return [{ ...given, elements: Float64Array.from(given.elements, convert) }];
  }
  const computed = Array.from(given.elements).some((element) => typeof element === 'object' && 'value' in element);
  if (computed && kind === 'truth') return truth('1 - equal({0}, 0)', (x) => Number(x !== 0))(call);
  return computed ? refuse(`${nodeText(call.node)} of computed numbers to whole ones`) : [given];
};

export const choices: Readonly<Record<string, Handler>> = {
  And: truth('{0} * {1}', (a, b) => a * b),
  Cast: cast,
  Equal: equal,
  Greater: truth('step({0} - {1})', (a, b) => Number(a > b)),
  GreaterOrEqual: truth('1 - step({1} - {0})', (a, b) => Number(a >= b)),
  Less: truth('step({1} - {0})', (a, b) => Number(a < b)),
  LessOrEqual: truth('1 - step({0} - {1})', (a, b) => Number(a <= b)),
  Not: truth('1 - {0}', (x) => 1 - x),
  Or: truth('max({0}, {1})', Math.max),
  Where: where,
};
