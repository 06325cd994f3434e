import * as amp from '../../../emitted/amp.js';
import { load } from '../../../runtime/dist/inference.js';

addEventListener('message', async ({ data: { weights, input } }) => {
  const model = await load(amp, { weights });
  postMessage(Float32Array.from(input, (/** @type {number} */ x) => model.step([x])[0] ?? Number.NaN));
});
