/** Training: epochs, batches and updates, and what is done between them. */
import type { Batch, Carry } from '../arena.ts';
import { fail } from '../error.ts';
import type { Arena, Loss } from '../module.ts';
import {
  checkIdle,
  clearGradients,
  fetched,
  gradientSpan,
  gradientsOf,
  lossOf,
  optimizerOf,
  type Session,
} from '../session.ts';
import { later, type Work } from '../work.ts';
import { batchesOf, countBatches, isStream, type Rows, type Supply } from './batches.ts';
import { breather } from './breathe.ts';
import { type Kept, type Progress, restore, restoreCarry, startProgress, writeCheckpoint } from './checkpoint.ts';
import { evaluating } from './evaluate.ts';
import { drawNoise } from './noise.ts';
import {
  diverged,
  momentSpans,
  startOptimizer,
  staysOnDevice,
  type Updates,
  update,
  updateThere,
} from './optimizer.ts';
import type { Batches, Data, Epoch, Evaluation, FitOptions, History, Windows } from './options.ts';
import { countSteps, judge, learn, type Pass, passesOf, weightOfSteps, zeroCarry } from './pass.ts';
import { addPenalty, type Penalty, penaltiesOf, penaltyOf } from './penalty.ts';
import { checkDirections, type Held, keptOf, makeRoom, standardizeFirst, supplyOf } from './prepare.ts';
import { readCheckpoint } from './resume.ts';
import { isOver, rateFactor, warmedUp, watchLoss, watchPlateau } from './schedule.ts';
import { type Hooks, type Settings, settingsOf } from './settings.ts';
import { addLoss, metricsFrom, startTally } from './tally.ts';

/** A training at work. */
interface Training {
  readonly session: Session;
  readonly loss: Loss;
  readonly settings: Settings & Hooks;
  readonly supply: Supply;
  readonly held: Held | undefined;
  readonly updates: Updates;
  readonly penalties: readonly Penalty[];
  readonly kept: Kept;
  readonly breathe: () => Promise<void> | undefined;
  readonly start: number;
  progress: Progress;
  /** The values of the best epoch. */
  best: Arena | undefined;
  /** States for the rest of the batch at work, or of a stateful training's epoch. */
  carry: Carry | undefined;
  /** Of the learning rate in the epoch at work, but for the warm-up. */
  factor: number;
}

export async function fit(session: Session, data: Data | Windows | Batches, options: FitOptions): Promise<History> {
  const optimizer = optimizerOf(session);
  const loss = lossOf(session);
  const gradients = gradientsOf(session);
  const settings = settingsOf(optimizer, options, isStream(data));
  checkDirections(session, settings);
  const { supply, held } = supplyOf(session, loss, data, settings);
  const kept = keptOf(session, settings, supply, held);
  const { resume } = settings;
  const checkpoint =
    resume === undefined ? undefined : readCheckpoint(session.manifest, kept, settings, supply, resume);
  checkIdle(session, 'fit');
  makeRoom(session, settings, supply);
  if (!checkpoint) standardizeFirst(session, loss, supply);

  startOptimizer(session, optimizer, settings.scalars);
  const training: Training = {
    session,
    loss,
    settings,
    supply,
    held,
    updates: {
      session,
      optimizer,
      training: gradients,
      clipNorm: settings.clipNorm,
      clipValue: settings.clipValue,
      before: undefined,
      magnitude: 0,
      at: undefined,
    },
    penalties: penaltiesOf(session.manifest),
    kept,
    breathe: breather(),
    start: performance.now() - 1000 * (checkpoint?.progress.seconds ?? 0),
    progress: checkpoint?.progress ?? startProgress(),
    best: checkpoint && restore(session, checkpoint),
    carry: checkpoint && restoreCarry(session.manifest, checkpoint),
    factor: 1,
  };
  session.taped = undefined;
  session.training = true;
  try {
    return await train(training);
  } finally {
    session.training = false;
  }
}

async function train(training: Training): Promise<History> {
  const { session, settings } = training;
  const stopped = await epochs(training);
  await later(fetched(session, () => [gradientSpan(session.manifest, training.updates.training)]));
  const { epochs: done, stopping } = training.progress;
  if (training.best) {
    session.m.set(training.best, session.manifest.values.start);
    session.taped = undefined;
  }
  return {
    loss: done.map(({ loss }) => loss),
    epochs: done,
    stopped,
    ...(settings.earlyStopping && stopping.epoch > 0 && { best: stopping.epoch }),
  };
}

async function epochs(training: Training): Promise<History['stopped']> {
  const { settings } = training;
  const { earlyStopping, checkpoint, onEpoch } = settings;
  const { progress } = training;
  let stopped: History['stopped'] = 'done';
  let [kept, keptAt] = ['', Number.NEGATIVE_INFINITY];
  const spot = () => `${progress.batches}, ${progress.step}`;
  const keep = async () => {
    kept = spot();
    const { session, kept: known, best, carry } = training;
    if (checkpoint) await later(fetched(session, () => momentSpans(session)));
    await checkpoint?.save(writeCheckpoint(session, known, progress, best, carry));
    keptAt = performance.now();
  };
  if (earlyStopping && isOver(progress.stopping, earlyStopping)) return 'early';
  while (progress.epoch < settings.epochs) {
    if (!(await runEpoch(training))) {
      stopped = 'signal';
      break;
    }
    const epoch = await endEpoch(training);
    const goesOn = (await onEpoch?.(epoch)) !== false;
    if (checkpoint && progress.epoch % (checkpoint.every ?? 1) === 0) {
      if (performance.now() - keptAt >= 1000 * (checkpoint.seconds ?? 0)) await keep();
    }
    if (!goesOn) stopped = 'callback';
    else if (earlyStopping && isOver(progress.stopping, earlyStopping)) stopped = 'early';
    if (stopped !== 'done') break;
  }
  if (kept !== spot()) await keep();
  return stopped;
}

/** The batches of the epoch that are left. @returns whether all are done: the signal stops before an update */
async function runEpoch(training: Training): Promise<boolean> {
  const { settings, supply, progress } = training;
  const epoch = progress.epoch + 1;
  training.factor = rateFactor(settings.schedule, epoch, progress.plateau);
  for await (const rows of batchesOf(supply, settings, epoch, progress.batch)) {
    if (settings.signal?.aborted || !(await runBatch(training, rows, epoch))) return false;
    if (!settings.stateful) training.carry = undefined;
    progress.step = 0;
    progress.batch++;
    progress.batches++;
  }
  return true;
}

/**
 * One update, or where sequences are truncated one for every so many of their time steps, from where the batch was left.
 * @returns whether all are done
 */
async function runBatch(training: Training, { set, rows }: Rows, epoch: number): Promise<boolean> {
  const { session, settings, loss, progress } = training;
  const { truncate = Number.POSITIVE_INFINITY, recompute = Number.POSITIVE_INFINITY, metrics, seed } = settings;
  const passes = passesOf(set, rows, settings.microBatch ?? rows.length);
  const longest = passes.reduce((most, { T }) => Math.max(most, T), 0);
  const { noise } = session.manifest.training!;
  const key = { seed, batch: progress.batches };
  const pass: Pass = {
    session,
    loss,
    set,
    segment: recompute,
    carry: carryOf(training, rows.length, Math.min(truncate, recompute) < longest),
    draw: noise.length ? (m, batch) => drawNoise(m, noise, batch, key) : undefined,
    tally: metrics.length ? progress.tally : undefined,
  };
  for (;;) {
    const from = progress.step;
    const to = Math.min(from + truncate, longest);
    await later(learnSteps(training, pass, passes, epoch, from, to));
    await training.breathe();
    if (to === longest) return true;
    progress.step = to;
    if (settings.signal?.aborted) return false;
  }
}

/** The update of the time steps from `from` to `to`: none where nothing in them counts. */
function* learnSteps(
  training: Training,
  pass: Pass,
  passes: readonly Batch[],
  epoch: number,
  from: number,
  to: number,
): Work<void> {
  const { session, settings, loss, progress, updates, penalties, supply } = training;
  const live = passes.filter(({ T }) => T > from);
  const weight = live.reduce((sum, batch) => sum + weightOfSteps(pass.set, loss, batch, from, to), 0);
  if (weight === 0) {
    if (pass.carry) for (const batch of live) yield* judge(pass, batch, from, to, 0);
    return;
  }
  clearGradients(session, updates.training);
  let mean = 0;
  for (const batch of live) mean += yield* learn(pass, batch, from, to, weight);
  const batch = progress.batch + 1;
  const where = `epoch ${epoch}, batch ${batch}`;
  if (!Number.isFinite(mean)) diverged(updates, 'the loss', mean, where);
  const stays = staysOnDevice(updates, penalties.length > 0);
  if (!stays) yield* fetched(session, () => [gradientSpan(session.manifest, updates.training)]);
  const penalty = penaltyOf(session.m, penalties);
  addPenalty(session.m, updates.training.gradients, penalties);
  const lr = rateOf(training, progress.updates + 1);
  const norm = yield* (stays ? updateThere : update)(updates, progress.updates + 1, lr, where);
  progress.updates++;
  progress.tally.norm += norm;
  progress.tally.updates++;
  addLoss(progress.tally, mean, penalty, weight);
  if (!settings.onBatch) return;
  const batches = countBatches(supply, settings);
  settings.onBatch({
    epoch,
    batch,
    ...(batches !== undefined && { batches }),
    loss: mean + penalty,
    steps: live.reduce((sum, rows) => sum + countSteps(rows, from, to), 0),
    ...(lr !== undefined && { lr }),
  });
}

/** The figures of the epoch that its batches have ended, and what follows from them. */
async function endEpoch(training: Training): Promise<Epoch> {
  const { session, settings, held, progress, updates, start } = training;
  const { tally } = progress;
  const number = progress.epoch + 1;
  if (tally.weight === 0) fail('E_DATA', `no row of epoch ${number} has a weight above zero`);
  const lr = rateOf(training, progress.updates);
  const validation = held && (await validate(training, held));
  const loss = tally.total / tally.weight;
  const judged = validation?.loss ?? loss;
  if (!Number.isFinite(judged)) diverged(updates, 'the validation loss', judged, `epoch ${number}`);
  watchPlateau(progress.plateau, settings.schedule, judged, settings.scalars.lr ?? 0);
  if (settings.earlyStopping && watchLoss(progress.stopping, settings.earlyStopping, number, judged)) {
    const { start, end } = session.manifest.values;
    training.best = session.m.slice(start, end);
  }
  progress.epoch = number;
  progress.batch = 0;
  progress.tally = startTally();
  training.carry = undefined;
  progress.seconds = (performance.now() - start) / 1000;
  const epoch: Epoch = {
    epoch: number,
    epochs: settings.epochs,
    loss,
    metrics: metricsFrom(tally, settings.metrics),
    ...(validation && { validation }),
    ...(lr !== undefined && { lr }),
    gradientNorm: tally.norm / tally.updates,
    seconds: progress.seconds,
  };
  progress.epochs.push(epoch);
  return epoch;
}

async function validate({ session, loss, settings, breathe }: Training, { set, rows }: Held): Promise<Evaluation> {
  const { metrics, microBatch, batchSize, recompute, truncate } = settings;
  const segment = recompute ?? truncate ?? Number.POSITIVE_INFINITY;
  const steps = evaluating(session, loss, set, rows, { metrics, batchSize: microBatch ?? batchSize, segment });
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await (value ?? breathe());
  }
}

function rateOf({ settings, factor }: Training, update: number): number | undefined {
  const { scalars, schedule } = settings;
  return scalars.lr === undefined ? undefined : scalars.lr * warmedUp(schedule, factor, update);
}

/** Where a batch's states are carried on: to its next steps, and to the next batch where training is stateful. */
function carryOf(training: Training, sequences: number, isCut: boolean): Carry | undefined {
  const { session, settings } = training;
  if (!settings.stateful && !isCut) return undefined;
  const carry = (training.carry ??= zeroCarry(session, sequences));
  const { states } = session.manifest;
  const before = states.length > 0 ? carry[0]!.length / states[0]!.run.size : sequences;
  if (before !== sequences)
    fail(
      'E_INPUT',
      `a batch has ${sequences} sequences where the one that it goes on from has ${before}`,
      settings.stateful ? 'stateful training needs batches of one size' : 'resume with the batches of the checkpoint',
    );
  return carry;
}
