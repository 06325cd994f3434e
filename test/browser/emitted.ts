/** What pages load under a target's policy: compiled here, as a build would. */
import type { ModelSpec } from '@cellc/compiler';
import { load } from '@cellc/runtime';
import { compileFor } from '../conformance/network.ts';
import { instantiate } from '../support/instantiate.ts';
import { random } from '../support/random.ts';
import type { Site } from './server.ts';
import type { Row } from './targets.ts';

/** Samples of the signal: what an AudioWorklet gets at once, 128, so many times. */
export const samples = 64 * 128;

/** A small model of an amplifier, for streaming. */
const amp: ModelSpec = { name: 'amp', input: 1, layers: [{ cell: 'lstm', size: 16 }, { dense: 1 }] };

/** One that learns. */
export const learner: ModelSpec = {
  name: 'learner',
  input: 2,
  layers: [{ cell: 'gru', size: 12 }, { dense: 2 }],
  loss: 'mse',
  optimizer: { adam: { lr: 0.01 } },
};

export async function emit({ target, policy }: Row): Promise<Site> {
  const streaming = compileFor({ target, precision: 'f32' }, amp, false);
  const learning = compileFor({ target, precision: 'f32' }, learner, true);
  const model = await load(await instantiate(streaming), { seed: 1 });
  const input = Float32Array.from(random(1).array(samples, 0.5));
  const expected = Float32Array.from(input, (x) => model.step([x])[0]!);
  return {
    policy,
    files: new Map<string, string | Uint8Array>([
      ['emitted/amp.js', streaming.code],
      ['emitted/learner.js', learning.code],
      ['emitted/weights.safetensors', model.save()],
      ['emitted/input', new Uint8Array(input.buffer)],
      ['emitted/expected', new Uint8Array(expected.buffer)],
    ]),
  };
}
