/** Configurations of Keras models, in the dialects of versions 2 and 3 and of TensorFlow.js, as layers that read layers. */
import { broken, quoted, refuse } from '../error.ts';
import { type Fields, field, fieldsOf, isFields, listOf, textOf } from '../read/json.ts';

/** A tensor that a layer gives: most give one. */
export interface Source {
  /** Which use of which layer. */
  readonly layer: string;
  readonly tensor: number;
}

/** One use of a layer. */
export interface KerasLayer {
  /** The name, and of a layer that is used again, which use it is. */
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly config: Fields;
  readonly inputs: readonly Source[];
  /** What version 3 remembers of the shape that it was built for. */
  readonly built?: Fields | undefined;
}

export interface KerasModel {
  /** In an order in which each layer comes after those it reads. */
  readonly layers: readonly KerasLayer[];
  /** The input layers in the order in which a caller gives their tensors, where that is said. */
  readonly inputs: readonly string[];
  readonly outputs: readonly Source[];
  readonly isSequential: boolean;
}

/** @param model `{ class_name, config }` */
export function readConfig(model: Fields, file: string): KerasModel {
  const type = textOf(model, 'class_name', file);
  const inner = field(model, 'config');
  if (type === 'Sequential')
    return sequential(Array.isArray(inner) ? inner : listOf(fieldsOf(model, 'config', file), 'layers', file), file);
  if (type === 'Functional' || type === 'Model') return functional(fieldsOf(model, 'config', file), file);
  return refuse(`model ${type}`, 'Sequential and Functional models can be imported');
}

function readLayer(value: unknown, file: string): Omit<KerasLayer, 'id' | 'inputs'> {
  if (!isFields(value)) return broken(file, 'a layer is no object');
  const config = fieldsOf(value, 'config', file);
  const named = field(config, 'name') ?? field(value, 'name');
  const type = textOf(value, 'class_name', file);
  const name = typeof named === 'string' ? named : type;
  if (isCustom(value))
    return refuse(`layer ${type} '${name}' registered as ${quoted(String(field(value, 'registered_name')))}`);
  const built = field(value, 'build_config');
  return { type, name, config, built: isFields(built) ? built : undefined };
}

/** Whether an object is a user's own, whatever its class is called: `my_package>LSTM`. */
export function isCustom(value: Fields): boolean {
  const registered = field(value, 'registered_name');
  return typeof registered === 'string' && /^(?!keras>).*>/i.test(registered);
}

function sequential(list: readonly unknown[], file: string): KerasModel {
  const layers = list.map((value, i): KerasLayer => {
    const layer = readLayer(value, file);
    const before = i > 0 ? readLayer(list[i - 1], file).name : undefined;
    return { ...layer, id: layer.name, inputs: before === undefined ? [] : [{ layer: before, tensor: 0 }] };
  });
  const last = layers.at(-1) ?? broken(file, 'the model has no layers');
  unique(layers, file);
  return { layers, inputs: [], outputs: [{ layer: last.id, tensor: 0 }], isSequential: true };
}

function functional(config: Fields, file: string): KerasModel {
  const layers = listOf(config, 'layers', file).flatMap((value): KerasLayer[] => {
    const layer = readLayer(value, file);
    const name = isFields(value) && typeof field(value, 'name') === 'string' ? textOf(value, 'name', file) : layer.name;
    const nodes = isFields(value) ? (field(value, 'inbound_nodes') ?? []) : [];
    if (!Array.isArray(nodes)) return broken(file, `the inbound_nodes of ${name} are no list`);
    if (nodes.length > mostUses) return refuse(`layer ${layer.type} '${name}' that is used ${nodes.length} times`);
    const calls = nodes.length ? nodes.map((node) => callOf(node, `layer ${layer.type} '${name}'`)) : [[]];
    return calls.map((inputs, use) => ({ ...layer, id: idOf(name, use), name, inputs }));
  });
  unique(layers, file);
  const outputs = sourcesOf(field(config, 'output_layers'));
  if (outputs.length === 0) return broken(file, 'the model has no outputs');
  const inputs = sourcesOf(field(config, 'input_layers')).map(({ layer }) => layer);
  return { layers: sorted(layers, file), inputs, outputs, isSequential: false };
}

/** Each use has its own copy of the weights. */
const mostUses = 64;

const idOf = (name: string, use: number): string => (use === 0 ? name : `${name}#${use}`);

/** What a layer is called with: its tensors, and behind them those of the argument `initial_state`. */
function callOf(node: unknown, what: string): Source[] {
  const [args, named] = isFields(node) ? [field(node, 'args'), [field(node, 'kwargs')]] : [node, argumentsIn(node)];
  const states: Source[] = [];
  for (const [key, value] of named.flatMap((each) => (isFields(each) ? Object.entries(each) : []))) {
    const tensors = sourcesOf(value);
    if (key === 'initial_state') states.push(...tensors);
    else if (tensors.length || (key === 'training' && value === true)) refuse(`${what} that is called with ${key}`);
  }
  return [...sourcesOf(args), ...states];
}

/** The arguments that version 2 writes behind a tensor: `["lstm", 0, 0, { … }]`. */
function argumentsIn(node: unknown): unknown[] {
  if (!Array.isArray(node)) return [];
  return typeof node[0] === 'string' ? node.slice(3) : node.flatMap(argumentsIn);
}

/** Tensors wherever they stand in a call: `["lstm", 0, 0]`, or in version 3 `__keras_tensor__` with its history. */
function sourcesOf(value: unknown): Source[] {
  if (Array.isArray(value)) {
    const [layer, use, tensor] = value;
    if (typeof layer === 'string' && typeof use === 'number' && typeof tensor === 'number')
      return [{ layer: idOf(layer, use), tensor }];
    return value.flatMap(sourcesOf);
  }
  if (!isFields(value)) return [];
  if (field(value, 'class_name') === '__keras_tensor__') {
    const config = field(value, 'config');
    return isFields(config) ? sourcesOf(field(config, 'keras_history')) : [];
  }
  return Object.values(value).flatMap(sourcesOf);
}

function unique(layers: readonly KerasLayer[], file: string): void {
  const ids = new Set<string>();
  for (const { id } of layers) {
    if (ids.has(id)) broken(file, `two layers are named '${id}'`);
    ids.add(id);
  }
}

function sorted(layers: readonly KerasLayer[], file: string): KerasLayer[] {
  const left = [...layers];
  const order: KerasLayer[] = [];
  const done = new Set<string>();
  while (left.length) {
    const next = left.findIndex(({ inputs }) => inputs.every(({ layer }) => done.has(layer)));
    if (next < 0) broken(file, `layer '${left[0]!.name}' reads a layer that is not there, or itself`);
    const [layer] = left.splice(next, 1);
    order.push(layer!);
    done.add(layer!.id);
  }
  return order;
}

/** The name of an activation, from a name or `{ class_name, config }`. */
export function activationName(value: unknown): string {
  if (value === undefined || value === null) return 'linear';
  if (typeof value === 'string') return value;
  if (!isFields(value)) return '?';
  if (isCustom(value)) return String(field(value, 'registered_name'));
  const inner = field(value, 'config');
  if (typeof inner === 'string') return inner;
  const named = field(value, 'class_name');
  return typeof named === 'string' ? named : '?';
}

/** `LSTM` is `lstm`, `SimpleRNN` is `simple_rnn`: how version 3 names the weights of a layer. */
export function snakeCase(type: string): string {
  return type
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
