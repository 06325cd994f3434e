/** PyTorch's names for the weights of nn.LSTM, as the paths of a model made of `cells/lstm_torch.cell`. */
import type { LayerSpec } from '@cellc/compiler';
import { type Tensors, tensor } from '@cellc/runtime';

/** What a state_dict holds: row-major numbers by name. */
export type StateDict = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly data: readonly number[] }>
>;

/** Layers named as `torchWeights` expects them: `l0`, `l1`, … */
export function torchLayers(size: number, layers = 1, direction: 'forward' | 'both' = 'forward'): LayerSpec[] {
  return Array.from({ length: layers }, (_, n) => ({
    cell: './cells/lstm_torch.cell',
    name: `l${n}`,
    size,
    direction,
  }));
}

/** `weight_ih_l0` becomes `l0.weight_ih`; where there are two directions, `l0.forward.weight_ih`, and `…_reverse` `l0.backward.weight_ih`. */
export function torchWeights(state: StateDict): Tensors {
  const both = Object.keys(state).some((name) => name.endsWith('_reverse'));
  const entries = Object.entries(state).map(([name, { shape, data }]) => {
    const [, param, layer, reverse] = /^(\w+?)_(l\d+)(_reverse)?$/.exec(name) ?? [];
    if (!param) throw new Error(`${name} is no weight of nn.LSTM`);
    const direction = both ? (reverse ? '.backward' : '.forward') : '';
    return [`${layer}${direction}.${param}`, tensor(data, shape)] as const;
  });
  return Object.fromEntries(entries);
}
