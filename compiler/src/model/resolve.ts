/** A model spec to a model: cells found and parsed, layers expanded, every size a number. */
import type { Source } from '../error.ts';
import { type OpTable, ops } from '../ir/ops.ts';
import { type Layer, resolveLayers } from './layers.ts';
import { isPath } from './library.ts';
import { readSpec } from './read.ts';
import type { ModelSpec } from './spec.ts';
import { type Loss, type Optimizer, resolveLoss, resolveOptimizer } from './training.ts';

export type { Layer } from './layers.ts';
export type { Loss, Optimizer } from './training.ts';

export interface Model {
  readonly name: string;
  /** Features per time step, in and out. */
  readonly input: number;
  readonly output: number;
  /** Whether a time step is a vector of features, or one of `input` classes. */
  readonly reads: 'features' | 'class';
  readonly returns: 'sequence' | 'last';
  readonly layers: readonly Layer[];
  readonly loss?: Loss;
  readonly optimizer?: Optimizer;
  /** Everything that decides what the compiled module does, in one canonical text: hash it. */
  readonly hashText: string;
}

/**
 * @param from a spec, or the text of one: then errors have carets
 * @param files the texts of the files that `cellFiles` lists, by path as written in the spec
 * @throws CellcError for everything that is wrong with the spec or with a cell it names
 */
export function resolveModel(
  from: ModelSpec | Source,
  files: ReadonlyMap<string, string> = new Map(),
  table: OpTable = ops,
): Model {
  const library = { files, table };
  const text = readSpec(from);
  const { spec } = text;
  const layers = resolveLayers(text, library);
  const loss = resolveLoss(text, library);
  const optimizer = resolveOptimizer(text, library);
  const returns = spec.output ?? 'sequence';
  const reads = typeof spec.input === 'number' ? 'features' : 'class';
  const input = layers[0]!.input;
  const model = { name: spec.name, input, output: layers.at(-1)!.output, reads, returns, layers } as const;
  const hashText = JSON.stringify([
    [spec.name, input, reads, returns],
    layers.map(({ name, direction, sizes, cell, rates, l2 }) => [
      [name, direction, sorted(sizes), cell.source.text],
      [rates.dropout, rates.recurrentDropout, sorted(rates.zoneout), l2],
    ]),
    spec.layers.map((layer) => ['repeat' in layer ? layer.repeat : 1, Object.entries(layer.init ?? {})]),
    loss ? [loss.cell.source.text, sorted(loss.scalars)] : null,
    optimizer ? [optimizer.cell.source.text, sorted(optimizer.scalars)] : null,
  ]);
  return { ...model, ...(loss && { loss }), ...(optimizer && { optimizer }), hashText };
}

/** The paths of the files that a spec names, each once. */
export function cellFiles(from: ModelSpec | Source): string[] {
  const { layers, loss, optimizer } = readSpec(from).spec;
  const cells = layers.flatMap((layer) => ('cell' in layer ? [layer.cell] : []));
  const training = [loss, optimizer].map((given) => (typeof given === 'object' ? Object.keys(given)[0] : given));
  const references = [...cells, ...training.filter((reference) => reference !== undefined)];
  return [...new Set(references.filter(isPath))];
}

const sorted = (map: ReadonlyMap<string, number>): [string, number][] => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
