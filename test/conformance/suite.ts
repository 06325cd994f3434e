/** Runs the cases of conformance files on every variant. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { RuntimeError, readSafetensors } from '@cellc/runtime';
import { checkAmp, checkNam, checkSequential } from './audio.ts';
import { checkGreedy, checkText } from './char.ts';
import { type Comparison, type Worst, worst } from './compare.ts';
import { checkFile, fileCases, filesSchema, Refused } from './files.ts';
import { type Case, type Fields, Malformed, type Parsed, parseFile, Skip } from './format.ts';
import { checkKeras } from './keras-ops.ts';
import { targets, type Variant } from './network.ts';
import { checkOnnx, checkWebnn } from './onnx-ops.ts';
import { checkSuppressor, checkVoiceDetector, isVoiceDetector } from './streams.ts';
import { named } from './tensors.ts';
import { checkTorch } from './torch.ts';
import { checkTraining } from './training.ts';
import { checkVariant } from './variants.ts';

/** The file that a case stands in: its keys besides the cases, and the folder that it lies in. */
interface Surroundings {
  readonly file: Fields;
  readonly folder: string;
}

type Check = (of: Case, variant: Variant, around: Surroundings) => Promise<Comparison[]>;

/** What runs a case, by its op. */
const checks = new Map<string, Check>([
  ['torch.nn.LSTM', checkTorch],
  ['torch.nn.GRU', checkTorch],
  ['torch.nn.RNN', checkTorch],
  ['training', checkTraining],
  ...['LSTM', 'GRU', 'SimpleRNN'].map((layer) => [`keras.${layer}`, checkKeras] as const),
  ...['LSTM', 'GRU', 'RNN'].map((op) => [`onnx.${op}`, checkOnnx] as const),
  ...['lstm', 'lstmCell', 'gru', 'gruCell'].map((op) => [`webnn.${op}`, checkWebnn] as const),
  ['sequential', checkSequential],
  ['amp.torch', checkAmp],
  ['amp.nam_lstm', checkNam],
  ['char_lm', (of, variant, { file, folder }) => checkText(of, variant, file, folder)],
  ['char_lm_greedy', (of, variant, { file, folder }) => checkGreedy(of, variant, file, folder)],
]);

/** A case of any other op can be run where it carries the text of its cell. */
function checkOf({ op, fields }: Case): Check {
  const check = checks.get(op) ?? (typeof fields.cell === 'string' ? checkVariant : undefined);
  if (!check) throw new Skip(`needs another runner (op ${op})`);
  return check;
}

const variants: readonly Variant[] = targets.flatMap((target) =>
  (['f32', 'f64'] as const).map((precision) => ({ target, precision })),
);

export type Outcome =
  /** `worst` is the largest error relative to what is allowed. */
  | { readonly kind: 'passed'; readonly worst: number }
  /** The tensors that are off, worst first, or what went wrong instead. */
  | { readonly kind: 'failed'; readonly worst: number; readonly tensors: readonly Worst[]; readonly message?: string }
  | { readonly kind: 'skipped'; readonly reason: string };

/** Without `id` it is about the whole file, without `variant` about all variants. */
export interface Result {
  readonly file: string;
  readonly id?: string;
  readonly op?: string;
  readonly variant?: Variant;
  readonly outcome: Outcome;
}

/** Results in order, as they come; `only` takes cases whose id contains it. */
export async function* runFolders(folders: readonly string[], only = ''): AsyncGenerator<Result> {
  for (const folder of folders)
    for (const path of await listFiles(folder)) {
      const file = relative(folder, path) || basename(path);
      if (extname(path) === '.json') yield* runText(file, await readFile(path, 'utf8'), only, dirname(path));
      else yield* runTensors(file, path, only);
    }
}

/** A file itself; of a folder the JSON files, and safetensors files that no JSON file describes, in all subfolders. */
async function listFiles(folder: string): Promise<string[]> {
  if ((await stat(folder)).isFile()) return [folder];
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const paths = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  const known = new Set(paths);
  const wanted = (path: string) =>
    path.endsWith('.json') || (path.endsWith('.safetensors') && !known.has(path.replace(/safetensors$/, 'json')));
  return paths.filter(wanted).sort();
}

/** The cases of one file's text; `folder` is where the files that they name lie. */
export async function* runText(file: string, text: string, only = '', folder = '.'): AsyncGenerator<Result> {
  let cases: readonly (Case | Malformed)[];
  let check: Check | undefined;
  try {
    const parsed: Parsed = parseFile(text);
    if (parsed.kind === 'other' && parsed.schema === filesSchema) {
      cases = fileCases(JSON.parse(text).cases);
      check = (of, variant) => checkFile(of, variant, folder);
    } else if (parsed.kind === 'other') {
      if (parsed.schema && !only)
        yield { file, outcome: { kind: 'skipped', reason: `needs another runner (schema ${parsed.schema})` } };
      return;
    } else cases = parsed.cases;
  } catch (error) {
    yield { file, outcome: failure(error) };
    return;
  }
  const around = { file: JSON.parse(text), folder };
  for (const of of cases) {
    if (of instanceof Malformed) yield { file, outcome: failure(of) };
    else if (of.id.includes(only))
      for (const variant of variants)
        yield {
          file,
          id: of.id,
          op: of.op,
          variant,
          outcome: await outcomeOf(async () => (check ?? checkOf(of))(of, variant, around)),
        };
  }
}

/** A safetensors file that holds a case by itself: weights beside inputs and expected values. */
async function* runTensors(file: string, path: string, only: string): AsyncGenerator<Result> {
  const id = basename(path, '.safetensors');
  if (!id.includes(only)) return;
  const read = await readFile(path)
    .then((bytes) => readSafetensors(new Uint8Array(bytes)))
    .catch((error: unknown) => {
      if (error instanceof RuntimeError) return failure(error);
      throw error;
    });
  if ('kind' in read) {
    yield { file, id, outcome: read };
    return;
  }
  const tensors = named(read.tensors);
  const isSuppressor = read.metadata.schema === 'dtln/1';
  if (!isSuppressor && !isVoiceDetector(tensors)) {
    yield { file, outcome: { kind: 'skipped', reason: 'needs another runner (safetensors)' } };
    return;
  }
  for (const variant of variants) {
    const check = () => (isSuppressor ? checkSuppressor(dirname(path), variant) : checkVoiceDetector(tensors, variant));
    yield { file, id, op: isSuppressor ? 'dtln' : 'silero', variant, outcome: await outcomeOf(check) };
  }
}

async function outcomeOf(check: () => Promise<Comparison[]>): Promise<Outcome> {
  try {
    const comparisons = await check();
    if (comparisons.length === 0) throw new Malformed('the case states no output and no gradient');
    const found = comparisons.map(worst);
    const tensors = found.filter(({ ratio }) => !(ratio <= 1)).sort((a, b) => b.ratio - a.ratio);
    const largest = Math.max(...found.map(({ ratio }) => ratio));
    return tensors.length ? { kind: 'failed', worst: largest, tensors } : { kind: 'passed', worst: largest };
  } catch (error) {
    if (error instanceof Refused) return { kind: 'passed', worst: 0 };
    return error instanceof Skip ? { kind: 'skipped', reason: error.message } : failure(error);
  }
}

function failure(error: unknown): Outcome {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { kind: 'failed', worst: Infinity, tensors: [], message };
}
