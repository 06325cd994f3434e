/** The loss and the metrics of data. */

import { checkOptions } from '../error.ts';
import type { Loss } from '../module.ts';
import { lossOf, type Session } from '../session.ts';
import type { Work } from '../work.ts';
import { checkClasses } from './classes.ts';
import { checkWeight, type Dataset, datasetOf } from './dataset.ts';
import type { Data, EvaluateOptions, Evaluation, Metric, Windows } from './options.ts';
import { judge, passesOf, weightOfSteps, zeroCarry } from './pass.ts';
import { penaltiesOf, penaltyOf } from './penalty.ts';
import { metricsOf } from './settings.ts';
import { addLoss, metricsFrom, startTally } from './tally.ts';

const BATCH_SIZE = 32;

export interface Judging {
  readonly metrics: readonly Metric[];
  /** Sequences and time steps of one pass. */
  readonly batchSize: number;
  readonly segment: number;
}

export function* evaluate(session: Session, data: Data | Windows, options: EvaluateOptions = {}): Work<Evaluation> {
  const loss = lossOf(session);
  checkOptions('options of evaluate', ['metrics'], options);
  const metrics = metricsOf(options.metrics);
  const set = datasetOf([session.manifest, loss], data);
  checkWeight(set, loss, 'data');
  checkClasses(set, loss, { metrics });
  const rows = Array.from({ length: set.sequences }, (_, row) => row);
  const segment = Number.POSITIVE_INFINITY;
  return yield* evaluating(session, loss, set, rows, { metrics, batchSize: BATCH_SIZE, segment });
}

/** Evaluates some rows, and pauses after every batch. */
export function* evaluating(
  session: Session,
  loss: Loss,
  set: Dataset,
  rows: readonly number[],
  { metrics, batchSize, segment }: Judging,
): Work<Evaluation> {
  const tally = startTally();
  const penalty = penaltyOf(session.m, penaltiesOf(session.manifest));
  // Every sequence has a slot of its own, so that all start from zero.
  const carry = segment < set.time ? zeroCarry(session, rows.length) : undefined;
  for (const batch of passesOf(set, rows, batchSize)) {
    const weight = weightOfSteps(set, loss, batch, 0, batch.T);
    if (weight === 0) continue;
    const pass = { session, loss, set, segment, carry, draw: undefined, tally: metrics.length ? tally : undefined };
    addLoss(tally, yield* judge(pass, batch, 0, batch.T, weight), penalty, weight);
    yield undefined;
  }
  return { loss: tally.total / tally.weight, metrics: metricsFrom(tally, metrics) };
}
