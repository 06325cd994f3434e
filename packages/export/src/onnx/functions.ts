/** The cells behind ONNX's recurrent operators, whose activations are left open, and the activations that ONNX knows. */
import { shelves } from '@cellc/compiler';
import { graphsOf, type OpTable, ops, readCell } from '@cellc/compiler/graph';
import type { Chosen, FunctionPattern, OpenFunctions } from '../recognise.ts';
import type { Attribute } from './model.ts';

/** f, g and h in the equations of ONNX; `clip` limits the arguments of f and g. */
const markers = new Map([
  ['act_f', { clipped: true }],
  ['act_g', { clipped: true }],
  ['act_h', { clipped: false }],
]);

const marker = { args: 'x', kind: 'point', eval: (x: number) => x } as const;
const table: OpTable = { ...ops, ...Object.fromEntries([...markers.keys()].map((op) => [op, marker])) };

const { texts } = shelves.cell;
const gated = (text: string): string =>
  text
    .replaceAll('= sigmoid(', '= act_f(')
    .replace(/(?<=[gn] = )tanh\(/, 'act_g(')
    .replace('tanh(c)', 'act_h(c)');

/** Shipped cells with their activations left open; those that say more come later. */
export const openCells = {
  lstm: gated(texts.lstm!),
  lstm_coupled: gated(texts.lstm_coupled!),
  lstm_peephole_diagonal: gated(texts.lstm_peephole_diagonal!),
  gru: gated(texts.gru!),
  gru_reset_before: gated(texts.gru_reset_before!),
  rnn: texts.rnn!.replace('= tanh(', '= act_f('),
} as const;

interface Row {
  readonly name: string;
  readonly text: string;
  /** What ONNX is told, in order, of the numbers in the text. */
  readonly alpha?: (numbers: Readonly<Record<string, number>>) => number;
  readonly beta?: (numbers: Readonly<Record<string, number>>) => number;
}

const alpha = (numbers: Readonly<Record<string, number>>): number => numbers.alpha!;
const beta = (numbers: Readonly<Record<string, number>>): number => numbers.beta!;

/** https://onnx.ai/onnx/operators/onnx__LSTM.html; several rows of a name are ways of writing it. */
const rows: readonly Row[] = [
  { name: 'Sigmoid', text: 'sigmoid(x)' },
  { name: 'Tanh', text: 'tanh(x)' },
  { name: 'Relu', text: 'relu(x)' },
  { name: 'Relu', text: 'max(x, 0)' },
  { name: 'Softsign', text: 'softsign(x)' },
  { name: 'Softplus', text: 'softplus(x)' },
  { name: 'Elu', text: 'elu(x)', alpha: () => 1 },
  { name: 'Elu', text: 'max(x, 0) + alpha * expm1(min(x, 0))', alpha },
  { name: 'LeakyRelu', text: 'max(x, 0) + alpha * min(x, 0)', alpha },
  { name: 'HardSigmoid', text: 'clamp(alpha * x + beta, 0, 1)', alpha, beta },
  { name: 'HardSigmoid', text: 'clamp(x / over + beta, 0, 1)', alpha: ({ over }) => 1 / over!, beta },
  { name: 'ScaledTanh', text: 'alpha * tanh(beta * x)', alpha, beta },
  { name: 'ThresholdedRelu', text: 'x * step(x - alpha)', alpha },
  // No function at all.
  { name: 'Affine', text: 'x', alpha: () => 1, beta: () => 0 },
];

const known = new Map<number, readonly FunctionPattern[]>();

/** The rows for vectors of a size; a row's place is its name there. */
function candidates(size: number): readonly FunctionPattern[] {
  const found = known.get(size) ?? rows.map((row, i) => patternOf(row, i, size));
  known.set(size, found);
  return found;
}

function patternOf({ text }: Row, place: number, size: number): FunctionPattern {
  const params = ['alpha', 'beta', 'over'].filter((name) => text.includes(name));
  const declared = params.length > 0 ? `param ${params.join(', ')}\n` : '';
  const cell = readCell({ name: 'activation', text: `cell activation(x: H) -> y: H\n${declared}y = ${text}\n` }, ops);
  const rates = { dropout: 0, recurrentDropout: 0, zoneout: new Map<string, number>() };
  const { normal } = graphsOf({ cell, sizes: new Map([['H', size]]), rates });
  return {
    name: String(place),
    root: normal.outputs[0]!.node,
    argument: normal.inputs[0]!.node,
    numbers: normal.params.map(({ node }) => node),
  };
}

export const openFunctions: { readonly table: OpTable; readonly functions: OpenFunctions } = {
  table,
  functions: { ops: markers, candidates },
};

/** The attributes of an operator with these activations, once for each direction. */
export function activationAttributes(chosen: readonly Chosen[], directions: number): Record<string, Attribute> {
  const each = Array.from({ length: directions }, () => chosen).flat();
  const rowOf = ({ name }: Chosen): Row => rows[Number(name)]!;
  const floats = (which: 'alpha' | 'beta'): number[] =>
    each.flatMap((choice) => rowOf(choice)[which]?.(choice.numbers) ?? []);
  const [alphas, betas] = [floats('alpha'), floats('beta')];
  const clip = chosen[0]?.clip ?? 0;
  return {
    activations: { strings: each.map((choice) => rowOf(choice).name) },
    ...(alphas.length > 0 && { activation_alpha: { floats: alphas } }),
    ...(betas.length > 0 && { activation_beta: { floats: betas } }),
    ...(clip > 0 && { clip: { float: clip } }),
  };
}

/** What an activation is called. */
export const functionName = ({ name }: Chosen): string => rows[Number(name)]!.name;
