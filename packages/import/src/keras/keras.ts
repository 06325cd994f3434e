/** Keras models, native, legacy and of TensorFlow.js: the layers in order, or as a graph. */
import { broken, quoted, refuse, show } from '../error.ts';
import { features, type Port, stateSlots } from '../io.ts';
import { lower } from '../lower.ts';
import { Builder, type Net, sizeOf, type Value, whole } from '../net.ts';
import { openHdf5 } from '../read/hdf5.ts';
import { type Fields, field, isFields, listOf, parseJson } from '../read/json.ts';
import { readZip } from '../read/zip.ts';
import { statesOf } from '../recurrent.ts';
import type { Imported } from '../result.ts';
import { transposed } from '../tensors.ts';
import { type KerasLayer, type KerasModel, readConfig } from './config.ts';
import { apply, type Scene } from './layers.ts';
import { isRecurrent, type Signal } from './signal.ts';
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
  const weights = await manifestWeights(listOf(json, 'weightsManifest', file), file, open);
  const version = field(topology, 'keras_version') ?? field(config, 'keras_version');
  return build(readConfig(config, file), weights, versionOf(version), 'TensorFlow.js layers model', name, file);
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
  const starts = model.layers.flatMap(startsOf);
  const [first] = model.layers;
  const withInput = first?.type === 'InputLayer' || !model.isSequential;
  for (const layer of model.layers) {
    if (layer.type === 'InputLayer') {
      if (starts.some(({ input }) => input === layer.name)) continue;
      const reader = model.layers.find((each) => each.inputs.some((source) => source.layer === layer.name));
      signals.set(layer.name, entry(scene, layer, reader, inputs));
      continue;
    }
    const given = layer.inputs.slice(0, startsOf(layer).length ? 1 : undefined).map(({ layer: of, tensor }): Signal => {
      if (tensor !== 0) return refuse(`layer ${layer.type} '${layer.name}' that reads a state of '${of}'`);
      return signals.get(of) ?? broken(file, `layer '${layer.name}' reads '${of}', which is not there`);
    });
    if (layer === first && !withInput) given.push(entry(scene, layer, layer, inputs));
    // The table of an embedding is what its input was made into.
    if (layer.type === 'Embedding') signals.set(layer.name, given[0] ?? refuse('layer Embedding without an input'));
    else signals.set(layer.name, apply(scene, layer, given));
  }
  return finish(model, scene, signals, { inputs, starts }, { format, name, file });
}

/** An input of the model that a recurrent layer starts from. */
interface Start {
  readonly input: string;
  readonly layer: string;
  /** Which of the layer's states, from 0. */
  readonly state: number;
}

/** What a recurrent layer reads besides its sequence. */
function startsOf({ type, name, inputs }: KerasLayer): Start[] {
  if (!isRecurrent(type) && type !== 'Bidirectional') return [];
  return inputs.slice(1).map(({ layer: input }, state) => ({ input, layer: name, state }));
}

/** What a model is given: sequences of vectors, or of classes where an embedding reads them. */
function entry(scene: Scene, layer: KerasLayer, reader: KerasLayer | undefined, inputs: Port[]): Signal {
  const { net, weights } = scene;
  const shape = shapeOf(layer);
  if (reader?.type === 'Embedding') {
    const [table] = weights(reader);
    if (table?.shape.length !== 2) return refuse(`layer Embedding '${reader.name}' without a table`);
    const classes = net.features(layer === reader ? 'x' : layer.name, table.shape[0]!, true);
    inputs.push({
      name: layer === reader ? 'x' : layer.name,
      axes: ['batch', 'time'],
      slots: features(1, start(classes)),
      classes: classes.size,
    });
    const source = whole(net.dense(reader.name, whole(classes), transposed(table)));
    if (field(reader.config, 'mask_zero') !== true) return { source, last: false, reversed: false };
    const mask = net.add(
      `${reader.name}_mask`,
      1,
      { kind: 'point', args: [[{ value: classes, from: 0, to: 1 }]], text: '1 - sum({0})', params: [] },
      true,
    );
    return { source, mask: whole(mask), last: false, reversed: false };
  }
  const size = shape.at(-1);
  const sequence = shape.length === 3;
  if (typeof size !== 'number' || (!sequence && shape.length !== 2))
    return refuse(`layer ${layer.type} '${layer.name}' with an input of the shape ${show(shape.map(String))}`);
  const value = net.features(layer.type === 'InputLayer' ? layer.name : 'x', size);
  const axes = sequence ? (['batch', 'time', size] as const) : (['batch', size] as const);
  inputs.push({ name: layer.type === 'InputLayer' ? layer.name : 'x', axes, slots: features(size, start(value)) });
  return { source: whole(value), last: false, reversed: false };
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
  { net, dropped, units }: Scene,
  signals: ReadonlyMap<string, Signal>,
  { inputs, starts }: { inputs: Port[]; starts: readonly Start[] },
  { format, name, file }: { format: string; name: string; file: string },
): Imported {
  const states = model.outputs.filter(({ tensor }) => tensor > 0);
  const main = model.outputs
    .filter(({ tensor }) => tensor === 0)
    .map(({ layer }) => ({ layer, signal: signals.get(layer) ?? broken(file, `there is no layer '${layer}'`) }));
  if (main.length === 0) return refuse('a model whose outputs are states alone');
  const isLast = main.every(({ signal }) => signal.last);
  const flat = inputs.every(({ axes }) => !axes.includes('time'));
  const given: Net = {
    input: net.input,
    values: net.values,
    loops: [],
    output: main.flatMap(({ signal }) => signal.source),
    returns: isLast ? 'last' : 'sequence',
  };
  const lowered = lower(name, given);
  let at = 0;
  const outputs = main.map(({ layer, signal }): Port => {
    const size = sizeOf(signal.source);
    const axes = signal.last || flat ? (['batch', size] as const) : (['batch', 'time', size] as const);
    const slots = features(size, at);
    at += size;
    return {
      name: model.isSequential ? 'y' : layer,
      axes,
      slots,
      ...(signal.last && !isLast && { last: true }),
      ...(signal.reversed && !signal.last && { reversed: true }),
    };
  });
  const stateOf = (layer: string, state: number): Omit<Port, 'name'> => {
    const directions = units.get(layer) ?? refuse(`output ${state + 1} of layer '${layer}'`);
    const { make } = directions[0]!.value;
    if (make.kind !== 'unit') return refuse(`output ${state + 1} of layer '${layer}'`);
    const names = [...statesOf(make.cell).keys()];
    const direction = directions[Math.floor(state / names.length)] ?? refuse(`state ${state} of layer '${layer}'`);
    const path = lowered.units.get(direction.value.name)?.[direction.which];
    if (path === undefined) return refuse(`a state of layer '${layer}', which nothing reads`);
    const size = make.cell.hidden;
    return { axes: ['batch', size], slots: stateSlots(`${path}.${names[state % names.length]}`, size) };
  };
  for (const { layer, tensor } of states) outputs.push({ name: `${layer}.${tensor}`, ...stateOf(layer, tensor - 1) });
  for (const { input, layer, state } of starts) inputs.push({ name: input, ...stateOf(layer, state) });
  return {
    spec: lowered.spec,
    weights: Object.fromEntries(lowered.weights),
    ports: { inputs, outputs },
    report: {
      format,
      mapped: model.layers.flatMap(({ type, name: own }) => {
        const paths = new Set(units.get(own)?.flatMap(({ value }) => lowered.units.get(value.name) ?? []));
        return paths.size ? [{ from: `${type} ${own}`, to: [...paths].join(', ') }] : [];
      }),
      dropped,
      assumed: outputs.some(({ reversed }) => reversed)
        ? ['the output is in the order of the input, where Keras gives it in the order of go_backwards']
        : [],
    },
  };
}
