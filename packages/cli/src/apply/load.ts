/** A trained model: a spec with weights that cellc train wrote. */
import { loadSync, type Model, RuntimeError } from '@cellc/runtime';
import type { Io } from '../command.ts';
import { type About, readAbout } from '../data/about.ts';
import { plural } from '../format.ts';
import { type Built, buildSpec } from '../model.ts';
import { readWeights } from './weights.ts';

export interface TrainedModel {
  readonly model: Model;
  readonly about: About;
}

/** @throws E_FILE, E_WEIGHTS, and what is wrong with the spec */
export async function loadTrained(spec: string, file: string, io: Io): Promise<TrainedModel> {
  const { bytes, metadata } = await readWeights(file, io.cwd);
  const about = readAbout(file, metadata);
  const { module } = await buildSpec(spec, io.cwd, metadata.precision === 'f64' ? 'f64' : 'f32');
  const { name, hash } = module.manifest;
  if (metadata.name !== name)
    throw new RuntimeError('E_WEIGHTS', `${file} holds weights of ${metadata.name}, and ${spec} is ${name}`);
  if (about.kind === 'text') checkAlphabet([...about.alphabet].length, module.manifest.input);
  const model = fit(module, bytes, file, spec);
  if (metadata.hash !== hash)
    io.err(
      `note: ${file} was trained with another ${spec}, or another version of cellc (${metadata.version}); the shapes fit\n`,
    );
  return { model, about };

  function checkAlphabet(count: number, classes: number): void {
    if (count >= 1 && count <= classes) return;
    const reads = `${name} reads ${plural(classes, 'class', 'classes')}`;
    throw new RuntimeError('E_WEIGHTS', `${file} has an alphabet of ${plural(count, 'character')}, and ${reads}`);
  }
}

/** A module with the weights of a file, whoever wrote it. @throws E_FILE, E_WEIGHTS */
export async function loadWeights({ module }: Built, file: string, spec: string, io: Io): Promise<Model> {
  const { bytes } = await readWeights(file, io.cwd);
  return fit(module, bytes, file, spec);
}

function fit(module: Built['module'], weights: Uint8Array, file: string, spec: string): Model {
  try {
    return loadSync(module, { weights });
  } catch (error) {
    if (!(error instanceof RuntimeError) || error.code !== 'E_WEIGHTS') throw error;
    const hint = `they were trained with another version of the spec${error.hint === undefined ? '' : `; ${error.hint}`}`;
    throw new RuntimeError('E_WEIGHTS', `${file} does not fit ${spec}: ${error.reason}`, hint);
  }
}
