/** What threads share, in emitted shaders: no barrier may be missing or of the other kind, and no workgroup waits for another. */
import { compileModel } from '@cellc/compiler';
import type { CompiledModule } from '@cellc/runtime';
import { load } from '@cellc/runtime/webgpu';
import { expect, test } from 'vitest';
import { examineOn } from '../support/agree.ts';
import { useDevice } from '../support/gpu.ts';
import { instantiate } from '../support/instantiate.ts';
import { random } from '../support/random.ts';
import { emulatedDevice } from '../support/shaders.ts';

const specOf = (...lines: string[]) =>
  ({ name: 'm', input: 5, layers: [{ cell: ['cell c(x: I) -> h: H', ...lines], size: 6 }] }) as const;

/** Runs a module with other shaders, forward and backward: as many sequences as share weights, and more rows than a chunk. */
async function run(module: CompiledModule, change: (code: string) => string): Promise<void> {
  const webgpu = { ...module.webgpu!, code: change(module.webgpu!.code) };
  const model = await load({ ...module, webgpu }, { device: emulatedDevice() });
  const { output, state } = await model.run({ data: new Float32Array(9 * 3 * 5).fill(0.5), shape: [9, 3, 5] });
  await model.backward({ output, state });
}

/** The first barrier of a shader behind the text that a pattern finds. */
const replaced = (shader: string, behind: RegExp, barrier: string, by: string) => (code: string) => {
  const from = code.indexOf(`fn ${shader}(`);
  const place = code.indexOf(barrier, from + code.slice(from).search(behind));
  expect(place).toBeGreaterThan(from);
  return code.slice(0, place) + by + code.slice(place + barrier.length);
};

/** V's product waits for W's: of all time steps, on the tape. */
const deep = specOf('param V: [H, H]', 'h = tanh(V @ tanh(W @ x) + U @ h[t-1])');

test.each([
  ['the time loop', 'c1_forward', /for \(var t:/, 'workgroupBarrier();', 'storageBarrier();'],
  ['a sum in tiles', 'c1_gradients', /for \(var chunk/, 'workgroupBarrier();', 'storageBarrier();'],
  ['hoisted products', 'c1_turned_and_c1_hoisted', /for \(/, 'storageBarrier();', 'workgroupBarrier();'],
])('%s: a barrier that is not there, or orders other memory, is found', async (_, shader, behind, barrier, other) => {
  const module = await instantiate(compileModel(deep, { target: 'webgpu', training: true }));
  await run(module, (code) => code);
  for (const by of ['', other])
    await expect(run(module, replaced(shader, behind, barrier, by))).rejects.toThrow(
      new RegExp(
        `^${shader}: .* by thread \\d+, and there is no ${barrier.slice(0, -3)} behind another thread's turn$`,
      ),
    );
});

test('two products with one matrix do not add to its gradient at once', async () => {
  useDevice(emulatedDevice());
  const spec = specOf("h = tanh(W @ x + U @ h[t-1] + U' @ h[t-1])");
  const of = { spec, time: 2, lengths: [2, 2, 1], initial: true };
  const { error } = await examineOn(of, random(1), { target: 'webgpu', precision: 'f32' });
  expect(error).toBeLessThanOrEqual(1);
});
