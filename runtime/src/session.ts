/** A compiled module with its arena: what a model and its training loop share. */
import {
  allocator,
  type Batch,
  batchOf,
  copyState,
  place,
  readState,
  reserve,
  type Source,
  write,
  writeLengths,
  writeState,
  zeroPastEnd,
} from './arena.ts';
import { checkNames, fail } from './error.ts';
import type { Arena, CompiledModule, Loss, Manifest, Optimizer, Region, State, Training } from './module.ts';
import { type Entry, paramSpans, pastEnd, type Span, spanOf, stateSpan } from './remote.ts';
import { checkShape, count, numbers, type Tensor, type Tensors } from './tensor.ts';
import { type Host, hostWasm } from './wasm.ts';
import type { Work } from './work.ts';

export interface Session extends Host {
  /** Replaced by a larger one when a batch needs more. */
  m: Arena;
  /** The batch whose tape the arena holds, for the parameters it was run with. */
  taped: Batch | undefined;
  /** While a fit runs. */
  training: boolean;
}

/** @throws E_MODULE where the module is not one this runtime knows, or nothing in it runs here; E_MEMORY */
export function open(module: CompiledModule): Session {
  const { manifest, kernels, wasm, webgpu, gpujs }: Partial<CompiledModule> = module ?? {};
  const isAlone = (device: string, entry: string): never =>
    fail(
      'E_MODULE',
      `model ${manifest?.name} is compiled for ${device} alone, whose results have to be awaited`,
      `load it with load from @cellc/runtime/${entry}`,
    );
  if (manifest?.format !== 'cellc/1' || !(kernels?.forward || wasm?.code || webgpu?.code)) {
    if (gpujs) isAlone('gpu.js', 'gpujs');
    const found = manifest?.format === undefined ? 'no manifest' : `format ${manifest.format}`;
    fail(
      'E_MODULE',
      `not a compiled module of format cellc/1: it has ${found}`,
      'pass all that a compiled file exports',
    );
  }
  const host = (wasm && hostWasm(wasm)) ?? (kernels && { manifest, kernels, allocate: allocator(manifest) });
  if (!host && !wasm) isAlone('WebGPU', 'webgpu');
  if (!host)
    fail(
      'E_MODULE',
      `model ${manifest.name} is WebAssembly alone, which does not run here`,
      'compile it for js,wasm, or allow WebAssembly (a content security policy needs wasm-unsafe-eval)',
    );
  return sessionOn(host);
}

/** @throws E_MEMORY */
export function sessionOn(host: Host): Session {
  const m = reserve(undefined, host.manifest, 1, 1, host);
  return { ...host, m, taped: undefined, training: false };
}

/** A tape of nothing: of parameters that a device has already, for it has made them. */
export const noTape: Batch = batchOf([], 0);

/** Makes room for a batch. @throws E_MEMORY */
export function reserveFor(session: Session, T: number, B: number): Arena {
  session.m = reserve(session.m, session.manifest, T, B, session);
  return session.m;
}

/** @throws E_ORDER where a fit is not done */
export function checkIdle({ training }: Session, call: string): void {
  if (training) fail('E_ORDER', `${call} while this model is being trained`, 'await the fit before');
}

/** @throws E_UNSUPPORTED where the module has no gradients. */
export function gradientsOf({ manifest }: Session): Training {
  return (
    manifest.training ??
    fail(
      'E_UNSUPPORTED',
      `model ${manifest.name} was compiled without gradients`,
      'give its spec a loss, or compile it for training',
    )
  );
}

/** @throws E_UNSUPPORTED where the spec named no loss. */
export function lossOf({ manifest }: Session): Loss {
  return (
    manifest.loss ?? fail('E_UNSUPPORTED', `model ${manifest.name} was compiled without a loss`, 'give its spec a loss')
  );
}

/** @throws E_UNSUPPORTED where the spec named no optimiser. */
export function optimizerOf({ manifest }: Session): Optimizer {
  return (
    manifest.optimizer ??
    fail(
      'E_UNSUPPORTED',
      `model ${manifest.name} was compiled without an optimizer`,
      'give its spec a loss and an optimizer',
    )
  );
}

/**
 * Makes room for a batch, copies it in and runs all its time steps; past a sequence's end regions read as zero. `initial`
 * has one array for each state, or zeros where it is absent; `draw` writes the noise, or everything gets its mean. A device
 * gives back the outputs and final states that are `wanted`.
 */
export function* forward(
  session: Session,
  batch: Batch,
  x: Source,
  initial?: readonly Arena[],
  draw?: (m: Arena, batch: Batch) => void,
  wanted: { readonly output: boolean; readonly states: boolean } = { output: true, states: true },
): Work<void> {
  const { manifest, remote } = session;
  const { T, B } = batch;
  const m = reserveFor(session, T, B);
  write(session, manifest.x, batch, x);
  writeLengths(m, manifest, batch);
  for (let i = 0; i < manifest.states.length; i++) writeState(m, manifest.states[i]!, batch, initial?.[i]);
  if (draw) draw(m, batch);
  else writeMeans(m, manifest, batch);
  // Whoever changes parameters forgets the tape, also while this is under way.
  const params = session.taped ? [] : paramSpans(manifest);
  session.taped = batch;
  const { gy, zeroWhenRagged = [], noise = [] } = manifest.training ?? {};
  yield* call(
    session,
    'forward',
    batch,
    () => [
      ...params,
      spanOf(manifest.x, batch),
      ...manifest.states.map((state) => stateSpan(state, batch, false)),
      ...noise.map(({ region }) => spanOf(region, batch)),
    ],
    () => [
      ...(wanted.output ? [spanOf(manifest.y, batch)] : []),
      ...(wanted.states ? manifest.states.map((state) => stateSpan(state, batch, true)) : []),
    ],
  );
  if (batch.lengths[B - 1] === T) return;
  if (manifest.y.rows !== 'batch') zeroPastEnd(m, manifest.y, batch);
  if (gy && gy.rows !== 'batch') zeroPastEnd(m, gy, batch);
  if (remote) remote.clear(zeroWhenRagged.flatMap((region) => pastEnd(region, batch)));
  else for (const region of zeroWhenRagged) zeroPastEnd(m, region, batch);
}

/** Runs an entry point: on a device with what is to be sent before, and fetched after it. */
export function* call(
  { m, kernels, remote }: Session,
  entry: Entry,
  batch: Batch | undefined,
  send: () => readonly Span[],
  fetch: () => readonly Span[],
): Work<void> {
  if (remote) yield remote.run(entry, m, batch, send(), fetch());
  else kernels[entry]!(m, batch?.T ?? 0, batch?.B ?? 0);
}

/** A device's numbers, before they are read here. */
export function* fetched({ m, remote }: Session, spans: () => readonly Span[]): Work<void> {
  if (remote) yield remote.fetch(m, spans());
}

function writeMeans(m: Arena, { training }: Manifest, { T, B }: Batch): void {
  if (!training) return;
  for (const { region, mean } of training.noise) {
    const base = place(region.at, T, B);
    m.fill(mean, base, base + region.size * B * (region.rows === 'steps' ? T : 1));
  }
}

export function clearGradients({ manifest, m, remote }: Session, { gradients }: Training): void {
  const { start, end } = manifest.values;
  m.fill(0, start + gradients, end + gradients);
  remote?.clear([[start + gradients, end + gradients]]);
}

/** Where the gradients are. */
export function gradientSpan({ values: { start, end } }: Manifest, { gradients }: Training): Span {
  return [start + gradients, end + gradients];
}

/**
 * Adds the gradients of the last forward pass; `gy` must be in place, or `given`: here, and to be sent. Cotangents of
 * final states have one array for each state, and are zero where absent. A device gives back those of the initial states
 * where they are `wanted`.
 */
export function* backward(
  session: Session,
  batch: Batch,
  final?: readonly (Arena | undefined)[],
  given: readonly Region[] = [],
  wanted = true,
): Work<void> {
  const { manifest, m } = session;
  const { states } = manifest;
  for (let i = 0; i < states.length; i++) {
    const { cotangent } = states[i]!;
    if (cotangent) copyState(m, cotangent, batch, false, final?.[i], false);
  }
  const cotangents = states.flatMap(({ cotangent }) => cotangent ?? []);
  const spans = (regions: readonly Region[]) => () => regions.map((region) => spanOf(region, batch));
  yield* call(session, 'backward', batch, spans([...given, ...cotangents]), spans(wanted ? cotangents : []));
}

/** Final states after a forward pass, with `lead` sizes before each state's own. */
export function finalStates({ manifest, m }: Session, batch: Batch, lead: readonly number[]): Record<string, Tensor> {
  return perState(manifest, lead, (state, data) => readState(m, state, batch, data));
}

/** The states of tensors by name, in the manifest's order. */
export function inOrder({ states }: Manifest, given: Tensors): (Arena | undefined)[] {
  return states.map(({ name }) => (Object.hasOwn(given, name) ? given[name]!.data : undefined));
}

/** One tensor for each state, filled by `fill`. */
export function perState(
  { states, precision }: Manifest,
  lead: readonly number[],
  fill: (state: State, data: Arena) => void,
): Record<string, Tensor> {
  const entries = states.map((state) => {
    const shape = [...lead, ...state.shape];
    const data = numbers(precision, count(shape));
    fill(state, data);
    return [state.name, { data, shape }] as const;
  });
  return Object.fromEntries(entries);
}

/** @throws E_STATE */
export function checkStates({ name, states }: Manifest, given: Tensors, lead: readonly number[], partial?: 'partial') {
  const names = states.map((state) => state.name);
  checkNames('E_STATE', `states of ${name}`, names, Object.keys(given), partial);
  for (const { name, shape } of states) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value || !partial) checkShape('E_STATE', `state ${name}`, value, [...lead, ...shape]);
  }
}

/** @throws E_LENGTHS where there is not one whole number from 1 to `time` for each sequence */
export function checkLengths(lengths: ArrayLike<number> | undefined, sequences: number, time: number): void {
  if (!lengths) return;
  if (lengths.length !== sequences) fail('E_LENGTHS', `there are ${lengths.length} lengths for ${sequences} sequences`);
  for (let b = 0; b < sequences; b++) {
    const length = lengths[b]!;
    if (!Number.isInteger(length) || length < 1 || length > time)
      fail('E_LENGTHS', `the length of sequence ${b} is ${length}, not a whole number from 1 to ${time}`);
  }
}
