/** WebAssembly in its host: memory, modules for both targets, and hosts that refuse it. */
import { CellcError, compileModel, type ModelSpec } from '@cellc/compiler';
import { type CompiledModule, load, loadSync, RuntimeError, tensor } from '@cellc/runtime';
import { afterEach, expect, test, vi } from 'vitest';
import { instantiate } from './support/instantiate.ts';
import { random } from './support/random.ts';

const spec: ModelSpec = { name: 'small', input: 3, layers: [{ cell: 'lstm', size: 5 }, { dense: 2 }] };
const trained: ModelSpec = { ...spec, loss: 'mse', optimizer: 'adam' };
const x = (batch: number, time: number) => tensor(random(1).array(batch * time * 3), [batch, time, 3]);

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('a memory grows with the batch, and streaming goes on', async () => {
  const model = loadSync(await instantiate(compileModel(spec, { target: 'wasm' })));
  const first = Float32Array.from(model.step([1, 2, 3]));
  const small = model.run(x(2, 4)).output.data;
  const state = model.state();
  model.run(x(64, 200));
  expect(model.state()).toEqual(state);
  expect(model.run(x(2, 4)).output.data).toEqual(small);
  model.reset();
  expect(Float32Array.from(model.step([1, 2, 3]))).toEqual(first);
});

test('more memory than there can be is an error, and the model stays as it is', async () => {
  const model = loadSync(await instantiate(compileModel({ ...spec, input: 400 }, { target: 'wasm' })));
  const [batch, time] = [4000, 4000];
  const huge = { data: { length: batch * time * 400 } as unknown as Float32Array, shape: [batch, time, 400] as const };
  Object.setPrototypeOf(huge.data, Float32Array.prototype);
  const before = Float32Array.from(model.step(new Float32Array(400).fill(0.1)));
  expect(() => model.run(huge)).toThrow(/E_MEMORY/);
  model.reset();
  expect(Float32Array.from(model.step(new Float32Array(400).fill(0.1)))).toEqual(before);
});

test('a memory that the host does not let grow is an error, and the model goes on', async () => {
  const model = loadSync(await instantiate(compileModel(spec, { target: 'wasm' })));
  const first = Float32Array.from(model.step([1, 2, 3]));
  const [small, state] = [model.run(x(2, 4)), model.state()];
  const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
    throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory');
  });
  const bytes = /^E_MEMORY: 200 time steps of 64 sequences need \d+ bytes, which cannot be allocated$/;
  expect(() => model.run(x(64, 200))).toThrow(bytes);
  expect(grow).toHaveBeenCalledOnce();
  expect(model.run(x(2, 4))).toEqual(small);
  expect(model.state()).toEqual(state);
  model.reset();
  expect(Float32Array.from(model.step([1, 2, 3]))).toEqual(first);
});

test('a sum of thousands of losses is as good as one in double precision', async () => {
  const model = loadSync(await instantiate(compileModel(trained, { target: 'wasm' })), { seed: 1 });
  const [batch, time] = [16, 2000];
  const inputs = x(batch, time);
  const y = tensor(random(2).array(batch * time * 2), [batch, time, 2]);
  const output = [...model.run(inputs).output.data];
  const exact = output.reduce((sum, value, i) => sum + (value - Math.fround(y.data[i]!)) ** 2, 0) / output.length;
  // The sum is rounded once, and so is one over the number of rows.
  expect(Math.abs(model.evaluate({ x: inputs, y }).loss / exact - 1)).toBeLessThan(2e-7);
});

test('models share nothing', async () => {
  const module = await instantiate(compileModel(trained, { target: 'wasm' }));
  const [a, b] = [loadSync(module, { seed: 1 }), loadSync(module, { seed: 2 })];
  const before = b.params();
  const y = tensor(new Float32Array(4 * 6 * 2).fill(0.5), [4, 6, 2]);
  const alone = b.step([1, 2, 3]).slice();
  b.reset();
  a.step([3, 2, 1]);
  await a.fit({ x: x(4, 6), y }, { epochs: 3 });
  a.run(x(64, 200));
  expect(b.params()).toEqual(before);
  expect(b.step([1, 2, 3])).toEqual(alone);
});

test('a module for both targets runs WebAssembly, and JavaScript where that is not allowed', async () => {
  const module = await instantiate(compileModel(spec, { target: ['js', 'wasm'] }));
  const weights = loadSync(module, { seed: 3 }).params();
  const wasm = await load(module, { weights });
  expect(wasm.manifest.target).toBe('wasm');
  const expected = wasm.run(x(2, 4)).output.data;

  // A content security policy without wasm-unsafe-eval; a module object that nothing has been compiled from yet.
  const refused = { ...module, wasm: { ...module.wasm! } };
  vi.spyOn(WebAssembly, 'Module').mockImplementation(function refuse() {
    throw new WebAssembly.CompileError('refused by the content security policy');
  });
  vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new WebAssembly.CompileError('refused'));
  const js = await load(refused, { weights });
  expect(js.manifest.target).toBe('js');
  js.run(x(2, 4)).output.data.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 6);
  });
  const { kernels, ...alone } = refused;
  await expect(load({ ...alone, wasm: { ...refused.wasm } })).rejects.toThrow(/E_MODULE.*does not run here/s);
});

test('a host without WebAssembly at all', async () => {
  const module = await instantiate(compileModel({ ...spec, name: 'without' }, { target: ['wasm', 'js'] }));
  vi.stubGlobal('WebAssembly', undefined);
  expect((await load({ ...module, wasm: { ...module.wasm! } })).manifest.target).toBe('js');
});

test('relaxed SIMD runs where the engine has it, and is said to be missing elsewhere', async () => {
  const module = await instantiate(compileModel({ ...spec, name: 'relaxed' }, { target: 'wasm', relaxed: true }));
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const model = loadSync(module);
  const isKnown = model.manifest.relaxed === true;
  expect(warn.mock.calls.map(([text]) => text)).toEqual(
    isKnown ? [] : ['relaxed: this engine has no relaxed SIMD; running without'],
  );
  expect(Number.isFinite(model.step([1, 2, 3])[0])).toBe(true);
});

test('code from a file is imported, and given as what the host makes of it', async () => {
  const compiled = compileModel(spec, { target: 'wasm', wasmFile: true });
  expect(compiled.code).toContain("import code from './small.wasm';\n");
  const code = await WebAssembly.compile(compiled.files.get('.wasm') as Uint8Array<ArrayBuffer>);
  const { manifest } = compiled;
  const module = { manifest, wasm: { manifest, code } } as CompiledModule;
  const inlined = loadSync(await instantiate(compileModel(spec, { target: 'wasm' })), { seed: 1 });
  expect(loadSync(module, { seed: 1 }).run(x(2, 4))).toEqual(inlined.run(x(2, 4)));
});

test('code is read by hand, and damaged code is an error', async () => {
  const module = await instantiate(compileModel({ ...spec, name: 'damaged' }, { target: 'wasm' }));
  vi.stubGlobal('atob', undefined);
  vi.stubGlobal('TextDecoder', undefined);
  expect(loadSync({ ...module, wasm: { ...module.wasm! } }).manifest.target).toBe('wasm');
  const damaged = { ...module, wasm: { ...module.wasm!, code: (module.wasm!.code as string).slice(0, 400) } };
  expect(() => loadSync(damaged)).toThrow(RuntimeError);
});

test('what WebAssembly does not do is refused when compiling', () => {
  expect(() => compileModel(spec, { target: 'wasm', precision: 'f64' })).toThrow(CellcError);
  expect(() => compileModel(spec, { target: ['js', 'js'] })).toThrow('E_OPTION: target is js,js');
  expect(() => compileModel(spec, { schedule: { lanes: 4 } })).toThrow('schedule.lanes is 4');
});

test('compiling twice gives the same bytes, which engines accept', () => {
  const [a, b] = [1, 2].map(() => compileModel(trained, { target: 'wasm' }).builds[0].code.files.get('.wasm')!);
  expect(a).toEqual(b);
  expect(WebAssembly.validate(a!)).toBe(true);
});
