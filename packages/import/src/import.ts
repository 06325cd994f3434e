/** One call for every kind of file: what it is is told by its name and its first bytes. */
import { importGuitarMl, importStateJson, isGuitarMl, isStateDict } from './audio/guitarml.ts';
import { importNam, isNam } from './audio/nam.ts';
import { importRtNeural, isRtNeural } from './audio/rtneural.ts';
import { refuse } from './error.ts';
import { importH5, importKeras, importTfjs } from './keras/keras.ts';
import { importOnnx } from './onnx/onnx.ts';
import { isFields, parseJson } from './read/json.ts';
import type { Imported } from './result.ts';
import { importTorch } from './torch/torch.ts';

export interface ModelFile {
  /** Without folders: `model.onnx`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ImportOptions {
  /** Names the model; by default it is called as the file is. */
  readonly name?: string | undefined;
  /** The bytes of a file beside the model, of which the model file knows the name. */
  readonly open?: ((name: string) => Promise<Uint8Array | undefined>) | undefined;
  /** Where the file does not say it: the output of every step, or of the last. */
  readonly output?: 'sequence' | 'last' | undefined;
  /** ONNX graphs of one step: which inputs are states, and the outputs that are their next values. */
  readonly states?: Readonly<Record<string, string>> | undefined;
  /** PyTorch: what it prints of the model. */
  readonly repr?: string | undefined;
  /** PyTorch: paths of modules in the order in which they run. */
  readonly order?: readonly string[] | undefined;
  /** PyTorch: what nn.RNN applies. */
  readonly nonlinearity?: 'tanh' | 'relu' | undefined;
  /** PyTorch: modules without weights, `{ 'head.1': 'ReLU' }`. */
  readonly activations?: Readonly<Record<string, string>> | undefined;
  /** PyTorch: whether inputs and outputs are [batch, time, …]; otherwise `repr` says it, or time comes first. */
  readonly batchFirst?: boolean | undefined;
}

/**
 * Reads a trained network.
 * @throws CellcError E_FILE where the file is broken, E_IMPORT where a spec cannot say what it holds; RuntimeError
 * E_WEIGHTS for a broken safetensors file
 */
export async function importModel(file: ModelFile, options: ImportOptions = {}): Promise<Imported> {
  const name = options.name ?? modelName(file.name);
  const open = options.open ?? (async () => undefined);
  if (/\.safetensors$/i.test(file.name)) return importTorch(file.bytes, { ...options, name });
  if (/\.onnx$/i.test(file.name)) return importOnnx(file.bytes, file.name, { ...options, name, open });
  if (/\.keras$/i.test(file.name)) return importKeras(file.bytes, file.name, { name, open });
  if (/\.(?:h5|hdf5)$/i.test(file.name)) return importH5(file.bytes, file.name, { name, open });
  if (/\.(?:json|nam)$/i.test(file.name)) return importJson(file, name, open, options);
  return refuse(
    `${file.name} is of no kind that can be imported`,
    'names end in .onnx, .keras, .h5, .hdf5, .safetensors, .json or .nam',
  );
}

/** The file's name without its ending, made of what names may hold. */
export function modelName(file: string): string {
  const stem = file.replace(/(?:\.model)?\.[A-Za-z0-9]+$/, '').replace(/[^A-Za-z0-9_-]+/g, '-');
  return (/^[A-Za-z]/.test(stem) ? stem : `model-${stem}`).slice(0, 64);
}

async function importJson(
  { name: file, bytes }: ModelFile,
  name: string,
  open: (name: string) => Promise<Uint8Array | undefined>,
  options: ImportOptions,
): Promise<Imported> {
  const json = parseJson(bytes, file);
  if (!isFields(json)) return refuse(`${file} is of no kind that can be imported`);
  if ('modelTopology' in json) return importTfjs(json, file, { name, open });
  if (isGuitarMl(json)) return importGuitarMl(json, file, name);
  if (isNam(json)) return importNam(json, file, name);
  if (isRtNeural(json)) return importRtNeural(json, file, name);
  if (isStateDict(json))
    return importStateJson(json, file, { ...options, name, batchFirst: options.batchFirst ?? true });
  return refuse(`${file} is of no kind that can be imported`);
}
