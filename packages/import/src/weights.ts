/** Weights that files stack into one matrix, as the parameters of a cell: a block of rows for each gate. */
import type { Tensor } from '@cellc/runtime';
import { refuse, show } from './error.ts';
import type { Weights } from './net.ts';
import { parametersOf, type RecurrentCell } from './recurrent.ts';
import { added, rowsOf, zeros } from './tensors.ts';

export interface Stacked {
  /** The blocks by their gates' names in the cell: `ifgo`, `rzn`, `h`. */
  readonly order: string;
  /** `[gates * H, I]` */
  readonly input: Tensor;
  /** `[gates * H, P]` */
  readonly recurrent: Tensor;
  /** `[gates * H]`, none where it is zero. */
  readonly inputBias?: Tensor | undefined;
  readonly recurrentBias?: Tensor | undefined;
  /** `[H]` for each gate. */
  readonly peepholes?: ReadonlyMap<string, Tensor> | undefined;
  /** `[P, H]` */
  readonly projection?: Tensor | undefined;
  /** `[P]` and `[H]` */
  readonly h0?: Tensor | undefined;
  readonly c0?: Tensor | undefined;
}

/** @param what the layer, as messages call it @throws E_IMPORT where shapes do not fit the cell's sizes */
export function unstack(cell: RecurrentCell, stacked: Stacked, what: string): Weights {
  const { order, inputBias, recurrentBias } = stacked;
  const { input: I, hidden: H, output: P } = cell;
  const rows = order.length * H;
  expectShape(stacked.input, [rows, I], `the input weights of ${what}`);
  expectShape(stacked.recurrent, [rows, P], `the recurrent weights of ${what}`);
  if (inputBias) expectShape(inputBias, [rows], `the bias of ${what}`);
  if (recurrentBias) expectShape(recurrentBias, [rows], `the recurrent bias of ${what}`);
  const block = (tensor: Tensor, gate: string): Tensor => {
    const at = order.indexOf(gate) * H;
    return rowsOf(tensor, at, at + H);
  };
  const find = (name: string, shape: readonly number[]): Tensor => {
    const gate = name.at(-1)!;
    const biases = [inputBias, recurrentBias].map((bias) => bias && block(bias, gate));
    if (name === 'W_hr' && cell.projection) return stacked.projection!;
    if (name === 'h_0') return stacked.h0 ?? zeros(shape);
    if (name === 'c_0') return stacked.c0 ?? zeros(shape);
    if (name.startsWith('W_x')) return block(stacked.input, gate);
    if (name.startsWith('W_h')) return block(stacked.recurrent, gate);
    if (name.startsWith('p_')) return stacked.peepholes!.get(gate)!;
    if (name === 'b_xn') return biases[0] ?? zeros(shape);
    if (name === 'b_hn') return biases[1] ?? zeros(shape);
    const [first = biases[1], second] = biases;
    return first ? added(first, first === biases[1] ? undefined : second) : zeros(shape);
  };
  return new Map(
    [...parametersOf(cell)].map(([name, shape]) => {
      const tensor = find(name, shape);
      expectShape(tensor, shape, `${name} of ${what}`);
      return [name, tensor];
    }),
  );
}

/** @throws E_IMPORT */
export function expectShape({ shape }: Tensor, expected: readonly number[], what: string): void {
  if (shape.join() !== expected.join())
    refuse(`${what} has the shape ${show(shape)} where ${show(expected)} is expected`, 'the file contradicts itself');
}
