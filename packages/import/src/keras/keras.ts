/** Keras models, native, legacy and of TensorFlow.js: the layers in order, or as a graph. */
import { broken, quoted, refuse, show } from '../error.ts';
import { features, type Port, stateSlots } from '../io.ts';
import { lower } from '../lower.ts';
import { Builder, type Net, sizeOf, type Value, whole } from '../net.ts';
import { openHdf5 } from '../read/hdf5.ts';
import { type Fields, field, isFields, listOf, parseJson } from '../read/json.ts';
import { readZip } from '../read/zip.ts';
import type { Imported } from '../result.ts';
import { type KerasLayer, type KerasModel, readConfig, type Source } from './config.ts';
import { apply } from './layers.ts';
import type { Scene } from './scene.ts';
import { isOrdered, type Signal } from './signal.ts';
import { hiddenOf, stateAt } from './states.ts';
import { legacyWeights, manifestWeights, nativeWeights, type WeightSource } from './weights.ts';

export interface KerasOptions {
  readonly name: string;
  readonly open: (name: string) => Promise<Uint8Array | undefined>;
}

/** A native file: a zip of the configuration and the weights. @throws E_FILE, E_IMPORT */
export async function importKeras(bytes: Uint8Array, file: string, { name }: KerasOptions): Promise<Imported> {
  const members = readZip(bytes, file);
  const member = (wanted: string): Uint8Array =>
    (members.get(wanted) ?? broken(file, `it has no member ${quoted(wanted)}`))();
  const config = parseJson(member('config.json'), file);
  const metadata = parseJson(member('metadata.json'), file);
  if (!isFields(config)) return broken(file, 'its configuration is no object');
  const version = isFields(metadata) ? field(metadata, 'keras_version') : undefined;
  const model = readConfig(config, file);
  const weights = await openHdf5(member('model.weights.h5'), file, 'layers');
  return build(
    model,
    nativeWeights(weights, model),
    versionOf(version),
    `Keras ${String(version)}, native`,
    name,
    file,
  );
}

/** A legacy file: HDF5 with the configuration as an attribute. @throws E_FILE, E_IMPORT */
export async function importH5(bytes: Uint8Array, file: string, { name }: KerasOptions): Promise<Imported> {
  const weights = await openHdf5(bytes, file, 'model_weights');
  const text = weights.texts('', 'model_config')?.[0];
  if (text === undefined)
    return refuse(`${file} holds weights without a model`, 'save the whole model: model.save, not save_weights');
  const config = parseJson(text, file);
  if (!isFields(config)) return broken(file, 'its configuration is no object');
  const version = weights.texts('', 'keras_version')?.[0] ?? '2';
  const model = readConfig(config, file);
  return build(model, legacyWeights(weights), versionOf(version), `Keras ${version}, HDF5`, name, file);
}

/** A layers model of TensorFlow.js. @throws E_FILE, E_IMPORT */
export async function importTfjs(json: Fields, file: string, { name, open }: KerasOptions): Promise<Imported> {
  const topology = field(json, 'modelTopology');
  if (!isFields(topology)) return refuse(`${file} has no layers`, 'layers models can be imported, graph models not');
  const inner = field(topology, 'model_config');
  const config = isFields(inner) ? inner : topology;
  const model = readConfig(config, file);
  const weights = await manifestWeights(listOf(json, 'weightsManifest', file), model, file, open);
  const version = field(topology, 'keras_version') ?? field(config, 'keras_version');
  return build(model, weights, versionOf(version), 'TensorFlow.js layers model', name, file);
}

const versionOf = (version: unknown): 2 | 3 => (/^[3-9]/.test(String(version)) ? 3 : 2);

function build(
  model: KerasModel,
  weights: WeightSource,
  version: 2 | 3,
  format: string,
  name: string,
  file: string,
): Imported {
  const net = new Builder();
  const scene: Scene = { net, version, weights, dropped: [], units: new Map() };
  const signals = new Map<string, Signal>();
  const inputs: Port[] = [];
  const starts = model.layers.flatMap((layer) => startsOf(layer, model));
  const [first] = model.layers;
  const withInput = first?.type === 'InputLayer' || !model.isSequential;
  const readersOf = (id: string): KerasLayer[] =>
    model.layers.filter((each) => each.inputs.some((source) => source.layer === id));
  for (const layer of model.layers) {
    if (layer.type === 'InputLayer') {
      if (starts.some(({ input }) => input === layer.id)) continue;
      signals.set(layer.id, entry(scene, layer, layer.name, readersOf(layer.id), inputs));
      continue;
    }
    const read = layer.inputs.slice(0, isOrdered(layer.type) ? 1 : undefined);
    const given = read.map((source) => signalOf(source, scene, signals, file));
    if (layer === first && !withInput) given.push(entry(scene, layer, 'x', [layer], inputs));
    signals.set(layer.id, apply(scene, layer, given));
  }
  return finish(model, scene, signals, { inputs, starts }, { format, name, file });
}

/** What flows out of a layer: what it computes, or the last hidden state of a recurrent one. */
function signalOf({ layer, tensor }: Source, scene: Scene, signals: ReadonlyMap<string, Signal>, file: string): Signal {
  const signal = signals.get(layer) ?? broken(file, `there is no layer '${layer}', or it is read too early`);
  if (tensor === 0) return signal;
  const hidden = hiddenOf(scene, layer, tensor - 1);
  return hidden ?? refuse(`output ${tensor} of layer '${layer}', which another layer reads`);
}

/** An input of the model that a recurrent layer starts from. */
interface Start {
  readonly input: string;
  readonly layer: string;
  /** Which of the layer's states, from 0. */
  readonly state: number;
}

/** What a recurrent layer reads besides its sequence: inputs of the model that nothing else reads. */
function startsOf(layer: KerasLayer, { layers }: KerasModel): Start[] {
  if (!isOrdered(layer.type)) return [];
  return layer.inputs.slice(1).map(({ layer: input }, state) => {
    const given = layers.find(({ id }) => id === input);
    const others = layers.filter(({ inputs }) => inputs.some((source, i) => source.layer === input && i === 0));
    if (given?.type !== 'InputLayer' || others.length)
      return refuse(
        `layer ${layer.type} '${layer.name}' that starts from what '${input}' gives`,
        'only states that a caller gives can be imported',
      );
    return { input, layer: layer.id, state };
  });
}

/** What a model is given: sequences of vectors, or of classes where embeddings read them, or vectors alone. */
function entry(scene: Scene, layer: KerasLayer, name: string, readers: readonly KerasLayer[], inputs: Port[]): Signal {
  const { net, weights } = scene;
  const shape = shapeOf(layer);
  const odd = (): never =>
    refuse(`layer ${layer.type} '${layer.name}' with an input of the shape ${show(shape.map(String))}`);
  const tables = readers.filter(({ type }) => type === 'Embedding');
  if (tables.length) {
    const sizes = new Set(tables.map((reader) => weights(reader)[0]?.shape[0] ?? 0));
    const [size] = sizes;
    if (tables.length < readers.length || sizes.size > 1 || !size)
      return refuse(`input '${name}' that layers read as different classes, or as numbers`);
    if (shape.length !== 2 && shape.length !== 0) return odd();
    const classes = net.features(name, size, true);
    inputs.push({ name, axes: ['batch', 'time'], slots: features(1, start(classes)), classes: size });
    return { source: whole(classes), last: false, reversed: false };
  }
  const size = shape.at(-1);
  if (typeof size !== 'number' || (shape.length !== 3 && shape.length !== 2)) return odd();
  const value = net.features(name, size);
  const isSequence = shape.length === 3;
  inputs.push({
    name,
    axes: isSequence ? ['batch', 'time', size] : ['batch', size],
    slots: features(size, start(value)),
  });
  return { source: whole(value), last: !isSequence, reversed: false };
}

const start = ({ make }: Value): number => (make.kind === 'input' ? make.from : 0);

/** With the batch in front, wherever the dialects keep it. */
function shapeOf({ config, built }: KerasLayer): readonly (number | null)[] {
  const candidates = [
    field(config, 'batch_shape'),
    field(config, 'batch_input_shape'),
    built && field(built, 'input_shape'),
  ];
  const found = candidates.find(Array.isArray) as unknown[] | undefined;
  return (found ?? []).map((size) => (typeof size === 'number' ? size : null));
}

function finish(
  model: KerasModel,
  scene: Scene,
  signals: ReadonlyMap<string, Signal>,
  { inputs, starts }: { inputs: Port[]; starts: readonly Start[] },
  { format, name, file }: { format: string; name: string; file: string },
): Imported {
  const main = model.outputs
    .filter(({ tensor }) => tensor === 0)
    .map(({ layer }) => signals.get(layer) ?? broken(file, `there is no layer '${layer}'`));
  if (main.length === 0) return refuse('a model whose outputs are states alone');
  const { net, dropped, units } = scene;
  const isLast = main.every(({ last }) => last);
  const given: Net = {
    input: net.input,
    values: net.values,
    loops: [],
    output: main.flatMap(({ source }) => source),
    returns: isLast ? 'last' : 'sequence',
  };
  const lowered = lower(name, given);
  const stateOf = (layer: string, state: number): Omit<Port, 'name'> => {
    const {
      direction,
      name: of,
      make,
    } = stateAt(scene, layer, state) ?? refuse(`output ${state + 1} of layer '${layer}'`);
    const path = lowered.units.get(direction.value.name)?.[direction.which];
    if (path === undefined) return refuse(`a state of layer '${layer}', which nothing reads`);
    const size = make.cell.hidden;
    return { axes: ['batch', size], slots: stateSlots(`${path}.${of}`, size) };
  };
  let at = 0;
  const outputs = model.outputs.map(({ layer, tensor }): Port => {
    if (tensor > 0) return { name: `${layer}.${tensor}`, ...stateOf(layer, tensor - 1) };
    const { source, last, reversed } = signals.get(layer)!;
    const size = sizeOf(source);
    const slots = features(size, at);
    at += size;
    return {
      name: model.isSequential ? 'y' : layer,
      axes: last ? ['batch', size] : ['batch', 'time', size],
      slots,
      ...(last && !isLast && { last: true }),
      ...(reversed && !last && { reversed: true }),
    };
  });
  for (const { input, layer, state } of starts) inputs.push({ name: input, ...stateOf(layer, state) });
  const place = new Map(model.inputs.map((input, i) => [input, i]));
  inputs.sort((a, b) => (place.get(a.name) ?? 0) - (place.get(b.name) ?? 0));
  return {
    spec: lowered.spec,
    weights: Object.fromEntries(lowered.weights),
    ports: { inputs, outputs },
    report: {
      format,
      mapped: model.layers.flatMap(({ type, id, name: own }) => {
        const paths = new Set(units.get(id)?.flatMap(({ value }) => lowered.units.get(value.name) ?? []));
        return paths.size ? [{ from: `${type} ${own}`, to: [...paths].join(', ') }] : [];
      }),
      dropped,
      assumed: outputs.some(({ reversed }) => reversed)
        ? ['the output is in the order of the input, where Keras gives it in the order of go_backwards']
        : [],
    },
  };
}
