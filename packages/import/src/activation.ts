/** Activation functions of the frameworks, as expressions of the cell language. */

export interface Activation {
  /** The function's name, where the cell language has it. */
  readonly name?: string;
  /** With `{0}` for the argument. */
  readonly text: string;
  /** Whether it looks at all elements of a vector, as softmax does. */
  readonly whole?: true;
}

/** A number as the cell language reads it, in any place of an expression. */
export function decimal(x: number): string {
  if (!Number.isFinite(x)) return `(${Math.sign(x) || 0} / 0)`;
  return x < 0 || Object.is(x, -0) ? `(-${-x})` : String(x);
}

/** A function that the cell language has. */
export const named = (name: string): Activation => ({ name, text: `${name}({0})` });

const slope = (a: number): Activation => ({ text: `max({0}, 0) + ${decimal(a)} * min({0}, 0)` });
const elu = (alpha: number): Activation =>
  alpha === 1 ? named('elu') : { text: `max({0}, 0) + ${decimal(alpha)} * expm1(min({0}, 0))` };
const clamped = (lo: number, hi: number): Activation => ({ text: `clamp({0}, ${decimal(lo)}, ${decimal(hi)})` });
/** `a * x + b` within 0 and 1. */
const hardSigmoid = (a: number, b: number): Activation => ({
  text: `clamp(${decimal(a)} * {0} + ${decimal(b)}, 0, 1)`,
});
const softmax: Activation = { ...named('softmax'), whole: true };
const logSoftmax: Activation = {
  text: '{0} - max({0}) - log(sum(exp({0} - max({0}))))',
  whole: true,
};
const normalised = (eps: number): Activation => ({
  text: `({0} - mean({0})) / sqrt(mean(square({0} - mean({0}))) + ${eps})`,
  whole: true,
});
const silu: Activation = { text: '{0} * sigmoid({0})' };
const mish: Activation = { text: '{0} * tanh(softplus({0}))' };
const hardSwish: Activation = { text: '{0} * hard_sigmoid({0})' };
/** The approximation by a hyperbolic tangent: sqrt(2/π) = 0.797…. */
const geluTanh: Activation = {
  text: '0.5 * {0} * (1 + tanh(0.7978845608028654 * ({0} + 0.044715 * {0} * {0} * {0})))',
};

/**
 * ONNX operators and the activations of its recurrent operators, in lower case, with `alpha` and `beta` where the file
 * gives them. Undefined for one that does not exist.
 */
export function onnxActivation(name: string, alpha?: number, beta?: number): Activation | undefined {
  const row = onnx.get(name.toLowerCase());
  return row?.(alpha, beta);
}

const onnx = new Map<string, (alpha?: number, beta?: number) => Activation>([
  ...['sigmoid', 'tanh', 'relu', 'softplus', 'softsign', 'exp', 'log', 'sqrt', 'abs', 'sign', 'erf', 'neg'].map(
    (name) => [name, () => named(name)] as const,
  ),
  ['affine', (a = 1, b = 0) => ({ text: `${decimal(a)} * {0} + ${decimal(b)}` })],
  ['leakyrelu', (a = 0.01) => slope(a)],
  ['thresholdedrelu', (a = 1) => ({ text: `{0} * step({0} - ${decimal(a)})` })],
  ['scaledtanh', (a = 1, b = 1) => ({ text: `${decimal(a)} * tanh(${decimal(b)} * {0})` })],
  ['hardsigmoid', (a = 0.2, b = 0.5) => hardSigmoid(a, b)],
  ['elu', (a = 1) => elu(a)],
  ['celu', (a = 1) => ({ text: `max({0}, 0) + ${decimal(a)} * expm1(min({0}, 0) / ${decimal(a)})` })],
  [
    'selu',
    (a = 1.6732631921768188, b = 1.0507010221481323) => ({
      text: `${decimal(b)} * (max({0}, 0) + ${decimal(a)} * expm1(min({0}, 0)))`,
    }),
  ],
  ['hardswish', () => hardSwish],
  ['mish', () => mish],
  ['gelu', () => named('gelu')],
  ['reciprocal', () => ({ text: '1 / {0}' })],
  // With e^x - 1 and log(1 + x), which lose nothing near zero.
  ['sinh', () => ({ text: '0.5 * (expm1({0}) - expm1(-{0}))' })],
  ['cosh', () => ({ text: '0.5 * (exp({0}) + exp(-{0}))' })],
  ['asinh', () => ({ text: 'sign({0}) * log1p(abs({0}) + square({0}) / (1 + sqrt(square({0}) + 1)))' })],
  ['atanh', () => ({ text: '0.5 * (log1p({0}) - log1p(-{0}))' })],
]);

/** The activations of ONNX that take an `alpha`, or a `beta`, which a file gives in their order. */
export const takesAlpha = new Set(['affine', 'leakyrelu', 'thresholdedrelu', 'scaledtanh', 'hardsigmoid', 'elu']);
export const takesBeta = new Set(['affine', 'scaledtanh', 'hardsigmoid']);
export { geluTanh, logSoftmax, silu, softmax };

/** Keras, by the names in its configurations; `hard_sigmoid` became another function with version 3. */
export function kerasActivation(name: string, version: 2 | 3): Activation | undefined {
  const slow = version === 3 ? named('hard_sigmoid') : hardSigmoid(0.2, 0.5);
  if (name === 'hard_sigmoid' || name === 'hardSigmoid') return slow;
  return keras.get(name);
}

const keras = new Map<string, Activation>([
  ...['relu', 'sigmoid', 'tanh', 'softplus', 'softsign', 'selu', 'gelu', 'hard_tanh'].map(
    (name) => [name, named(name)] as const,
  ),
  ['elu', named('elu')],
  ['celu', named('elu')],
  ['exponential', named('exp')],
  ['softmax', softmax],
  ['log_softmax', logSoftmax],
  ['leaky_relu', slope(0.2)],
  ['relu6', clamped(0, 6)],
  ['silu', silu],
  ['swish', silu],
  ['mish', mish],
  ['hard_silu', hardSwish],
  ['hard_swish', hardSwish],
  ['gelu_new', geluTanh],
  ['log_sigmoid', { text: '-softplus(-{0})' }],
  ['tanh_shrink', { text: '{0} - tanh({0})' }],
  ['soft_shrink', { text: '{0} - clamp({0}, -0.5, 0.5)' }],
  ['hard_shrink', { text: '{0} * step(abs({0}) - 0.5)' }],
  ['sparse_sigmoid', hardSigmoid(0.5, 0.5)],
  ['squareplus', { text: '0.5 * ({0} + sqrt({0} * {0} + 4))' }],
]);

/** No function at all. */
export function isLinear(name: string): boolean {
  return name === 'linear' || name === '';
}

/** Modules of PyTorch, with their arguments as its `repr` prints them. */
export function torchActivation(module: string, args: ReadonlyMap<string, string>): Activation | undefined {
  const number = (key: string, absent: number): number => Number(args.get(key) ?? absent);
  if (module === 'LeakyReLU') return slope(number('negative_slope', 0.01));
  if (module === 'ELU') return elu(number('alpha', 1));
  if (module === 'CELU') return onnxActivation('Celu', number('alpha', 1));
  if (module === 'RReLU') return slope((number('lower', 1 / 8) + number('upper', 1 / 3)) / 2);
  if (module === 'Softshrink') return { text: `{0} - clamp({0}, ${decimal(-number('0', 0.5))}, ${number('0', 0.5)})` };
  if (module === 'Hardshrink') return { text: `{0} * step(abs({0}) - ${number('0', 0.5)})` };
  const isPlain = module === 'LayerNorm' && args.get('elementwise_affine') === 'False';
  if (isPlain && /^\(\d+,\)$/.test(args.get('0') ?? '')) return normalised(number('eps', 1e-5));
  if (module === 'Threshold') {
    const threshold = decimal(number('threshold', 0));
    return { text: `where({0} - ${threshold}, {0}, ${decimal(number('value', 0))})` };
  }
  if (module === 'Hardtanh') return clamped(number('min_val', -1), number('max_val', 1));
  if (module === 'GELU') return args.get('approximate')?.includes('tanh') ? geluTanh : named('gelu');
  // Above its threshold it is the argument itself: so far above 0, nearly nothing is lost.
  if (module === 'Softplus' && number('threshold', 20) < 20) return undefined;
  if (module === 'Softplus' && number('beta', 1) !== 1)
    return { text: `softplus(${decimal(number('beta', 1))} * {0}) / ${decimal(number('beta', 1))}` };
  return torch.get(module);
}

const torch = new Map<string, Activation>([
  ['ReLU', named('relu')],
  ['Tanh', named('tanh')],
  ['Sigmoid', named('sigmoid')],
  ['SELU', named('selu')],
  ['Softplus', named('softplus')],
  ['Softsign', named('softsign')],
  ['Hardsigmoid', named('hard_sigmoid')],
  ['Hardswish', hardSwish],
  ['SiLU', silu],
  ['Mish', mish],
  ['ReLU6', clamped(0, 6)],
  ['Softmax', softmax],
  ['LogSoftmax', logSoftmax],
  ['LogSigmoid', { text: '-softplus(-{0})' }],
  ['Softmin', { text: 'softmax(-{0})', whole: true }],
  ['Tanhshrink', { text: '{0} - tanh({0})' }],
]);

/** Small parts that layers of Keras are made of. */
export const activations = { slope, elu, clamped } as const;
