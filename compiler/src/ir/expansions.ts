/** How the functions of the op table are computed, where a target has none of its own: expansions in the cell language, and helpers. */

/** The Gaussian error function to double precision: a series near zero, a continued fraction beyond (A&S 7.1.5, 7.1.14). */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a > 6) return Math.sign(x);
  if (a < 2.5) {
    let term = a;
    let sum = a;
    for (let n = 1; n < 60; n++) {
      term *= (-a * a) / n;
      sum += term / (2 * n + 1);
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (a + fraction);
  return Math.sign(x) * (1 - Math.exp(-a * a) / ((a + fraction) * Math.sqrt(Math.PI)));
}

/** erf for emitted code: the same two formulas, stopped as soon as the terms no longer count. */
export const erfHelper = `function erf(x) {
  const a = Math.abs(x);
  if (a > 6) return Math.sign(x);
  if (a < 2.5) {
    let s = a;
    for (let n = 1, p = a; Math.abs(p) > 1e-17 * s; n++) s += (p *= (-a * a) / n) / (2 * n + 1);
    return Math.sign(x) * 1.1283791670955126 * s;
  }
  let f = 0;
  for (let n = 50; n > 0; n--) f = n / 2 / (a + f);
  return Math.sign(x) * (1 - Math.exp(-a * a) / ((a + f) * 1.7724538509055159));
}`;

/** Adding and taking away 1.5 · 2^52 leaves the nearest integer. */
export const nearestShift = 6755399441055744;

/** All powers of two that a double holds, for `ldexp`. */
export const pow2Helper = 'const pow2 = Float64Array.from({ length: 2046 }, (_, k) => 2 ** (k - 1022));';

/** exp(x) = 2^k 2^f, |f| ≤ 1/2, with a minimax polynomial for 2^f: relative error 2e-9. It has the range
 * of a double: what is around it is computed in double precision, too. */
export const expSingle = `
  t = clamp(x, -708, 709) * 1.4426950408889634
  k = nearest(t)
  f = t - k
  ldexp(1 + f * (0.6931472028551288 + f * (0.24022647913619308 + f * (0.05550332471026663 + f * (0.009618437358341966 + f * (0.0013398874445400804 + f * 0.0001535336180087152))))), k)`;

/** A minimax rational of degree 9 over 8: relative error 2e-8. Beyond ±9.02 the nearest single is ±1. */
export const tanhSingle = `
  v = clamp(x, -9.02, 9.02)
  u = v * v
  v * (0.9999999790072142 + u * (0.13379645694070708 + u * (0.0034939486983024417 + u * (0.000020582067362185346 + u * 1.3317112816065463e-8)))) / (1 + u * (0.4671296092135243 + u * (0.02587074668378256 + u * (0.00032829523637330313 + u * 7.76121752414079e-7))))`;

/*
 * In single precision. exp(x) = 2^k e^f with k = nearest(x / ln 2): ln 2 has two parts, of which k times the first is
 * exact (Cody and Waite, 1980), so that f is exact but for its own rounding. Twice a power of two reaches from the largest
 * number to the smallest subnormal one. Polynomials add pairs of terms (Estrin, 1960): a step waits for the latency of gate
 * after cell after output, not for the operations, and this way half of a polynomial's chain goes. Errors as measured by
 * test/accuracy.test.ts.
 */
export const expFloat = `
  v = most(least(x, 89), -104)
  k = nearest(v * 1.44269504)
  f = (v - k * 0.693359375) - k * -0.00021219444
  w = f * f
  p = 1 + (f + w * ((0.49999994 + f * 0.16666515) + w * ((0.041668456 + f * 0.0083694197) + w * 0.0013813142)))
  a = nearest(k * 0.5)
  p * pow2(a) * pow2(k - a)`;

/** e^x - 1 = 2^k (e^f - 1) + (2^k - 1), halved so that 2^k does not overflow before the result does. */
export const expm1Float = `
  v = most(least(x, 89), -18)
  k = nearest(v * 1.44269504)
  f = (v - k * 0.693359375) - k * -0.00021219444
  w = f * f
  m = f + w * ((0.5 + f * 0.16666538) + w * ((0.041666266 + f * 0.0083672469) + w * 0.0013947596))
  s = pow2(k - 1)
  e = m * s + (s - 0.5)
  copysign(e + e, x)`;

/**
 * With e = exp(-|x|): b - b e / (1 + e) where b is e below zero and 1 above, which rounds twice at full size, not thrice.
 * The power of two is too large by 2^64 at first, for it may be subnormal.
 */
export const sigmoidFloat = `
  v = least(abs(x), 104)
  k = nearest(v * -1.44269504)
  f = (k * -0.693359375 - v) + k * 0.00021219444
  w = f * f
  p = 1 + (f + w * ((0.49999994 + f * 0.16666515) + w * ((0.041668456 + f * 0.0083694197) + w * 0.0013813142)))
  e = p * (pow2(k + 64) * 5.421010862427522e-20)
  b = most(e, step(x))
  b - b * (e / (1 + e))`;

/** expm1(2 v) / (expm1(2 v) + 2) with v = |x|; near zero an odd polynomial. */
export const tanhFloat = `
  v = least(abs(x), 9.1)
  k = nearest(v * 2.88539008)
  f = (v - k * 0.3466796875) - k * -0.000106097220
  w = f * f
  m = (f + f) + w * ((2 + f * 1.333323) + w * ((0.66666025 + f * 0.2677519) + w * 0.089264616))
  s = pow2(k)
  e = m * s + (s - 1)
  u = v * v
  n = v + v * u * (-0.33333212 + u * (0.13322443 + u * -0.051193237))
  copysign(where(0.26 - v, n, e / (e + 2)), x)`;

/** A rational of degree 4 over 3: absolute error 4.5e-7, and for sigmoid half of it. */
export const tanhFast = `
  v = most(least(x, 7.9), -7.9)
  u = v * v
  v * (0.9999991655349731 + u * (0.12708720564842224 + u * (0.002693537389859557 + u * (0.000007150792043830734 + u * -0.000000006140222552630803)))) / (1 + u * (0.4604174494743347 + u * (0.022836022078990936 + u * 0.00019645578868221492)))`;
export const sigmoidFast = `
  w = most(least(x * 0.5, 7.9), -7.9)
  q = w * w
  0.5 + 0.5 * w * (0.9999991655349731 + q * (0.12708720564842224 + q * (0.002693537389859557 + q * (0.000007150792043830734 + q * -0.000000006140222552630803)))) / (1 + q * (0.4604174494743347 + q * (0.022836022078990936 + q * 0.00019645578868221492)))`;

/** log x = e ln 2 + log m by a polynomial in m - 1 (Moshier's Cephes); subnormal numbers are scaled up before. */
export const logFloat = `
  t = where(1.17549435e-38 - x, 1, 0)
  w = x * (1 + t * 8388607)
  e = exponent(w) - 23 * t
  z = mantissa(w) - 1
  u = z * z
  p = 0.33333331174 + z * (-0.24999993993 + z * (0.20000714765 + z * (-0.16668057665 + z * (0.14249322787 + z * (-0.12420140846 + z * (0.1167699874 + z * (-0.1151461031 + z * 0.070376836292)))))))
  y = (z + (z * u * p + e * -0.00021219444 - 0.5 * u)) + e * 0.693359375
  where(x, y + where(x - 3.4028235e38, x, 0), where(abs(x), sqrt(x), -1 / (x * x)))`;

/** gpu.js: near 1, a device's logarithm is as far off as elsewhere, but relative to next to nothing; here the same polynomial. */
export const logDevice = `(Math.abs(x - 1) < 0.29 ? ${[
  1, -0.5, 0.33333331174, -0.24999993993, 0.20000714765, -0.16668057665, 0.14249322787, -0.12420140846, 0.1167699874,
  -0.1151461031, 0.070376836292,
].reduceRight((rest, c) => (rest ? `(x - 1) * (${c} + ${rest})` : `(x - 1) * ${c}`), '')} : Math.log(x))`;

/** What 1 + x loses of x comes back as (x - (u - 1)) / u. */
export const log1pFloat = `
  u = 1 + x
  y = log(u)
  copysign(y + where(3.4028235e38 - u, where(u, (x - (u - 1)) / u, 0), 0), x)`;

/** A polynomial near zero; beyond, 1 - exp of one (after N. Juffa). */
export const erfFloat = `
  t = least(abs(x), 4)
  s = x * x
  c = x + x * (0.128379166 + s * (-0.376125336 + s * (0.112819925 + s * (-0.0267681349 + s * (0.00499119423 + s * -0.000596761703)))))
  w = t * t
  r = (0.000383197126 + -0.0000172853470 * t) * w + (0.0242546219 + -0.00388396438 * t)
  q = ((r * t - 0.106777877) * t - 0.634846687) * t - 0.128717512
  where(0.927734375 - t, c, copysign(1 - exp(q * t - t), x))`;

/** exp(b log |a|): the error of the logarithm counts b log |a| times. A negative base has whole exponents only. */
export const powFloat = `
  y = exp(b * log(abs(a)))
  h = b * 0.5
  s = where(0 - a, where(abs(b - nearest(b)), sqrt(-1), where(abs(h - nearest(h)), -1, 1)), 1)
  where(abs(b), s * y, 1)`;
