/** How parameters start when no weights are given. */
import { fail } from './error.ts';
import type { Initializer, Sizes } from './module.ts';
import { writeParam } from './params.ts';
import { normal, type Random, random } from './random.ts';
import { checkIdle, type Session } from './session.ts';
import { count } from './tensor.ts';

/** Sets all parameters as a model's cells say they start. @throws E_OPTION; E_ORDER while a fit runs */
export function initializeParams(session: Session, seed: number): void {
  if (!Number.isSafeInteger(seed)) fail('E_OPTION', `seed is ${seed}, not a whole number`);
  checkIdle(session, 'initialize');
  const next = random(seed);
  for (const param of session.manifest.params) writeParam(session.m, param, initialize(param.init, param.shape, next));
  session.taped = undefined;
}

/** Fresh values, row-major. A matrix is [out, in]; a vector counts as both wide. */
export function initialize(init: Initializer, shape: Sizes, next: Random): Float64Array<ArrayBuffer> {
  const fanIn = shape.at(-1) ?? 1;
  const fanOut = shape[0] ?? 1;
  const draw = (one: () => number) => new Float64Array(count(shape)).map(one);
  const uniform = (bound: number) => draw(() => bound * (2 * next() - 1));
  const gaussian = (deviation: number) => draw(() => deviation * normal(next));
  if (typeof init === 'number') return draw(() => init);
  if (typeof init === 'object') return 'uniform' in init ? uniform(init.uniform) : gaussian(init.normal);
  switch (init) {
    case 'xavier_uniform': // Glorot and Bengio (2010), eq. 16
      return uniform(Math.sqrt(6 / (fanIn + fanOut)));
    case 'xavier_normal': // eq. 12
      return gaussian(Math.sqrt(2 / (fanIn + fanOut)));
    case 'kaiming_uniform': // He et al. (2015), eq. 10, as a uniform distribution of the same variance
      return uniform(Math.sqrt(6 / fanIn));
    case 'orthogonal':
      return orthogonal(shape, next);
  }
}

/** Gaussian vectors made orthonormal (modified Gram-Schmidt), along whichever of rows and columns are fewer (Saxe et al., 2014). */
function orthogonal(shape: Sizes, next: Random): Float64Array<ArrayBuffer> {
  const size = count(shape);
  const rows = shape.length > 1 ? shape[0]! : 1;
  const columns = size / rows;
  const [vectors, length, stride, step] = rows <= columns ? [rows, columns, columns, 1] : [columns, rows, 1, columns];
  const q = new Float64Array(size).map(() => normal(next));
  const dot = (v: number, w: number) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += q[v * stride + i * step]! * q[w * stride + i * step]!;
    return sum;
  };
  for (let v = 0; v < vectors; v++) {
    for (let w = 0; w < v; w++) {
      const along = dot(v, w);
      for (let i = 0; i < length; i++) q[v * stride + i * step]! -= along * q[w * stride + i * step]!;
    }
    const norm = Math.sqrt(dot(v, v));
    for (let i = 0; i < length; i++) q[v * stride + i * step]! /= norm;
  }
  return q;
}
