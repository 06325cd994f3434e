/** Which tensors hold whole numbers by their type: sizes, indices and classes. */
import type { Abstract } from './abstract.ts';
import type { OnnxNode } from './format.ts';
import { typeOf } from './tensor.ts';

export const isWhole = (type = ''): boolean => /^u?int/.test(type);

const sizes = new Set(['Shape', 'Size']);
const truths = new Set(['And', 'Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual', 'Not', 'Or']);
/** Where it is not the first input whose type an operator's result has. */
const typedBy: Readonly<Record<string, number>> = { DequantizeLinear: 1, OneHot: 2, Where: 1 };

/** Whether an operator without graphs within it gives whole numbers. */
export function givesWhole({ op, attributes }: OnnxNode, inputs: readonly (Abstract | undefined)[]): boolean {
  if (sizes.has(op)) return true;
  if (truths.has(op)) return false;
  const to = op === 'Cast' ? attributes.get('to') : undefined;
  if (to?.kind === 'number') return isWhole(typeOf(to.value));
  const value = attributes.get('value');
  if (value?.kind === 'tensor') return isWhole(value.value.type);
  // Zeros without a type are real, whatever the sizes are.
  if (op === 'ConstantOfShape') return false;
  if (attributes.has('value_int') || attributes.has('value_ints')) return true;
  return inputs[Object.hasOwn(typedBy, op) ? typedBy[op]! : 0]?.whole ?? false;
}
