/** Einsum (https://onnx.ai/onnx/operators/onnx__Einsum.html): a product with a constant matrix, or one that broadcasts and is summed. */
import { quoted, refuse } from '../error.ts';
import {
  type Abstract,
  axisSize,
  isConstant,
  reshape,
  type Size,
  sameSize,
  shapeText,
  times,
  transpose,
} from './abstract.ts';
import { nodeText } from './context.ts';
import { elementwise, folded } from './elementwise.ts';
import { type Call, type Handler, need, textOf } from './node.ts';
import { matrix, product } from './products.ts';
import { summed } from './reductions.ts';

/** A tensor with a label for each of its axes. */
interface Labelled {
  readonly tensor: Abstract;
  readonly labels: readonly string[];
}

export const einsum: Handler = (call) => {
  const equation = textOf(call, 'equation', '').replace(/\s/g, '');
  const cannot = (): never => refuse(`${nodeText(call.node)} of the equation ${quoted(equation)}`);
  const parts = /^((?:[A-Za-z.]*,)*[A-Za-z.]*)->([A-Za-z.]*)$/.exec(equation) ?? cannot();
  const terms = parts[1]!.split(',');
  if (terms.length !== call.inputs.length || terms.length > 2) return cannot();
  const given = terms.map((term, i): Labelled => {
    const tensor = need(call, i);
    const labels = labelsOf(term, tensor.axes.length) ?? cannot();
    return labels.length === tensor.axes.length && new Set(labels).size === labels.length
      ? { tensor, labels }
      : cannot();
  });
  const open = Math.max(...given.map(({ labels }) => labels.filter((label) => /\d/.test(label)).length));
  const result = labelsOf(parts[2]!, parts[2]!.replace('...', '').length + open) ?? cannot();
  const all = new Set(given.flatMap(({ labels }) => labels));
  if (new Set(result).size < result.length || !result.every((label) => all.has(label))) return cannot();
  return [withMatrix(call, given, result) ?? broadcast(call, given, result)];
};

/** `...io` as 1, 0, i, o: what three dots stand for is counted from the end. */
function labelsOf(term: string, rank: number): string[] | undefined {
  const [before = '', after, ...more] = term.split('...');
  if (more.length || /\./.test(before + (after ?? ''))) return undefined;
  if (after === undefined) return [...before];
  const open = rank - before.length - after.length;
  if (open < 0) return undefined;
  return [...before, ...Array.from({ length: open }, (_, i) => String(open - 1 - i)), ...after];
}

/** Axes put in the order of these labels. */
function ordered({ tensor, labels }: Labelled, order: readonly string[]): Abstract {
  return transpose(
    tensor,
    order.map((label) => labels.indexOf(label)),
  );
}

/** `x @ K`, where the labels that both have are those that are summed. */
function withMatrix(call: Call, given: readonly Labelled[], result: readonly string[]): Abstract | undefined {
  const constant = given.find(({ tensor }) => isConstant(tensor));
  const x = given.find((each) => each !== constant);
  if (!constant || !x || isConstant(x.tensor)) return undefined;
  const shared = x.labels.filter((label) => constant.labels.includes(label));
  const kept = x.labels.filter((label) => !shared.includes(label));
  const made = constant.labels.filter((label) => !shared.includes(label));
  if (shared.length === 0 || shared.some((label) => result.includes(label))) return undefined;
  if (![...kept, ...made].every((label) => result.includes(label))) return undefined;
  const sizes = (of: Labelled, labels: readonly string[]): Size[] =>
    labels.map((label) => axisSize(of.tensor.axes[of.labels.indexOf(label)]!));
  const what = nodeText(call.node);
  const lengths = sizes(constant, shared);
  if (!sizes(x, shared).every((size, i) => sameSize(size, lengths[i]!)))
    refuse(`${what} of ${shapeText(x.tensor)} and ${shapeText(constant.tensor)}`);
  const total = (list: readonly Size[]): Size => list.reduce(times, 1);
  const [left, inner, right] = [sizes(x, kept), total(sizes(x, shared)), sizes(constant, made)];
  const vectors = reshape(ordered(x, [...kept, ...shared]), [...left, inner], what);
  const kernel = reshape(ordered(constant, [...shared, ...made]), [total(lengths), total(right)], what);
  const dense = reshape(product(call, vectors, matrix(call, kernel)), [...left, ...right], what);
  return ordered({ tensor: dense, labels: [...kept, ...made] }, result);
}

function broadcast(call: Call, given: readonly Labelled[], result: readonly string[]): Abstract {
  const gone = new Set(given.flatMap(({ labels }) => labels).filter((label) => !result.includes(label)));
  const all = [...result, ...gone];
  const lifted = given.map((each): Abstract => {
    const tensor = ordered(
      each,
      all.filter((label) => each.labels.includes(label)),
    );
    const axes = [...tensor.axes];
    return { ...tensor, axes: all.map((label) => (each.labels.includes(label) ? axes.shift()! : [])) };
  });
  const text = lifted.map((_, i) => `{${i}}`).join(' * ');
  const multiplied =
    lifted.length === 1
      ? lifted[0]!
      : (folded(call, lifted, (...x) => x.reduce((a, b) => a * b)) ?? elementwise(call, lifted, text));
  return gone.size === 0
    ? multiplied
    : summed(
        call,
        multiplied,
        [...gone].map((_, i) => result.length + i),
      );
}
