/** The modules that a state_dict's tensors belong to, told by their names and shapes. */
import type { Tensor, Tensors } from '@cellc/runtime';
import { refuse, show } from '../error.ts';
import type { Statistics } from '../normalised.ts';
import type { Module } from './repr.ts';

export type TorchModule =
  | {
      readonly kind: 'recurrent';
      readonly path: string;
      readonly cell: 'LSTM' | 'GRU' | 'RNN';
      readonly layers: number;
      readonly bidirectional: boolean;
      readonly input: number;
      readonly hidden: number;
      readonly output: number;
      /** By PyTorch's names without the module's: `weight_ih_l0`. */
      readonly tensors: ReadonlyMap<string, Tensor>;
    }
  | { readonly kind: 'linear'; readonly path: string; readonly weight: Tensor; readonly bias?: Tensor }
  | { readonly kind: 'embedding'; readonly path: string; readonly weight: Tensor }
  | { readonly kind: 'layernorm'; readonly path: string; readonly weight: Tensor; readonly bias?: Tensor }
  | { readonly kind: 'rmsnorm'; readonly path: string; readonly weight: Tensor }
  | { readonly kind: 'batchnorm'; readonly path: string; readonly statistics: Statistics }
  /** A slope for each feature, or one for as many as there are. */
  | { readonly kind: 'prelu'; readonly path: string; readonly weight: Tensor };

/** Features that a module reads and gives, behind one that gives so many. */
export function sizesOf(module: TorchModule, before = 1): { readonly input: number; readonly output: number } {
  if (module.kind === 'recurrent')
    return { input: module.input, output: module.output * (module.bidirectional ? 2 : 1) };
  if (module.kind === 'batchnorm') return same(module.statistics.mean.data.length);
  if (module.kind === 'prelu') return same(module.weight.data.length === 1 ? before : module.weight.data.length);
  const [rows = 0, columns = rows] = module.weight.shape;
  return module.kind === 'embedding' ? { input: rows, output: columns } : { input: columns, output: rows };
}

const same = (size: number) => ({ input: size, output: size });

const recurrentName = /^(?:weight|bias)_(?:ih|hh|hr)(?:_l\d+(?:_reverse)?)?$/;

/** @throws E_IMPORT for a tensor that belongs to none of them */
export function findModules(tensors: Tensors, known: ReadonlyMap<string, Module>): TorchModule[] {
  const groups = new Map<string, Map<string, Tensor>>();
  for (const [name, tensor] of Object.entries(tensors)) {
    const dot = name.lastIndexOf('.');
    const path = name.slice(0, Math.max(dot, 0));
    if (!groups.has(path)) groups.set(path, new Map());
    groups.get(path)!.set(name.slice(dot + 1), tensor);
  }
  return [...groups].map(([path, group]) => {
    const names = [...group.keys()];
    const printed = known.get(path);
    if (names.every((name) => recurrentName.test(name))) {
      // Others may have parameters of these names, too, and other equations.
      if (printed && !/^(?:LSTM|GRU|RNN)(?:Cell)?$/.test(printed.type))
        refuse(
          `module ${path} (${printed.type}) with tensor ${path}.${names[0]} ${show(group.get(names[0]!)!.shape)}`,
          hint,
        );
      return recurrent(path, group);
    }
    if (names.includes('running_mean')) return batchNorm(path, group, printed);
    const isDense = printed?.type === 'Conv1d' && isOneStep(printed);
    const given = group.get('weight');
    const weight = given && isDense && given.shape.length === 3 ? { ...given, shape: given.shape.slice(0, 2) } : given;
    const bias = group.get('bias');
    const type = isDense ? 'Linear' : printed?.type;
    const others = names.filter((name) => name !== 'weight' && name !== 'bias');
    const strange = others[0] ?? (weight ? undefined : names[0]);
    if (!weight || strange !== undefined) return unknown(path, strange!, group.get(strange!)!);
    const fits = bias === undefined || (bias.shape.length === 1 && bias.shape[0] === weight.shape[0]);
    if (!fits) return unknown(path, 'bias', bias!);
    const isEmbedding = type === undefined ? !bias && /emb|lookup|wte/i.test(path) : type === 'Embedding';
    if (type !== undefined && !plainTypes.has(type))
      refuse(`module ${path} (${type}) with tensor ${path}.weight ${show(weight.shape)}`, hint);
    if (type === 'Embedding' && printed!.args.has('max_norm'))
      refuse(`module ${path} (Embedding) with max_norm`, 'it scales its rows when they are read');
    if (weight.shape.length === 2 && isEmbedding && !bias) return { kind: 'embedding', path, weight };
    const isLinear = type === undefined || type === 'Linear';
    if (weight.shape.length === 2 && isLinear) return { kind: 'linear', path, weight, ...(bias && { bias }) };
    if (weight.shape.length === 1 && (bias || type === 'LayerNorm'))
      return { kind: 'layernorm', path, weight, ...(bias && { bias }) };
    if (weight.shape.length === 1 && type === 'RMSNorm') return { kind: 'rmsnorm', path, weight };
    if (weight.shape.length === 1 && type === 'PReLU') return { kind: 'prelu', path, weight };
    return unknown(path, 'weight', weight);
  });
}

const plainTypes = new Set(['Linear', 'Embedding', 'LayerNorm', 'RMSNorm', 'PReLU']);

/** What nn.BatchNorm1d keeps: the statistics of training, and how many batches they are of. */
function batchNorm(path: string, group: ReadonlyMap<string, Tensor>, printed: Module | undefined): TorchModule {
  if (printed && !/^(?:Sync)?BatchNorm(?:1d)?$/.test(printed.type))
    refuse(`module ${path} (${printed.type}) with tensor ${path}.running_mean`, hint);
  const {
    running_mean: mean,
    running_var: variance,
    weight,
    bias,
    num_batches_tracked: _,
    ...others
  } = Object.fromEntries(group);
  const [strange] = Object.entries(others);
  if (strange) return unknown(path, ...strange);
  if (!mean || !variance) return refuse(`${path || 'the batch normalisation'} has no running_mean or running_var`);
  for (const [name, { shape }] of Object.entries({ mean, variance, ...(weight && { weight }), ...(bias && { bias }) }))
    if (shape.length !== 1 || shape[0] !== mean.shape[0])
      refuse(`${path || 'the batch normalisation'} has ${name} ${show(shape)} with running_mean ${show(mean.shape)}`);
  return { kind: 'batchnorm', path, statistics: { gamma: weight, beta: bias, mean, variance } };
}

/** Whether a convolution works on each step alone, as what PyTorch prints of it says. */
function isOneStep({ args }: Module): boolean {
  const strange = ['padding', 'groups', 'dilation', 'padding_mode'].some((key) => args.has(key));
  return args.get('kernel_size') === '(1,)' && args.get('stride') === '(1,)' && !strange;
}

const hint = 'recurrent and linear layers, embeddings, LayerNorm, RMSNorm, BatchNorm1d and PReLU are imported';

function unknown(path: string, name: string, tensor: Tensor): never {
  const whole = path ? `${path}.${name}` : name;
  const known = `${hint}, some of them only where --repr, the text that print(model) shows, says what they are`;
  return refuse(`tensor ${whole} ${show(tensor.shape)} belongs to no layer that can be imported`, known);
}

function recurrent(path: string, tensors: ReadonlyMap<string, Tensor>): TorchModule {
  const suffixes = [...tensors.keys()].map((name) => /^(?:weight|bias)_(?:ih|hh|hr)(.*)$/.exec(name)![1]!);
  const layers = 1 + Math.max(...suffixes.map((suffix) => Number(/\d+/.exec(suffix)?.[0] ?? 0)));
  const bidirectional = suffixes.some((suffix) => suffix.endsWith('_reverse'));
  const base = suffixes.includes('') ? '' : '_l0';
  const need = (name: string): Tensor => {
    const tensor = tensors.get(name);
    if (!tensor) refuse(`${path || 'the recurrent layer'} has no tensor ${name}`, 'the file contradicts itself');
    if (tensor.shape.length !== (name.startsWith('bias') ? 1 : 2)) unknown(path, name, tensor);
    return tensor;
  };
  const [rows = 0, output = 0] = need(`weight_hh${base}`).shape;
  const [, input = 0] = need(`weight_ih${base}`).shape;
  const hidden = tensors.has(`weight_hr${base}`) ? need(`weight_hr${base}`).shape[1]! : output;
  const cell = ({ 4: 'LSTM', 3: 'GRU', 1: 'RNN' } as const)[rows / hidden];
  if (!cell)
    refuse(`tensor ${path ? `${path}.` : ''}weight_hh${base} ${show([rows, output])} is of no LSTM, GRU or RNN`);
  if (layers > 64) refuse(`${path || 'the recurrent layer'} has ${layers} layers`);
  for (let layer = 0; layer < layers; layer++)
    for (const reverse of bidirectional ? ['', '_reverse'] : [''])
      for (const which of hidden === output ? ['ih', 'hh'] : ['ih', 'hh', 'hr'])
        need(`weight_${which}${base === '' ? '' : `_l${layer}`}${reverse}`);
  return { kind: 'recurrent', path, cell, layers, bidirectional, input, hidden, output, tensors };
}
