/** Batches through the model: forward, loss and backward, in segments of time where that saves memory. */
import { type Batch, batchOf, type Carry, copyState, place, readState, segmentOf, write } from '../arena.ts';
import type { Arena, Loss, Region } from '../module.ts';
import { spanOf } from '../remote.ts';
import { backward, call, forward, type Session } from '../session.ts';
import { numbers } from '../tensor.ts';
import type { Work } from '../work.ts';
import { type Dataset, lengthOf, weightOf } from './dataset.ts';
import { addMetrics, type Tally } from './tally.ts';

export interface Pass {
  readonly session: Session;
  readonly loss: Loss;
  readonly set: Dataset;
  /** Time steps that run before the states are kept and the tape is dropped. */
  readonly segment: number;
  /** Where states are carried on; zero states where undefined. */
  readonly carry: Carry | undefined;
  /** Writes a segment's noise; undefined for its mean. */
  readonly draw: ((m: Arena, batch: Batch) => void) | undefined;
  /** Collects metrics where there are any. */
  readonly tally: Tally | undefined;
}

export function zeroCarry({ manifest }: Session, slots: number): Carry {
  return manifest.states.map(({ run }) => numbers(manifest.precision, run.size * slots));
}

/** The rows of a batch in passes of at most `size`. */
export function passesOf({ time, lengths }: Dataset, rows: readonly number[], size: number): Batch[] {
  if (size >= rows.length) return [batchOf(rows, time, lengths)];
  const count = Math.ceil(rows.length / size);
  return Array.from({ length: count }, (_, i) =>
    batchOf(rows.slice(i * size, (i + 1) * size), time, lengths, i * size),
  );
}

/** What the time steps from `from` to `to` weigh together. */
export function weightOfSteps(set: Dataset, { target }: Loss, batch: Batch, from: number, to: number): number {
  const { rows, lengths, B } = batch;
  const isPlain = !set.weights && !set.classWeights;
  let sum = 0;
  for (let b = 0; b < B; b++) {
    const end = Math.min(lengths[b]!, to);
    const row = rows[b]!;
    if (end <= from) break;
    if (target.rows === 'batch') sum += lengths[b]! > to ? 0 : isPlain ? 1 : weightOf(set, row, 0);
    else if (isPlain) sum += end - from;
    else for (let t = from; t < end; t++) sum += weightOf(set, row, t);
  }
  return sum;
}

/** Live time steps from `from` to `to`. */
export function countSteps({ lengths, B }: Batch, from: number, to: number): number {
  let sum = 0;
  for (let b = 0; b < B && lengths[b]! > from; b++) sum += Math.min(lengths[b]!, to) - from;
  return sum;
}

/**
 * Adds the gradients of the time steps from `from` to `to`, whose mean loss is taken over the weight `total`, and carries
 * the states on. All segments run forward, then from the last to the first again forward and backward.
 * @returns their part of the mean loss
 */
export function* learn(pass: Pass, batch: Batch, from: number, to: number, total: number): Work<number> {
  const { session, set, carry, draw } = pass;
  const segments = cut(batch, from, to, pass.segment);
  const last = segments.length - 1;
  const kept: (Carry | undefined)[] = [];
  for (const [i, segment] of segments.entries()) {
    kept.push(i < last && carry ? pack(session, carry, segment) : undefined);
    yield* advance(pass, segment, pass.tally !== undefined && i === last);
  }
  const initial = last > 0 ? carry?.map((data) => data.slice()) : undefined;
  let sum = 0;
  let cotangents: Arena[] | undefined;
  for (let i = last; i >= 0; i--) {
    const segment = segments[i]!;
    if (i < last) {
      if (initial) unpack(session, kept[i]!, initial, segment);
      yield* forward(session, segment, set.x, initial, draw, { output: pass.tally !== undefined, states: false });
    }
    sum += yield* compare(pass, segment, total);
    yield* backward(session, segment, cotangents, [], i > 0);
    if (i > 0) cotangents = readCotangents(session, segment, cotangents, batch);
  }
  return sum;
}

/** Runs a batch forward alone. @returns its part of the mean loss, over the weight `total`; 0 where that is 0 */
export function* judge(pass: Pass, batch: Batch, from: number, to: number, total: number): Work<number> {
  let sum = 0;
  for (const segment of cut(batch, from, to, pass.segment)) {
    yield* advance(pass, segment, pass.tally !== undefined);
    if (total > 0) sum += yield* compare(pass, segment, total);
  }
  return sum;
}

function cut(batch: Batch, from: number, to: number, size: number): Batch[] {
  const end = Math.min(to, batch.T);
  const segments: Batch[] = [];
  for (let at = from; at < end; at += size) segments.push(segmentOf(batch, at, Math.min(at + size, end)));
  return segments;
}

/** Forward, from the carried states to the next. */
function* advance({ session, set, carry, draw }: Pass, segment: Batch, output: boolean): Work<void> {
  yield* forward(session, segment, set.x, carry, draw, { output, states: carry !== undefined });
  if (carry) session.manifest.states.forEach((state, i) => void readState(session.m, state, segment, carry[i]!));
}

/** The states of a segment's rows alone: a batch of many passes would keep those of all its rows each time. */
function pack({ manifest }: Session, carry: Carry, { slots, B }: Batch): Carry {
  return carry.map((data, i) => {
    const { size } = manifest.states[i]!.run;
    const rows = numbers(manifest.precision, size * B);
    for (let b = 0; b < B; b++) rows.set(data.subarray(slots[b]! * size, (slots[b]! + 1) * size), b * size);
    return rows;
  });
}

function unpack({ manifest }: Session, rows: Carry, to: Carry, { slots, B }: Batch): void {
  rows.forEach((data, i) => {
    const { size } = manifest.states[i]!.run;
    for (let b = 0; b < B; b++) to[i]!.set(data.subarray(b * size, (b + 1) * size), slots[b]! * size);
  });
}

/** Writes the loss and the output's cotangent. */
function* compare({ session, loss, set, tally }: Pass, segment: Batch, total: number): Work<number> {
  const { m, manifest } = session;
  writeTargets(session, loss, segment, set);
  m[loss.scale.at[0]] = 1 / total;
  const spans =
    (...regions: readonly Region[]) =>
    () =>
      regions.map((region) => spanOf(region, segment));
  yield* call(session, 'loss', segment, spans(loss.target, loss.weight, loss.scale), spans(loss.value));
  if (tally) addMetrics(tally, m, manifest, loss, segment);
  return m[loss.value.at[0]]!;
}

/** Targets, and how much each row counts: nothing past a sequence's end, or before it where the last step alone counts. */
function writeTargets(session: Session, { target, weight }: Loss, segment: Batch, set: Dataset): void {
  const { rows, lengths, T, B, from } = segment;
  const { m } = session;
  write(session, target, segment, set.y);
  const at = place(weight.at, T, B);
  const isPlain = !set.weights && !set.classWeights;
  for (let b = 0; b < B; b++) {
    const row = rows[b]!;
    if (weight.rows === 'batch') {
      const ends = from + lengths[b]! === lengthOf(set, row);
      put(
        m,
        at + b,
        ends ? (isPlain ? 1 : weightOf(set, row, 0)) : 0,
        target,
        place(target.at, T, B) + b * target.size,
      );
    } else
      for (let t = 0; t < T; t++) {
        const w = t >= lengths[b]! ? 0 : isPlain ? 1 : weightOf(set, row, from + t);
        put(m, at + t * B + b, w, target, place(target.at, T, B) + (t * B + b) * target.size);
      }
  }
}

/** A row that does not count may be compared with anything: 0 times what is not finite would not be 0. */
function put(m: Arena, at: number, weight: number, { size }: Loss['target'], row: number): void {
  m[at] = weight;
  if (weight > 0) return;
  for (let i = row; i < row + size; i++) if (!Number.isFinite(m[i])) m[i] = 0;
}

/** The cotangents of a segment's initial states, by slot, for the segment before it; rows that ended earlier have none. */
function readCotangents(
  { manifest, m }: Session,
  segment: Batch,
  known: Arena[] | undefined,
  { slots, B }: Batch,
): Arena[] {
  let most = 0;
  for (let b = 0; b < B; b++) most = Math.max(most, slots[b]! + 1);
  return manifest.states.map(({ cotangent, run }, i) => {
    const data = known?.[i] ?? numbers(manifest.precision, run.size * most);
    if (cotangent) copyState(m, cotangent, segment, false, data, true);
    return data;
  });
}
