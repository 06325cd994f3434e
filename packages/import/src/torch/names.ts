/** A state_dict's tensors under the names that the modules of a model would give them. */
import type { Tensor, Tensors } from '@cellc/runtime';
import { refuse, show } from '../error.ts';

/** Wrappers within wrappers. */
const mostWrappers = 8;

/**
 * Without what wrappers put in front of every name (`_orig_mod.`, `module.`), as far as the paths that PyTorch prints do
 * not have it, too.
 */
export function withoutWrappers(tensors: Tensors, paths: ReadonlySet<string>): Tensors {
  if (paths.size === 0) return tensors;
  const names = Object.keys(tensors);
  const [first = ''] = names;
  let start = 0;
  for (let i = 0; i < mostWrappers; i++) {
    const end = first.indexOf('.', start);
    const isWrapper = end >= 0 && !paths.has(first.slice(start, end));
    if (!isWrapper || !names.every((name) => name.startsWith(first.slice(0, end + 1)))) break;
    start = end + 1;
  }
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name.slice(start), tensor]));
}

const normed = /^(.*?)(?:_g|\.original0)$/;

/**
 * With the weights that weight normalisation keeps as a length and a direction for each row: `weight_g` and `weight_v`,
 * or `parametrizations.weight.original0` and `original1`.
 * @throws E_IMPORT where it is normalised along another axis
 */
export function withoutWeightNorm(tensors: Tensors): Tensors {
  const result = new Map(Object.entries(tensors));
  for (const [name, lengths] of Object.entries(tensors)) {
    const stem = normed.exec(name)?.[1];
    const other = name.endsWith('_g') ? `${stem}_v` : `${stem}.original1`;
    const directions = stem === undefined ? undefined : result.get(other);
    if (!directions) continue;
    result.delete(name);
    result.delete(other);
    result.set(stem!.replace(/(^|\.)parametrizations\./, '$1'), scaledRows(lengths, directions, name));
  }
  return Object.fromEntries(result);
}

/** `g * v / |v|`, row by row. */
function scaledRows(lengths: Tensor, { data, shape }: Tensor, name: string): Tensor {
  const [rows = 0, ...rest] = shape;
  const width = rest.reduce((a, b) => a * b, 1);
  const fits = lengths.data.length === rows && lengths.shape[0] === rows;
  if (!fits || rest.length === 0) return refuse(`tensor ${name} ${show(lengths.shape)} of a weight ${show(shape)}`);
  const scaled = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * width, (i + 1) * width);
    let square = 0;
    for (const value of row) square += value * value;
    const norm = Math.sqrt(square);
    row.forEach((value, j) => {
      scaled[i * width + j] = norm === 0 ? 0 : (lengths.data[i]! * value) / norm;
    });
  }
  return { data: scaled, shape };
}
