/** Configurations of Keras models, in the dialects of versions 2 and 3 and of TensorFlow.js, as layers that read layers. */
import { broken, refuse } from '../error.ts';
import { type Fields, field, fieldsOf, isFields, listOf, textOf } from '../read/json.ts';

/** A tensor that a layer gives: most give one. */
export interface Source {
  readonly layer: string;
  readonly tensor: number;
}

export interface KerasLayer {
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

function readLayer(value: unknown, file: string): Omit<KerasLayer, 'inputs'> {
  if (!isFields(value)) return broken(file, 'a layer is no object');
  const config = fieldsOf(value, 'config', file);
  const named = field(config, 'name') ?? field(value, 'name');
  const type = textOf(value, 'class_name', file);
  const built = field(value, 'build_config');
  return { type, name: typeof named === 'string' ? named : type, config, built: isFields(built) ? built : undefined };
}

function sequential(list: readonly unknown[], file: string): KerasModel {
  const layers = list.map((value, i): KerasLayer => {
    const layer = readLayer(value, file);
    const before = i > 0 ? readLayer(list[i - 1], file).name : undefined;
    return { ...layer, inputs: before === undefined ? [] : [{ layer: before, tensor: 0 }] };
  });
  const last = layers.at(-1) ?? broken(file, 'the model has no layers');
  unique(layers, file);
  return { layers, outputs: [{ layer: last.name, tensor: 0 }], isSequential: true };
}

function functional(config: Fields, file: string): KerasModel {
  const layers = listOf(config, 'layers', file).map((value): KerasLayer => {
    const layer = readLayer(value, file);
    const name = isFields(value) && typeof field(value, 'name') === 'string' ? textOf(value, 'name', file) : layer.name;
    const nodes = isFields(value) ? (field(value, 'inbound_nodes') ?? []) : [];
    if (!Array.isArray(nodes)) return broken(file, `the inbound_nodes of ${name} are no list`);
    if (nodes.length > 1) return refuse(`layer ${layer.type} '${name}' that is used ${nodes.length} times`);
    return { ...layer, name, inputs: nodes.length ? sourcesOf(nodes[0], file) : [] };
  });
  unique(layers, file);
  const outputs = sourcesOf(field(config, 'output_layers'), file);
  if (outputs.length === 0) return broken(file, 'the model has no outputs');
  return { layers: sorted(layers, file), outputs, isSequential: false };
}

/** Tensors wherever they stand in a call: `["lstm", 0, 0]`, or in version 3 `__keras_tensor__` with its history. */
function sourcesOf(value: unknown, file: string): Source[] {
  if (Array.isArray(value)) {
    const [layer, node, tensor] = value;
    if (typeof layer === 'string' && typeof node === 'number' && typeof tensor === 'number') return [{ layer, tensor }];
    return value.flatMap((each) => sourcesOf(each, file));
  }
  if (!isFields(value)) return [];
  if (field(value, 'class_name') === '__keras_tensor__')
    return sourcesOf(field(fieldsOf(value, 'config', file), 'keras_history'), file);
  return Object.values(value).flatMap((each) => sourcesOf(each, file));
}

function unique(layers: readonly KerasLayer[], file: string): void {
  const names = new Set<string>();
  for (const { name } of layers) {
    if (names.has(name)) broken(file, `two layers are named '${name}'`);
    names.add(name);
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
    done.add(layer!.name);
  }
  return order;
}

/** The name of an activation, from a name or `{ class_name, config }`. */
export function activationName(value: unknown): string {
  if (value === undefined || value === null) return 'linear';
  if (typeof value === 'string') return value;
  if (!isFields(value)) return '?';
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
