/** The readers of files, each with files to begin with and its ways to spoil them. */
import { readFileSync } from 'node:fs';
import { join as pathOf } from 'node:path';
import { CellcError, resolveModel } from '@cellc/compiler';
import { type Imported, importModel, readArrays } from '@cellc/import';
import { RuntimeError, readSafetensors, saveSafetensors, type Tensor } from '@cellc/runtime';
import { mutateMember } from './archives.ts';
import { mutateBytes } from './bytes.ts';
import { pick, type Random } from './random.ts';
import { mutateHeader, mutateJsonText, mutateMessage } from './trees.ts';

export type Answer = 'read' | 'refused';

export interface Reader {
  /** Names of what it begins with. */
  readonly samples: readonly string[];
  /** What is done with the sample before it is read; the result says for messages which sample it was. */
  spoil(random: Random): { readonly sample: string; read(): Promise<Answer> };
  /** The sample as it is. */
  intact(sample: string): Promise<Answer>;
}

const root = pathOf(import.meta.dirname, import.meta.dirname.endsWith('dist/fuzz') ? '../../..' : '../..');
const files = pathOf(root, 'test/data/conformance/files');
const load = (name: string, folder = files): Uint8Array => new Uint8Array(readFileSync(pathOf(folder, name)));
const json = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

/** What a reader may say of a file that is wrong; everything else is a fault of the reader. */
function isRefusal(error: unknown): boolean {
  if (error instanceof CellcError) return error.code === 'E_FILE' || error.code === 'E_IMPORT';
  return error instanceof RuntimeError && error.code === 'E_WEIGHTS';
}

async function judge(read: () => void | Promise<void>): Promise<Answer> {
  try {
    await read();
    return 'read';
  } catch (error) {
    if (isRefusal(error)) return 'refused';
    throw error;
  }
}

/** Tensors have as many numbers as their shapes say. */
function checkSizes(tensors: Iterable<readonly [name: string, tensor: Tensor]>): void {
  for (const [name, { data, shape }] of tensors)
    if (data.length !== shape.reduce((a, b) => a * b, 1)) throw new Error(`${name} has ${data.length} numbers`);
}

/** What is imported must hold together: weights have the sizes that their shapes say, and a spec is one. */
function checkImported({ spec, weights }: Imported, resolves: boolean): void {
  checkSizes(Object.entries(weights));
  if (!resolves) return;
  try {
    resolveModel(spec);
  } catch (error) {
    if (!(error instanceof CellcError)) throw error;
  }
}

interface Files {
  readonly names: readonly string[];
  readonly folder?: string;
  /** The files beside a model, by their own names. */
  readonly beside?: readonly string[];
  spoil(bytes: Uint8Array, random: Random): Uint8Array;
}

/** A reader of model files by `importModel`. */
function imports({ names, folder = files, beside = [], spoil }: Files): Reader {
  const bytes = new Map([...names, ...beside].map((name) => [name, load(name, folder)]));
  const read = (name: string, all: ReadonlyMap<string, Uint8Array>, resolves: boolean): Promise<Answer> =>
    judge(async () => {
      const open = async (other: string) => all.get(other);
      const activations = name.includes('head') ? { 'head.1': 'ReLU' } : undefined;
      const options = { open, output: 'sequence', activations } as const;
      checkImported(await importModel({ name, bytes: all.get(name)! }, options), resolves);
    });
  return {
    samples: names,
    intact: (name) => read(name, bytes, true),
    spoil(random) {
      const sample = pick(names, random);
      // The files beside a model are bytes without a structure.
      const other = beside.length > 0 && random(8) === 0 ? pick(beside, random) : undefined;
      const one = other ?? sample;
      const wrong = other ? mutateBytes(bytes.get(one)!, random) : spoil(bytes.get(one)!, random);
      // The compiler takes as long for a spec as the importer for its file, and makes fewer mistakes.
      const resolves = random(4) === 0;
      return { sample: one, read: () => read(sample, new Map([...bytes, [one, wrong]]), resolves) };
    },
  };
}

/** One way or the other. */
function either(...ways: readonly ((bytes: Uint8Array, random: Random) => Uint8Array)[]): Files['spoil'] {
  return (bytes, random) => pick(ways, random)(bytes, random);
}

const asJson: Files['spoil'] = (bytes, random) => mutateJsonText(json(bytes), bytes, random);

/** All element types that the reader knows, and none. */
function smallSafetensors(): Uint8Array {
  const tensors = {
    a: { data: Float64Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] },
    b: { data: Float32Array.of(1, 2), shape: [2] },
    'c.d': { data: new Float32Array(0), shape: [0, 7] },
  };
  return saveSafetensors(tensors, { origin: 'fuzz' });
}

function safetensors(): Reader {
  const all = new Map([
    ['small', smallSafetensors()],
    ['st_lstm.safetensors', load('st_lstm.safetensors')],
  ]);
  const read = (bytes: Uint8Array): Promise<Answer> =>
    judge(() => checkSizes(Object.entries(readSafetensors(bytes).tensors)));
  const spoil = either(mutateBytes, mutateHeader);
  return {
    samples: [...all.keys()],
    intact: (name) => read(all.get(name)!),
    spoil(random) {
      const sample = pick([...all.keys()], random);
      const wrong = spoil(all.get(sample)!, random);
      return { sample, read: () => read(wrong) };
    },
  };
}

/** Archives that hold a model's configuration, and no weights: all is read that is read before HDF5. */
function zip(): Reader {
  const name = 'without_weights.keras';
  const bytes = load(name, samples);
  const read = (spoilt: Uint8Array): Promise<Answer> =>
    judge(async () => {
      try {
        await importModel({ name, bytes: spoilt });
      } catch (error) {
        if (!(error instanceof CellcError && error.reason.endsWith("it has no member 'model.weights.h5'"))) throw error;
      }
    });
  return {
    samples: [name],
    intact: () => read(bytes),
    spoil(random) {
      const wrong = mutateBytes(bytes, random);
      return { sample: name, read: () => read(wrong) };
    },
  };
}

/** Arrays of NumPy in an archive, as np.savez writes them. */
function npz(): Reader {
  const name = 'io.npz';
  const bytes = load(name, samples);
  const read = (spoilt: Uint8Array, as = name): Promise<Answer> => judge(() => checkSizes(readArrays(spoilt, as)));
  // Members are checked by their sums: arrays alone are spoilt, too.
  const array = bytesOf(bytes);
  return {
    samples: [name],
    intact: () => read(bytes),
    spoil(random) {
      const isAlone = random(2) === 0;
      const wrong = mutateBytes(isAlone ? array : bytes, random);
      return { sample: name, read: () => read(wrong, isAlone ? 'x.npy' : name) };
    },
  };
}

/** The first member of the archive, 12 numbers of single precision that are not packed. */
function bytesOf(archive: Uint8Array): Uint8Array {
  const view = new DataView(archive.buffer, archive.byteOffset);
  const start = 30 + view.getUint16(26, true) + view.getUint16(28, true);
  const header = view.getUint16(start + 8, true);
  return archive.slice(start, start + 10 + header + 12 * 4);
}

const samples = pathOf(root, 'test/fuzz/samples');
const amps = pathOf(root, 'packages/examples/amps');

/** By name; made when they are asked for, since they read files. */
export const readers: Readonly<Record<string, () => Reader>> = {
  safetensors,
  torch: () =>
    imports({
      names: ['st_lstm.safetensors', 'st_bilstm.safetensors', 'st_encoder_head.safetensors', 'st_gru.safetensors'],
      spoil: either(mutateBytes, mutateHeader),
    }),
  onnx: () =>
    imports({
      names: [
        'onnx_lstm_last_op11.onnx',
        'onnx_lstm2_every_dyn_op14.onnx',
        'onnx_bilstm_last_dyn_op14.onnx',
        'onnx_gru2_last_dyn_op17.onnx',
        'onnx_grucell_step_op17.onnx',
        'onnx_lstm_stream_op17.onnx',
        'onnx_char_op17.onnx',
        'onnx_lstm_last_dynamo_external.onnx',
      ],
      beside: ['onnx_lstm_last_dynamo_external.onnx.data'],
      spoil: either(mutateBytes, mutateMessage, mutateMessage),
    }),
  // Graphs within nodes: cells that `cellc export` writes as a Scan.
  'onnx-scan': () =>
    imports({
      names: ['scan.onnx'],
      folder: samples,
      spoil: either(mutateBytes, mutateMessage, mutateMessage),
    }),
  tfjs: () =>
    imports({
      names: ['tfjs_bigru.model.json', 'tfjs_lstm_dense.model.json'],
      beside: ['tfjs_bigru.weights.bin', 'tfjs_lstm_dense.weights.bin'],
      spoil: asJson,
    }),
  rtneural: () => imports({ names: ['rtneural_gru.json'], folder: samples, spoil: asJson }),
  nam: () => imports({ names: ['lstm.nam'], folder: amps, spoil: asJson }),
  guitarml: () => imports({ names: ['gru8_ts9.json', 'lstm8_ts9.json'], folder: amps, spoil: asJson }),
  zip,
  npz,
  keras: () =>
    imports({
      names: ['keras_bilstm_last.keras', 'keras_stacked_td.keras'],
      spoil: either(mutateBytes, mutateMember, mutateMember, mutateMember),
    }),
  h5: () => imports({ names: ['keras_gru_before_h5.h5', 'keras_dropout_h5.h5'], spoil: mutateBytes }),
};
