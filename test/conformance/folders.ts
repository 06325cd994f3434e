/** Finds the conformance files of folders and runs their cases: those of single files with all that importing needs. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { RuntimeError, readSafetensors } from '@cellc/runtime';
import { checkGreedy, checkText } from './char.ts';
import { moreWith } from './more.ts';
import { checkSuppressor, checkVoiceDetector, isVoiceDetector } from './streams.ts';
import { type Check, failure, type More, outcomeOf, type Result, runText, variants } from './suite.ts';
import { named } from './tensors.ts';

/** Results in order, as they come; `only` takes cases whose id contains it. */
export async function* runFolders(folders: readonly string[], only = ''): AsyncGenerator<Result> {
  for (const folder of folders)
    for (const path of await listFiles(folder)) {
      const file = relative(folder, path) || basename(path);
      if (extname(path) === '.json') yield* runFile(file, await readFile(path, 'utf8'), only, dirname(path));
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
export function runFile(file: string, text: string, only = '', folder = '.'): AsyncGenerator<Result> {
  return runText(file, text, only, variants, moreFor(text, folder));
}

function moreFor(text: string, folder: string): More {
  const { checks, casesOf } = moreWith(text, async (name) => new Uint8Array(await readFile(join(folder, name))));
  return {
    checks: new Map<string, Check>([
      ...checks,
      ['char_lm', (of, variant) => checkText(of, variant, JSON.parse(text), folder)],
      ['char_lm_greedy', (of, variant) => checkGreedy(of, variant, JSON.parse(text), folder)],
    ]),
    casesOf,
  };
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
