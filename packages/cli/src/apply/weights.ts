/** Weights files, whoever wrote them. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { RuntimeError, readSafetensors } from '@cellc/runtime';
import { fileError } from '../input.ts';

/** @throws E_FILE, E_WEIGHTS, with the file's name */
export async function readWeights(name: string, cwd: string) {
  const bytes = await readFile(resolve(cwd, name)).catch((error) => {
    throw fileError(`${name} cannot be read`, error);
  });
  try {
    return { bytes, ...readSafetensors(bytes) };
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    throw new RuntimeError(error.code, `${name} is ${error.reason}`, error.hint);
  }
}
