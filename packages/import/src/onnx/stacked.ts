/** The weights of ONNX's recurrent operators, one direction of them, as the parameters of a cell. */
import type { Tensor } from '@cellc/runtime';
import type { Activation } from '../activation.ts';
import type { Weights } from '../net.ts';
import type { RecurrentCell } from '../recurrent.ts';
import { rowsOf } from '../tensors.ts';
import { expectShape, unstack } from '../weights.ts';

export type OnnxKind = 'LSTM' | 'GRU' | 'RNN';

/** Gates in the order of the rows, by their names in the cell; and of the peepholes. */
const rows = { LSTM: 'iofg', GRU: 'zrn', RNN: 'h' } as const;
export const defaults = { LSTM: ['Sigmoid', 'Tanh', 'Tanh'], GRU: ['Sigmoid', 'Tanh'], RNN: ['Tanh'] } as const;

export interface OnnxRecurrent {
  readonly kind: OnnxKind;
  readonly input: number;
  readonly hidden: number;
  readonly activations: readonly Activation[];
  readonly clip?: number | undefined;
  readonly coupled: boolean;
  readonly resetAfter: boolean;
  readonly peepholes: boolean;
  readonly starts: boolean;
}

export function onnxCell(of: OnnxRecurrent): RecurrentCell {
  const { kind, input, hidden, activations, clip, coupled, resetAfter, peepholes, starts } = of;
  return {
    kind: ({ LSTM: 'lstm', GRU: 'gru', RNN: 'rnn' } as const)[kind],
    input,
    hidden,
    output: hidden,
    activations,
    ...(clip && { clip }),
    ...(coupled && { coupled }),
    ...(resetAfter && { resetAfter }),
    ...(peepholes && { peepholes }),
    ...(starts && { starts }),
  };
}

export interface OnnxTensors {
  /** [directions, gates * H, I] */
  readonly W: Tensor;
  /** [directions, gates * H, H] */
  readonly R: Tensor;
  /** [directions, 2 * gates * H]: of the input, then recurrent. */
  readonly B?: Tensor | undefined;
  /** [directions, 3 * H] */
  readonly P?: Tensor | undefined;
  /** [directions * H] */
  readonly h0?: Tensor | undefined;
  readonly c0?: Tensor | undefined;
}

/** @throws E_IMPORT where shapes do not fit */
export function onnxWeights(
  cell: RecurrentCell,
  kind: OnnxKind,
  tensors: OnnxTensors,
  direction: number,
  directions: number,
  what: string,
): Weights {
  const { W, R, B, P, h0, c0 } = tensors;
  const { input, hidden: H } = cell;
  const order = rows[kind];
  const height = order.length * H;
  expectShape(W, [directions, height, input], `W of ${what}`);
  expectShape(R, [directions, height, H], `R of ${what}`);
  if (B) expectShape(B, [directions, 2 * height], `B of ${what}`);
  if (P) expectShape(P, [directions, 3 * H], `P of ${what}`);
  const own = (tensor: Tensor): Tensor => {
    const { data, shape } = rowsOf(tensor, direction, direction + 1);
    return { data, shape: shape.slice(1) };
  };
  const bias = B && own(B);
  const peepholes = P && own(P);
  const part = (of: Tensor | undefined, i: number): Tensor | undefined => of && rowsOf(of, i * H, (i + 1) * H);
  return unstack(
    cell,
    {
      order,
      input: own(W),
      recurrent: own(R),
      inputBias: bias && rowsOf(bias, 0, height),
      recurrentBias: bias && rowsOf(bias, height, 2 * height),
      peepholes: peepholes && new Map(['i', 'o', 'f'].map((gate, i) => [gate, part(peepholes, i)!])),
      h0: part(h0, direction),
      c0: part(c0, direction),
    },
    what,
  );
}
