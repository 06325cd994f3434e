/** Workgroups of a time loop: few sequences have one each, of more some share one. */
import { compileModel } from '@cellc/compiler';
import { load } from '@cellc/runtime/webgpu';
import { expect, test } from 'vitest';
import { instantiate } from '../support/instantiate.ts';
import { emulatedDevice } from '../support/shaders.ts';

test.each([
  [1, 1],
  [3, 3],
  [8, 8],
  [9, 3],
])('%i sequences take %i workgroups', async (B, groups) => {
  const module = await instantiate(
    compileModel({ name: 'm', input: 2, layers: [{ cell: 'rnn', size: 3 }] }, { target: 'webgpu', training: false }),
  );
  const device = emulatedDevice();
  const dispatched: number[] = [];
  const { createCommandEncoder } = device;
  device.createCommandEncoder = () => {
    const encoder = createCommandEncoder.call(device);
    const { beginComputePass } = encoder;
    encoder.beginComputePass = () => {
      const pass = beginComputePass.call(encoder);
      const { dispatchWorkgroups } = pass;
      pass.dispatchWorkgroups = (x) => {
        dispatched.push(x);
        dispatchWorkgroups.call(pass, x);
      };
      return pass;
    };
    return encoder;
  };
  const model = await load(module, { seed: 1, device });
  await model.run({ data: new Float32Array(B * 2 * 2), shape: [B, 2, 2] });
  expect(dispatched).toEqual([groups]);
});
