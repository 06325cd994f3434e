/** Finds the conformance files of folders and runs their cases. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { type Result, runText } from './suite.ts';

/** Results in order, as they come; `only` takes cases whose id contains it. */
export async function* runFolders(folders: readonly string[], only = ''): AsyncGenerator<Result> {
  for (const folder of folders)
    for (const path of await listFiles(folder)) {
      const file = relative(folder, path) || basename(path);
      if (extname(path) === '.json') yield* runText(file, await readFile(path, 'utf8'), only);
      else if (!only) yield { file, outcome: { kind: 'skipped', reason: 'needs import (safetensors)' } };
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
