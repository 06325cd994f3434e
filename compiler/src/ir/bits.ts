/** Rows of the op table that expansions use: they work on the bits of numbers. */
import { nearestShift, pow2Helper } from './expansions.ts';
import type { Row } from './row.ts';

export const bits = {
  nearest: {
    args: 'x',
    kind: 'point',
    eval: (x) => x + nearestShift - nearestShift,
    grad: ['0'],
    js: `(x + ${nearestShift} - ${nearestShift})`,
    c: 'nearest(x)',
    gpujs: 'Math.floor(x + 0.5)',
    wasm: 'f32x4.nearest(x)',
    wgsl: 'round(x)',
  },
  ldexp: {
    args: 'a k',
    kind: 'point',
    eval: (a, k) => a * 2 ** k,
    grad: ['ldexp(g, k)', 'g * y * 0.6931471805599453'],
    js: '(a * pow2[k + 1022])',
    c: 'ldexp(a, (int)k)',
    helper: pow2Helper,
    wasm: 'f32x4.mul(a, i32x4.shl(f32x4.add(k, 12583039), 23))',
    wgsl: 'ldexp(a, i32(k))',
  },
  // The lesser and the greater of two numbers in one instruction: a, if that is NaN.
  least: {
    args: 'a b',
    kind: 'point',
    eval: (a, b) => (b < a ? b : a),
    grad: ['g * (1 - step(a - b))', 'g * step(a - b)'],
    c: 'least(a, b)',
    gpujs: '(b < a ? b : a)',
    wasm: 'f32x4.pmin(a, b)',
    wgsl: 'least(a, b)',
  },
  most: {
    args: 'a b',
    kind: 'point',
    eval: (a, b) => (a < b ? b : a),
    grad: ['g * (1 - step(b - a))', 'g * step(b - a)'],
    c: 'most(a, b)',
    gpujs: '(a < b ? b : a)',
    wasm: 'f32x4.pmax(a, b)',
    wgsl: 'most(a, b)',
  },
  // The magnitude of a with the sign of b.
  copysign: {
    args: 'a b',
    kind: 'point',
    eval: (a, b) => (b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a)),
    grad: ['g * sign(a) * sign(b)', '0'],
    c: 'copysign(a, b)',
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
    c: 'pow2(k)',
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
    c: 'exponent(x)',
    wasm: 'f32x4.convert_i32x4_s(i32x4.shr_s(i32x4.sub(x, i32x4.splat(1060439283)), 23))',
    wgsl: 'exponent(x)',
  },
  mantissa: {
    args: 'x',
    kind: 'point',
    eval: (x) => x / 2 ** Math.floor(Math.log2(x) + 0.5),
    grad: ['g * y / x'],
    c: 'mantissa(x)',
    wasm: 'i32x4.sub(x, v128.and(i32x4.sub(x, i32x4.splat(1060439283)), i32x4.splat(-8388608)))',
    wgsl: 'mantissa(x)',
  },
} as const satisfies Record<string, Row>;
