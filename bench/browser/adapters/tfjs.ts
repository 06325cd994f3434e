/** What the backends of TensorFlow.js share in a page. */
import { type Core, type Layers, tfjsSkills } from '../../peers/adapters/tfjs.ts';
import type { Skills } from '../../peers/peer.ts';

export async function openBackend(name: string, awaited: boolean): Promise<Skills> {
  const tf = (await import('@tensorflow/tfjs-core')) as Core;
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js does not start its ${name} backend here`);
  await tf.ready();
  return tfjsSkills(tf, (await import('@tensorflow/tfjs-layers')) as Layers, awaited);
}

export const HOW = 'a step is basicLSTMCell, a sequence layers.lstm predict, training trainOnBatch';
