/** Means and deviations of training data, which standardised models keep among their parameters. */

import type { Source } from '../arena.ts';
import { fail } from '../error.ts';
import type { Loss, Manifest, Param } from '../module.ts';
import { eachElement, writeParam } from '../params.ts';
import { checkIdle, lossOf, type Session } from '../session.ts';
import { checkWeight, type Dataset, datasetOf, lengthOf, weightOf } from './dataset.ts';
import type { Data, Windows } from './options.ts';

/** @throws E_UNSUPPORTED where the spec does not standardise, and like `fit` for the data */
export function standardize(session: Session, data: Data | Windows): void {
  const { manifest } = session;
  if (!manifest.standardized)
    fail('E_UNSUPPORTED', `model ${manifest.name} does not standardise`, "give its spec standardize: 'both'");
  const loss = lossOf(session);
  const set = datasetOf([manifest, loss], data);
  checkWeight(set, loss, 'data');
  checkIdle(session, 'standardize');
  standardizeBy(session, loss, set, set.sequences);
}

/** Whether means and scales are still 0 and 1. */
export function isUnfitted({ m, manifest }: Session): boolean {
  const { input, output } = manifest.standardized ?? {};
  const holds = (name: string, expected: number): boolean => {
    let all = true;
    eachElement(paramOf(manifest, name), (_, at) => {
      all &&= m[at] === expected;
    });
    return all;
  };
  const ends = [input, output].filter((end) => end !== undefined);
  return ends.length > 0 && ends.every(({ mean, scale }) => holds(mean, 0) && holds(scale, 1));
}

/** Sets means and scales from the first `sequences` of the data: of the rows that count. */
export function standardizeBy(session: Session, loss: Loss, set: Dataset, sequences: number): void {
  const { m, manifest } = session;
  const { input, output } = manifest.standardized ?? {};
  const isWeighedByStep = loss.target.rows === 'steps';
  const ends = [
    { names: input, source: set.x, size: manifest.input, perStep: true },
    { names: output, source: set.y, size: manifest.output, perStep: isWeighedByStep },
  ];
  for (const { names, source, size, perStep } of ends) {
    if (!names) continue;
    const counts = (row: number, t: number) => weightOf(set, row, isWeighedByStep ? t : 0) > 0;
    const { mean, scale } = momentsOf(set, source, size, perStep, sequences, counts);
    writeParam(m, paramOf(manifest, names.mean), mean);
    writeParam(m, paramOf(manifest, names.scale), scale);
  }
  session.taped = undefined;
}

/** Mean and deviation of each feature in one pass (Welford, 1962); a feature that never changes keeps the scale 1. */
function momentsOf(
  set: Dataset,
  { data, start, row, step }: Source,
  size: number,
  perStep: boolean,
  sequences: number,
  counts: (row: number, t: number) => boolean,
) {
  const mean = new Float64Array(size);
  const squares = new Float64Array(size);
  let count = 0;
  for (let r = 0; r < sequences; r++) {
    const steps = perStep ? lengthOf(set, r) : 1;
    for (let t = 0; t < steps; t++) {
      if (!counts(r, t)) continue;
      count++;
      const at = start + r * row + t * step;
      for (let i = 0; i < size; i++) {
        const value = step === size ? data[at + i]! : data[at] === i ? 1 : 0;
        const off = value - mean[i]!;
        mean[i]! += off / count;
        squares[i]! += off * (value - mean[i]!);
      }
    }
  }
  const scale = squares.map((sum) => (sum > 0 ? Math.sqrt(sum / count) : 1));
  return { mean, scale };
}

function paramOf({ params, name: model }: Manifest, name: string): Param {
  return params.find((param) => param.name === name) ?? fail('E_MODULE', `model ${model} has no parameter ${name}`);
}
