/** Updates: the gradient's norm and clipping, the optimiser's scalars and moments, and the way back from a bad update. */
import { fail } from '../error.ts';
import type { Arena, Manifest, Optimizer, Training } from '../module.ts';
import { eachElement } from '../params.ts';
import type { Span } from '../remote.ts';
import { call, fetched, gradientSpan, noTape, type Session } from '../session.ts';
import type { Work } from '../work.ts';

export interface Updates {
  readonly session: Session;
  readonly optimizer: Optimizer;
  readonly training: Training;
  readonly clipNorm: number | undefined;
  readonly clipValue: number | undefined;
  /** The values before the last update; none before the first. */
  before: Arena | undefined;
  /** The largest magnitude in the last gradient, before clipping, and where the parameter's element is. */
  magnitude: number;
  at: number | undefined;
}

/** Zeroes the moments and sets the scalars. */
export function startOptimizer(
  { m }: Session,
  { scalars, moments }: Optimizer,
  values: Readonly<Record<string, number>>,
): void {
  for (const { name, at } of scalars) if (name !== 't') m[at] = values[name]!;
  for (const { at, size } of moments) m.fill(0, at, at + size);
}

/** Where the moments are. */
export function momentSpans({ manifest }: Session): Span[] {
  return manifest.optimizer?.moments.map(({ at, size }): Span => [at, at + size]) ?? [];
}

/** Where the optimiser keeps a scalar. */
export function scalarAt({ scalars }: Optimizer, name: string): number | undefined {
  return scalars.find((scalar) => scalar.name === name)?.at;
}

/**
 * One update from the gradients as they are, number `t` from 1. @returns the gradient's norm, before clipping
 * @throws E_DIVERGED with the values before this update (a gradient that is not finite: before the last one)
 */
export function* update(updates: Updates, t: number, lr: number | undefined, where: string): Work<number> {
  const { session, optimizer, training, clipNorm, clipValue } = updates;
  const { m, manifest } = session;
  const { start, end } = manifest.values;
  const [from, to] = gradientSpan(manifest, training);
  const norm = measure(updates);
  checkNorm(updates, norm, where);

  if (clipNorm !== undefined) {
    const scale = clipNorm / (norm + 1e-6);
    if (scale < 1) for (let i = from; i < to; i++) m[i]! *= scale;
  }
  if (clipValue !== undefined) for (let i = from; i < to; i++) m[i] = Math.max(-clipValue, Math.min(m[i]!, clipValue));

  const isFirst = updates.before === undefined;
  updates.before ??= m.slice(start, end);
  updates.before.set(m.subarray(start, end));
  setScalars(m, optimizer, t, lr);
  yield* call(
    session,
    'update',
    undefined,
    () => [
      [start, end],
      [from, to],
      ...optimizer.scalars.map(({ at }): Span => [at, at + 1]),
      ...(isFirst ? momentSpans(session) : []),
    ],
    () => [[start, end]],
  );
  session.taped = undefined;
  checkSum(updates, where);
  return norm;
}

/** The norm of the gradients that are here; keeps which element is the largest. */
function measure(updates: Updates): number {
  const { session, training } = updates;
  const { m, manifest } = session;
  const [from, to] = gradientSpan(manifest, training);
  let squares = 0;
  let largest = from;
  for (let i = from; i < to; i++) {
    const value = m[i]!;
    squares += value * value;
    if (Math.abs(value) > Math.abs(m[largest]!)) largest = i;
  }
  updates.magnitude = Math.abs(m[largest]!);
  updates.at = largest - training.gradients;
  return Math.sqrt(squares);
}

/** Below it, squares in single precision are too small to be told from zero, some of them. */
const leastSquares = 2 ** -80;

/** Whether a device computes what an update needs of the gradients, and nothing here changes them. */
export function staysOnDevice({ session, optimizer, clipNorm, clipValue }: Updates, isPenalised: boolean): boolean {
  const isLimited = clipNorm !== undefined || clipValue !== undefined;
  return session.remote !== undefined && optimizer.squares !== undefined && !isLimited && !isPenalised;
}

/** The same update on a device, where the gradients are and stay: their norm and the new parameters come back. */
export function* updateThere(updates: Updates, t: number, lr: number | undefined, where: string): Work<number> {
  const { session, optimizer, training } = updates;
  const { m, manifest } = session;
  const { start, end } = manifest.values;
  const squares = optimizer.squares!;
  const values = m.slice(start, end);
  setScalars(m, optimizer, t, lr);
  yield* call(
    session,
    'update',
    undefined,
    () => [...optimizer.scalars.map(({ at }): Span => [at, at + 1]), ...(updates.before ? [] : momentSpans(session))],
    () => [
      [start, end],
      [squares, squares + 1],
    ],
  );
  let norm = Math.sqrt(m[squares]!);
  // Squares leave the range of single precision before gradients do: then these come back, and are measured here.
  if (!(m[squares]! >= leastSquares && m[squares]! < Infinity)) {
    yield* fetched(session, () => [gradientSpan(manifest, training)]);
    norm = measure(updates);
    if (!Number.isFinite(norm)) m.set(values, start);
    checkNorm(updates, norm, where);
  }
  updates.before = values;
  // The device has the parameters that have come from it.
  session.taped = noTape;
  checkSum(updates, where);
  return norm;
}

function setScalars(m: Arena, optimizer: Optimizer, t: number, lr: number | undefined): void {
  const [rate, clock] = [scalarAt(optimizer, 'lr'), scalarAt(optimizer, 't')];
  if (rate !== undefined) m[rate] = lr!;
  if (clock !== undefined) m[clock] = t;
}

/** @throws E_DIVERGED, which names the first element of the gradient that is not finite, if it is here */
function checkNorm(updates: Updates, norm: number, where: string): void {
  if (Number.isFinite(norm)) return;
  const { session, training } = updates;
  const { m, manifest } = session;
  const [from, to] = gradientSpan(manifest, training);
  const bad = m.subarray(from, to).findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) [updates.magnitude, updates.at] = [m[from + bad]!, manifest.values.start + bad];
  diverged(updates, 'the norm of the gradient', norm, where);
}

/** @throws E_DIVERGED */
function checkSum(updates: Updates, where: string): void {
  const { m, manifest } = updates.session;
  const sum = sumOf(m, manifest.values.start, manifest.values.end);
  if (!Number.isFinite(sum)) diverged(updates, 'the sum of the updated parameters', sum, where);
}

function sumOf(m: Arena, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += m[i]!;
  return sum;
}

/** Goes back to the values before the last update. @throws E_DIVERGED */
export function diverged(
  { session, before, magnitude, at }: Updates,
  what: string,
  value: number,
  where: string,
): never {
  const { m, manifest } = session;
  if (before) m.set(before, manifest.values.start);
  session.taped = undefined;
  const place =
    at === undefined ? '' : `; the largest element of the last gradient is ${magnitude}, of ${nameAt(manifest, at)}`;
  fail(
    'E_DIVERGED',
    `${what} is ${value} in ${where}${place}`,
    'lower the learning rate, or limit the gradient with clipNorm; the parameters are those before the last update',
  );
}

function nameAt({ params }: Manifest, place: number): string {
  const found = params.find((param) => {
    let holds = false;
    eachElement(param, (_, at) => {
      holds ||= at === place;
    });
    return holds;
  });
  return found?.name ?? 'no parameter';
}
