/** The streaming states of a model, on kernels at hand or on a device. */
import { fail } from './error.ts';
import type { Manifest } from './module.ts';
import { checkStates, perState, type Session } from './session.ts';
import type { Tensor, Tensors } from './tensor.ts';

/** Streaming starts again, from zero or from the given states (all of them). @throws E_STATE */
export function resetStream({ m, manifest }: Session, state?: Tensors): void {
  if (state) checkStates(manifest, state, []);
  for (const { name, step } of manifest.states) {
    if (!step) continue;
    const at = step.at[0];
    m.fill(0, at, at + step.size);
    if (state) m.set(state[name]!.data, at);
  }
}

/** A copy of the streaming states. */
export function streamStates({ m, manifest }: Session): Record<string, Tensor> {
  return perState(manifest, [], ({ step }, data) => {
    if (step) data.set(m.subarray(step.at[0], step.at[0] + step.size));
  });
}

export function cannotStream({ name }: Manifest): never {
  fail('E_UNSUPPORTED', `model ${name} cannot stream: a layer reads the sequence backward`, 'use run');
}
