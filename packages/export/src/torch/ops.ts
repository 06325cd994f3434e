/** How the ops of the compiler's table are written in PyTorch: a row for each that works element by element or reduces. */

/** Python's operators, from loose to tight. */
export const power = { sum: 1, product: 2, sign: 3, exponent: 4, atom: 5 } as const;

export interface TorchOp {
  /** What each argument has to bind as tightly as. */
  readonly args: readonly number[];
  /** How tightly the whole binds. */
  readonly power: number;
  text(...args: string[]): string;
  /** A function of the prelude that it calls. */
  readonly helper?: Helper;
}

export type Helper = 'minimum' | 'maximum' | 'above_zero' | 'equal' | 'choose' | 'draw';

const infix = (sign: string, own: number): TorchOp => ({
  args: [own, own + 1],
  power: own,
  text: (a, b) => `${a} ${sign} ${b}`,
});
const call = (name: string, helper?: Helper): TorchOp => ({
  args: [0, 0, 0],
  power: power.atom,
  text: (...args) => `${name}(${args.join(', ')})`,
  ...(helper && { helper }),
});

export const pointOps: Readonly<Record<string, TorchOp>> = {
  add: infix('+', power.sum),
  sub: infix('-', power.sum),
  mul: infix('*', power.product),
  div: infix('/', power.product),
  // In Python, -a ** b is -(a ** b), and a ** -b needs no parentheses.
  pow: { args: [power.atom, power.sign], power: power.exponent, text: (a, b) => `${a} ** ${b}` },
  neg: { args: [power.sign], power: power.sign, text: (x) => `-${x}` },
  square: call('torch.square'),
  exp: call('torch.exp'),
  expm1: call('torch.expm1'),
  log: call('torch.log'),
  log1p: call('torch.log1p'),
  sqrt: call('torch.sqrt'),
  abs: call('torch.abs'),
  sign: call('torch.sign'),
  step: call('above_zero', 'above_zero'),
  equal: call('equal', 'equal'),
  where: call('choose', 'choose'),
  stop: { args: [power.atom], power: power.atom, text: (x) => `${x}.detach()` },
  min: call('minimum', 'minimum'),
  max: call('maximum', 'maximum'),
  sigmoid: call('torch.sigmoid'),
  tanh: call('torch.tanh'),
  relu: call('torch.relu'),
  erf: call('torch.erf'),
  // Beyond the threshold it is linear: in double precision, the usual 20 is not far enough.
  softplus: { args: [0], power: power.atom, text: (x) => `functional.softplus(${x}, threshold=40)` },
};

/** The method that reduces: over an axis, or over everything. */
export const reduceOps: Readonly<Record<string, string>> = { sum: 'sum', maxof: 'amax', minof: 'amin' };
