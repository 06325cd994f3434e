/** PyTorch state_dicts as safetensors: recurrent layers and the linear layers around them. */
import { readSafetensors, type Tensor, type Tensors } from '@cellc/runtime';
import { type Activation, named, torchActivation } from '../activation.ts';
import { refuse } from '../error.ts';
import { features, type Port, type Slot, stateSlots } from '../io.ts';
import { lower } from '../lower.ts';
import { Builder, type Source, slice, type Value, whole } from '../net.ts';
import { layerNormalised, normalised, rmsNormalised } from '../normalised.ts';
import type { RecurrentCell } from '../recurrent.ts';
import { statesOf } from '../recurrent.ts';
import type { Imported, Mapped } from '../result.ts';
import { sloped } from '../sloped.ts';
import { transposed, zeros } from '../tensors.ts';
import { unstack } from '../weights.ts';
import { findModules, sizesOf, type TorchModule } from './modules.ts';
import { withoutWeightNorm, withoutWrappers } from './names.ts';
import { chain } from './order.ts';
import { type Module, parseRepr } from './repr.ts';

export interface TorchOptions {
  readonly name: string;
  /** What PyTorch prints of the model. */
  readonly repr?: string | undefined;
  readonly output?: 'sequence' | 'last' | undefined;
  /** Paths of the modules in the order in which they run. */
  readonly order?: readonly string[] | undefined;
  /** Of nn.RNN: `tanh` or `relu`. */
  readonly nonlinearity?: 'tanh' | 'relu' | undefined;
  /** Modules without weights: `{ 'head.1': 'ReLU' }`. */
  readonly activations?: Readonly<Record<string, string>> | undefined;
  /** So many features of the input are added to the output. */
  readonly skip?: number | undefined;
  /** Whether inputs and outputs are [batch, time, …]; otherwise what PyTorch prints says it, or time comes first. */
  readonly batchFirst?: boolean | undefined;
}

type Recurrent = Extract<TorchModule, { kind: 'recurrent' }>;

/** What vectors without a printed type are taken for, with the eps that PyTorch gives them. */
const assumedTypes: Readonly<Record<string, string>> = {
  layernorm: 'nn.LayerNorm, with eps=1e-05',
  batchnorm: 'nn.BatchNorm1d, with eps=1e-05',
};

/** Everything that happens, in order. */
type Stage =
  | { readonly kind: 'module'; readonly module: TorchModule }
  | { readonly kind: 'activation'; readonly path: string; readonly activation: Activation };

/** @throws E_WEIGHTS, E_IMPORT */
export function importTorch(bytes: Uint8Array, options: TorchOptions): Imported {
  return importState(readSafetensors(bytes).tensors, options, 'PyTorch state_dict (safetensors)');
}

/** The tensors of a state_dict, wherever they were kept. @throws E_IMPORT */
export function importState(tensors: Tensors, options: TorchOptions, format: string): Imported {
  const printed = options.repr === undefined ? undefined : parseRepr(options.repr);
  if (options.repr !== undefined && !printed)
    refuse('the text of the option repr is not what print(model) shows', 'it begins with the class: Model(');
  const known = new Map(printed?.map((module) => [module.path, module]));
  const assumed: string[] = [];
  const dropped: string[] = [];
  const plainTensors = withoutWeightNorm(withoutWrappers(tensors, new Set(known.keys())));
  const modules = findModules(plainTensors, known);
  for (const { kind, path } of modules)
    if (!printed && kind in assumedTypes)
      assumed.push(`${path || 'the vectors of weights'} is of ${assumedTypes[kind]}`);
  const stages = arrange(modules, printed, options, assumed, dropped);
  const mapped: Mapped[] = [];
  const net = new Builder();
  const recurrent: { module: Recurrent; values: Value[] }[] = [];
  const ordered = stages.flatMap((stage) => (stage.kind === 'module' ? [stage.module] : []));
  // One with a slope for all features does not say how many there are.
  const first = ordered.find(({ kind }) => kind !== 'prelu');
  if (!first) refuse('the file holds no layer');
  const input = net.features('x', sizesOf(first).input, first.kind === 'embedding');
  let source: Source = whole(input);
  let size = input.size;
  for (const stage of stages) {
    if (stage.kind === 'activation') {
      source = whole(net.activate(stage.path, source, stage.activation));
      continue;
    }
    const { module } = stage;
    const { input: expected, output } = sizesOf(module, size);
    if (expected !== size)
      refuse(`${module.path || module.kind} reads ${expected} features, but what is before it gives ${size}`);
    size = output;
    const dropout = known.get(module.path)?.args.get('dropout') ?? '0';
    if (Number(dropout) > 0) dropped.push(`dropout=${dropout} of ${module.path || module.kind}`);
    if (module.kind === 'recurrent') {
      const values = recurrentValues(net, module, source, cellOf(module, known.get(module.path), options, assumed));
      recurrent.push({ module, values });
      source = whole(values.at(-1)!);
    } else source = whole(plain(net, module, source, known.get(module.path)));
  }
  if (options.skip) {
    if (options.skip !== size) refuse(`a skip of ${options.skip} features over ${size} outputs`);
    source = whole(net.point('skip', size, '{0} + {1}', [source, slice(whole(input), 0, size)]));
  }
  const returns = options.output ?? 'sequence';
  if (options.output === undefined)
    assumed.push(
      'the output is that of every step (with output: last, --output last, it is that of the last step alone)',
    );
  const lowered = lower(options.name, { input: net.input, values: net.values, loops: [], output: source, returns });
  for (const module of ordered) mapped.push({ from: describe(module), to: module.path || module.kind });

  const printedFirst = known.get(recurrent[0]?.module.path ?? '')?.args.get('batch_first') === 'True';
  const batchFirst = options.batchFirst ?? printedFirst;
  const lead = batchFirst ? (['batch', 'time'] as const) : (['time', 'batch'] as const);
  if (options.batchFirst === undefined && !printed && recurrent.length > 0)
    assumed.push('inputs and outputs are [time, batch, …] (with batchFirst, --batch-first, they are [batch, time, …])');
  const tokens = first.kind === 'embedding';
  const inputs: Port[] = [
    tokens
      ? { name: 'x', axes: lead, slots: features(1), classes: input.size }
      : { name: 'x', axes: [...lead, input.size], slots: features(input.size) },
  ];
  const outputs: Port[] = [
    { name: 'y', axes: [...(returns === 'last' ? (['batch'] as const) : lead), size], slots: features(size) },
  ];
  if (recurrent.length === 1) {
    for (const state of statePorts(recurrent[0]!.values, lowered.units)) {
      inputs.push({ ...state, name: `${state.name}0` });
      outputs.push({ ...state, name: `${state.name}n` });
    }
  }
  return {
    spec: lowered.spec,
    weights: Object.fromEntries(lowered.weights),
    ports: { inputs, outputs },
    report: { format, mapped, dropped, assumed },
  };
}

/** `h0`, `hn`, … are [layers * directions, batch, size]. */
function statePorts(values: readonly Value[], units: ReadonlyMap<string, readonly string[]>): Port[] {
  const [first] = values;
  const { make } = first!;
  if (make.kind !== 'unit') return [];
  return [...statesOf(make.cell)].map(([name, size]) => {
    const paths = values.flatMap((value) => units.get(value.name)!);
    const slots = paths.flatMap((path): Slot[] => stateSlots(`${path}.${name}`, size));
    return { name, axes: [paths.length, 'batch', size], slots };
  });
}

/** Modules and the functions between them, in the order of the printed text, or else in one that fits. */
function arrange(
  modules: readonly TorchModule[],
  printed: readonly Module[] | undefined,
  options: TorchOptions,
  assumed: string[],
  dropped: string[],
): Stage[] {
  if (printed) {
    const stages: Stage[] = [];
    const recurs = ({ path }: Module): boolean =>
      modules.some((each) => each.kind === 'recurrent' && each.path === path);
    // What follows the last recurrent module works on a single step, where one is asked for.
    const single = options.output === 'last' ? printed.findLastIndex(recurs) : printed.length;
    for (const [i, { path, type, args, isLeaf }] of printed.entries()) {
      const module = modules.find((each) => each.path === path);
      const activation = torchActivation(type, args);
      const dim = args.get('dim');
      if (activation?.whole && dim !== undefined && dim !== '-1' && dim !== (i > single ? '1' : '2'))
        refuse(`module ${path} (${type}) with dim=${dim}`, 'over the features it is imported: dim=-1');
      if (module) stages.push({ kind: 'module', module });
      else if (activation) stages.push({ kind: 'activation', path, activation });
      else if (/^(?:Identity|.*Dropout\w*)$/.test(type)) dropped.push(`${path} (${type})`);
      else if (isLeaf && hasWeights.test(type))
        refuse(`module ${path} (${type}), of which the file has no tensors`, 'the printed text may be another model’s');
      else if (isLeaf) refuse(`module ${path} (${type})`, 'the model does something that a spec cannot say');
    }
    const lost = modules.find((module) => !stages.some((stage) => stage.kind === 'module' && stage.module === module));
    if (lost) refuse(`${lost.path || lost.kind} is in the file, but not in what PyTorch prints of the model`);
    assumed.push('modules run in the order in which PyTorch prints them, with nothing else between');
    return stages;
  }
  const order = options.order ? given(modules, options.order) : chain(modules);
  if (order.guessed) assumed.push('several orders of the modules fit their sizes (the option order names another)');
  const types = new Map(Object.entries(options.activations ?? {}));
  const stages = order.modules.flatMap((module, i): Stage[] => [
    ...between(order.modules[i - 1], module, types),
    { kind: 'module', module },
  ]);
  stages.push(...behind(order.modules.at(-1), types));
  const [unknown] = types.keys();
  if (unknown !== undefined)
    refuse(
      `no module '${unknown}' without weights stands between modules that are numbered, or behind the last of them`,
      'say what the network does with --repr: the text that print(model) shows',
    );
  const paths = stages.map((stage) => (stage.kind === 'module' ? stage.module.path || stage.module.kind : stage.path));
  assumed.push(`the order ${paths.join(', ')}, with nothing else between that has no weights`);
  return stages;
}

function given(modules: readonly TorchModule[], order: readonly string[]) {
  const found = order.map(
    (path) => modules.find((module) => module.path === path) ?? refuse(`the file has no module '${path}'`),
  );
  const lost = modules.find((module) => !found.includes(module));
  if (lost) refuse(`the order names every module but '${lost.path}'`);
  return { modules: found, guessed: false };
}

/** Modules that a file has tensors of. */
const hasWeights = /^(?:LSTM|GRU|RNN|Linear|Embedding|BatchNorm1d|PReLU|RMSNorm)/;

/** A module's place in an nn.Sequential: `head.2`. */
const numbered = (module: TorchModule | undefined) => /^(.*?)\.?(\d+)$/.exec(module?.path ?? '');
const pathAt = (parent: string, number: number): string => (parent ? `${parent}.${number}` : String(number));

/** What nn.Sequential has between two of its modules: a gap in the numbers is a module without weights. */
function between(before: TorchModule | undefined, after: TorchModule, types: Map<string, string>): Stage[] {
  const [a, b] = [numbered(before), numbered(after)];
  if (!a || !b || a[1] !== b[1]) return [];
  const stages: Stage[] = [];
  for (let i = Number(a[2]) + 1; i < Number(b[2]); i++) {
    const path = pathAt(a[1]!, i);
    if (!types.has(path))
      refuse(
        `module ${path}, between ${a[0]} and ${b[0]}, has no weights, and the file does not say what it is`,
        `say it: --activations ${path}=ReLU, in code activations; Identity for dropout`,
      );
    stages.push(...activationAt(path, types));
  }
  return stages;
}

/** What is said to stand behind the last module. */
function behind(last: TorchModule | undefined, types: Map<string, string>): Stage[] {
  const place = numbered(last);
  if (!place) return [];
  const stages: Stage[] = [];
  for (let i = Number(place[2]) + 1; types.has(pathAt(place[1]!, i)); i++)
    stages.push(...activationAt(pathAt(place[1]!, i), types));
  return stages;
}

/** Takes the module's type from those that are given. */
function activationAt(path: string, types: Map<string, string>): Stage[] {
  const type = types.get(path)!;
  types.delete(path);
  if (type === 'Identity') return [];
  const activation = torchActivation(type, new Map()) ?? refuse(`there is no activation '${type}'`);
  return [{ kind: 'activation', path, activation }];
}

function plain(
  net: Builder,
  module: Exclude<TorchModule, Recurrent>,
  source: Source,
  printed: Module | undefined,
): Value {
  if (module.kind === 'embedding') return net.dense(module.path || 'embedding', source, transposed(module.weight));
  if (module.kind === 'linear') return net.dense(module.path || 'linear', source, module.weight, module.bias);
  const name = module.path || module.kind;
  if (module.kind === 'prelu') return sloped(net, name, source, module.weight);
  const eps = printed?.args.get('eps') ?? '1e-5';
  if (module.kind === 'batchnorm') return normalised(net, name, source, module.statistics, Number(eps));
  // Where nothing is given it is the distance of 1 and the next number of single precision.
  if (module.kind === 'rmsnorm')
    return rmsNormalised(net, name, source, module.weight, eps === 'None' ? 2 ** -23 : Number(eps));
  const { weight, bias = zeros(weight.shape) } = module;
  return layerNormalised(net, name, source, { gamma: weight, beta: bias }, Number(eps));
}

function cellOf(
  { cell, hidden, output, path }: Recurrent,
  printed: Module | undefined,
  options: TorchOptions,
  assumed: string[],
): Omit<RecurrentCell, 'input'> {
  const base = { hidden, output };
  if (cell === 'LSTM')
    return {
      ...base,
      kind: 'lstm',
      activations: ['sigmoid', 'tanh', 'tanh'].map(named),
      ...(hidden !== output && { projection: true }),
    };
  if (cell === 'GRU') return { ...base, kind: 'gru', activations: ['sigmoid', 'tanh'].map(named), resetAfter: true };
  // PyTorch prints it of cells, and of nn.RNN it does not.
  const unsaid = printed?.type === 'RNNCell' ? 'tanh' : options.nonlinearity;
  const stated = printed?.args.get('nonlinearity') ?? unsaid;
  if (stated === undefined) assumed.push(`${path || 'the RNN'} has tanh (the option nonlinearity takes relu)`);
  const nonlinearity = stated ?? 'tanh';
  if (nonlinearity !== 'tanh' && nonlinearity !== 'relu') refuse(`nonlinearity '${nonlinearity}' of ${path}`);
  return { ...base, kind: 'rnn', activations: [named(nonlinearity)] };
}

const orders = { LSTM: 'ifgo', GRU: 'rzn', RNN: 'h' } as const;

function recurrentValues(net: Builder, module: Recurrent, input: Source, cell: Omit<RecurrentCell, 'input'>): Value[] {
  const { path, layers, bidirectional, tensors } = module;
  const directions = bidirectional ? ['', '_reverse'] : [''];
  const single = tensors.has('weight_ih');
  const values: Value[] = [];
  let source = input;
  for (let layer = 0; layer < layers; layer++) {
    const features = layer === 0 ? module.input : module.output * directions.length;
    const whole_ = { ...cell, input: features };
    const weights = directions.map((reverse) => {
      const tensor = (name: string): Tensor | undefined => tensors.get(single ? name : `${name}_l${layer}${reverse}`);
      const stacked = {
        order: orders[module.cell],
        input: tensor('weight_ih')!,
        recurrent: tensor('weight_hh')!,
        inputBias: tensor('bias_ih'),
        recurrentBias: tensor('bias_hh'),
        projection: tensor('weight_hr'),
      };
      return unstack(whole_, stacked, path || module.cell);
    });
    const name = `${path || module.cell.toLowerCase()}${layers > 1 ? `_l${layer}` : ''}`;
    const direction = bidirectional ? 'both' : 'forward';
    const size = module.output * directions.length;
    const value = net.add(name, size, { kind: 'unit', input: source, cell: whole_, direction, weights });
    values.push(value);
    source = whole(value);
  }
  return values;
}

function describe(module: TorchModule): string {
  const { input, output } = sizesOf(module);
  const name = module.path || '(no prefix)';
  if (module.kind === 'prelu') return `${name}: prelu, slopes: ${output}`;
  if (module.kind !== 'recurrent') return `${name}: ${module.kind}, ${input} → ${output}`;
  const { cell, layers, hidden, bidirectional } = module;
  return `${name}: nn.${cell}(${input}, ${hidden}${layers > 1 ? `, ${layers} layers` : ''}${bidirectional ? ', bidirectional' : ''})`;
}
