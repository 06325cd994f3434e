/** Rows of the op table that only expansions in single precision use: they work on the bits of numbers, or choose between two. */
import type { Row } from './ops.ts';

export const bits = {
  // The lesser and the greater of two numbers in one instruction: a, if that is NaN.
  least: {
    args: 'a b',
    kind: 'point',
    eval: (a, b) => (b < a ? b : a),
    grad: ['g * (1 - step(a - b))', 'g * step(a - b)'],
    gpujs: '(b < a ? b : a)',
    wasm: 'f32x4.pmin(a, b)',
    wgsl: 'least(a, b)',
  },
  most: {
    args: 'a b',
    kind: 'point',
    eval: (a, b) => (a < b ? b : a),
    grad: ['g * (1 - step(b - a))', 'g * step(b - a)'],
    gpujs: '(a < b ? b : a)',
    wasm: 'f32x4.pmax(a, b)',
    wgsl: 'most(a, b)',
  },
  // a where c is below zero, and b elsewhere.
  where: {
    args: 'c a b',
    kind: 'point',
    eval: (c, a, b) => (c < 0 ? a : b),
    grad: ['0', 'where(c, g, 0)', 'where(c, 0, g)'],
    gpujs: '(c < 0 ? a : b)',
    wasm: 'v128.bitselect(a, b, f32x4.lt(c, 0))',
    wgsl: 'select(b, a, c < 0.0)',
  },
  // The magnitude of a with the sign of b.
  copysign: {
    args: 'a b',
    kind: 'point',
    eval: (a, b) => (b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a)),
    grad: ['g * sign(a) * sign(b)', '0'],
    gpujs: '(b < 0 ? -Math.abs(a) : Math.abs(a))',
    wasm: 'v128.bitselect(b, a, i32x4.splat(-2147483648))',
    wgsl: 'copysign(a, b)',
  },
  // 2^k for whole k from -127 (which gives 0) to 127: k lands in the exponent's bits.
  pow2: {
    args: 'k',
    kind: 'point',
    eval: (k) => 2 ** k,
    grad: ['g * y * 0.6931471805599453'],
    gpujs: 'Math.pow(2, k)',
    wasm: 'i32x4.shl(f32x4.add(k, 12583039), 23)',
    wgsl: 'pow2(k)',
  },
  // x = mantissa(x) * 2 ^ exponent(x) with a mantissa between sqrt(1/2) and sqrt(2), for positive normal x.
  exponent: {
    args: 'x',
    kind: 'point',
    eval: (x) => Math.floor(Math.log2(x) + 0.5),
    grad: ['0'],
    wasm: 'f32x4.convert_i32x4_s(i32x4.shr_s(i32x4.sub(x, i32x4.splat(1060439283)), 23))',
    wgsl: 'exponent(x)',
  },
  mantissa: {
    args: 'x',
    kind: 'point',
    eval: (x) => x / 2 ** Math.floor(Math.log2(x) + 0.5),
    grad: ['g * y / x'],
    wasm: 'i32x4.sub(x, v128.and(i32x4.sub(x, i32x4.splat(1060439283)), i32x4.splat(-8388608)))',
    wgsl: 'mantissa(x)',
  },
} as const satisfies Record<string, Row>;
