/** Cases of `torch.nn.LSTM`, `GRU` and `RNN`: outputs, final states and gradients of stacked and bidirectional layers. */
import { type Comparison, compareAnswers, lossOf } from './compare.ts';
import { type Case, flagOr, Malformed, type NamedTensors, need, object, tensors, wholes } from './format.ts';
import { ask, checkInference, loadRunner, type Question, type Variant } from './network.ts';
import { rows, stack } from './tensors.ts';
import { torchConfig, torchLayers, torchParam, torchUnits } from './torch-layers.ts';

export async function checkTorch(of: Case, variant: Variant): Promise<Comparison[]> {
  const options = object(of.fields, 'config');
  const config = torchConfig({ cell: of.op.replace('torch.nn.', ''), ...options });
  const inputs = tensors(of.fields, 'inputs');
  const params = tensors(of.fields, 'params');
  const expected = { outputs: tensors(of.fields, 'outputs'), grads: tensors(of.fields, 'grads') };

  const network = {
    spec: { name: 'torch', input: config.input, layers: torchLayers(config) },
    params: new Map([...params].map(([name, value]) => [torchParam(name, config), value])),
  };
  const model = await loadRunner(network, variant);

  const units = torchUnits(config);
  const gy = inputs.get('g_y');
  const question: Question = {
    x: need(inputs, 'x', 'inputs'),
    batchFirst: flagOr(options, 'batch_first', 'config', false),
    state: unstackStates(inputs, 'h0', 'c0', units),
    ...(options.lengths ? { lengths: wholes(options, 'lengths', 'config') } : {}),
    ...(expected.grads.size > 0 && {
      cotangents: { ...(gy && { y: gy }), state: unstackStates(inputs, 'g_hn', 'g_cn', units) },
    }),
  };
  const { y, state, grads } = await ask(model, question);

  const outputs = new Map([['y', y], ...stackStates(state, 'hn', 'cn', units)]);
  outputs.set('loss', lossOf(outputs, inputs));
  const answers = { outputs, ...(grads && { grads: torchGrads(grads) }) };
  return [
    ...compareAnswers(of, expected, answers, variant.precision),
    ...(await checkInference(of, network, variant, question, expected.outputs.get('y'))),
  ];

  function torchGrads({ x, params: byPath, state }: NonNullable<typeof grads>): NamedTensors {
    const named = [...params.keys()].map((name) => [name, need(byPath, torchParam(name, config), 'backward')] as const);
    return new Map([['x', x], ...stackStates(state, 'h0', 'c0', units), ...named]);
  }
}

/** The slices of `[D*L, …]` tensors, by the names of the module's states: `l0.h`, `l0.backward.c`. */
function unstackStates(from: NamedTensors, h: string, c: string, units: readonly string[]): NamedTensors {
  const slices = (state: string, name: string) => {
    const stacked = from.get(name);
    if (stacked && stacked.shape[0] !== units.length)
      throw new Malformed(`${name} holds ${stacked.shape[0]} states, but the network has ${units.length}`);
    return stacked ? rows(stacked).map((value, i) => [`${units[i]}.${state}`, value] as const) : [];
  };
  return new Map([...slices('h', h), ...slices('c', c)]);
}

/** The inverse; without `c` where the cell has none. */
function stackStates(from: NamedTensors, h: string, c: string, units: readonly string[]): NamedTensors {
  const stacked = (state: string, name: string) => {
    const slices = units.flatMap((unit) => from.get(`${unit}.${state}`) ?? []);
    return slices.length ? [[name, stack(slices)] as const] : [];
  };
  return new Map([...stacked('h', h), ...stacked('c', c)]);
}
