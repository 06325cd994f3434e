/** What models do, on kernels at hand or on a device: all time steps of sequences, and back through them. */
import { type Batch, batchOf, copyState, dense, read, write } from './arena.ts';
import { checkOptions, fail, kind } from './error.ts';
import type { Arena, Region, Signature, Sizes } from './module.ts';
import { readParams, writeParams } from './params.ts';
import { spanOf } from './remote.ts';
import { readSafetensors } from './safetensors.ts';
import {
  backward,
  call,
  checkIdle,
  checkLengths,
  checkStates,
  clearGradients,
  fetched,
  finalStates,
  forward,
  gradientSpan,
  gradientsOf,
  inOrder,
  perState,
  type Session,
} from './session.ts';
import {
  checkClass,
  checkShape,
  count,
  type Nested,
  numbers,
  show,
  type Tensor,
  type Tensors,
  toTensor,
} from './tensor.ts';
import type { Cotangents, Gradients, Params, Run, RunOptions, Weights } from './types.ts';
import type { Work } from './work.ts';

/** What `backward` needs to know about the last `run`. */
export interface Ran {
  readonly batch: Batch;
  /** Sizes before those of states and outputs: `[batch]`, or none where `run` was given one sequence. */
  readonly lead: Sizes;
  readonly time: number;
  readonly output: Sizes;
}

/** `run` of a model. */
export function* running<S extends Signature>(
  session: Session,
  xs: Tensor | Nested,
  options: RunOptions,
): Work<{ run: Run<S, Sizes>; ran: Ran }> {
  checkOptions('options of run', ['state', 'lengths'], options);
  const { state, lengths } = options;
  const { manifest } = session;
  const x = toTensor('xs', xs);
  const features = manifest.reads === 'class' ? [] : [manifest.input];
  const lead = x.shape.length === 1 + features.length ? [] : [x.shape[0]!];
  checkShape('E_INPUT', 'xs', x, [...(lead.length ? ['batch'] : []), 'time', ...features]);
  const sequences = count(lead);
  const time = x.shape[lead.length]!;
  if (!sequences || !time) fail('E_INPUT', `xs has shape ${show(x.shape)}, which holds no time step`);
  checkLengths(lengths, sequences, time);
  if (state) checkStates(manifest, state, lead);
  if (manifest.reads === 'class')
    for (let i = 0; i < x.data.length; i++) {
      const [row, step] = [Math.floor(i / time), i % time];
      if (step < (lengths?.[row] ?? time))
        checkClass('E_INPUT', `xs at row ${row}, step ${step}`, x.data[i]!, manifest.input);
    }

  const batch = batchOf([...Array(sequences).keys()], time, lengths);
  const output = [...lead, ...(manifest.returns === 'last' ? [] : [time]), manifest.output];
  const initial = state && (inOrder(manifest, state) as Arena[]);
  yield* forward(session, batch, dense(x.data, time, count(features)), initial);
  const run = {
    output: tensorAt(session, manifest.y, batch, output),
    state: finalStates(session, batch, lead),
  } as unknown as Run<S, Sizes>;
  return { run, ran: { batch, lead, time, output } };
}

/** `backward` of a model, through its last `run`. */
export function* goingBack<S extends Signature>(
  session: Session,
  ran: Ran | undefined,
  cotangents: Cotangents,
): Work<Gradients<S>> {
  checkOptions('cotangents of backward', ['output', 'state'], cotangents, 'write backward({ output })');
  const { output, state = {} } = cotangents;
  const { m, manifest, kernels, remote } = session;
  const trained = gradientsOf(session);
  if (!ran || ran.batch !== session.taped) fail('E_ORDER', 'backward has no run to go back through', 'call run first');
  const { batch, lead } = ran;
  if (output !== undefined) checkShape('E_INPUT', 'the cotangent of the output', output, ran.output);
  checkStates(manifest, state, lead, 'partial');
  const { time } = ran;
  write(
    session,
    trained.gy,
    batch,
    output && dense(output.data, manifest.returns === 'last' ? 1 : time, manifest.output),
  );
  clearGradients(session, trained);
  yield* backward(session, batch, inOrder(manifest, state), [trained.gy]);
  const { gx } = trained;
  const isWanted = gx && (kernels.inputGradient || remote);
  if (isWanted)
    yield* call(
      session,
      'inputGradient',
      batch,
      () => [],
      () => [spanOf(gx, batch)],
    );
  yield* fetched(session, () => [gradientSpan(manifest, trained)]);
  return {
    params: gradients(session),
    ...(gx && { input: tensorAt(session, gx, batch, [...lead, time, manifest.input]) }),
    state: perState(manifest, lead, ({ cotangent }, data) => {
      if (cotangent) copyState(m, cotangent, batch, false, data, true);
    }),
  } as Gradients<S>;
}

/** Copies of the gradients. @throws E_UNSUPPORTED */
export function gradients<S extends Signature>(session: Session): Params<S> {
  const { gradients: shift } = gradientsOf(session);
  return readParams(session.m, session.manifest, shift) as Tensors as Params<S>;
}

/** Sets all parameters or none. @throws E_WEIGHTS; E_ORDER while a fit runs */
export function setParams<S extends Signature>(session: Session, weights: Weights<S>): void {
  checkIdle(session, 'setParams');
  if (typeof weights !== 'object' || weights === null)
    fail('E_WEIGHTS', `weights is ${kind(weights)}`, "pass the file's bytes, or tensors by name");
  const isFile = weights instanceof Uint8Array || weights instanceof ArrayBuffer;
  const params: Tensors = isFile ? readSafetensors(weights).tensors : weights;
  writeParams(session.m, session.manifest, params);
  session.taped = undefined;
}

/** A region as a public tensor. */
function tensorAt(session: Session, region: Region, batch: Batch, shape: Sizes): Tensor {
  const data = numbers(session.manifest.precision, count(shape));
  const row = count(shape) / batch.B;
  read(session, region, batch, { data, start: 0, row, step: region.size });
  return { data, shape };
}
