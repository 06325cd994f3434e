import { expect, test } from 'vitest';
import { RuntimeError } from './error.ts';
import { loadSync as loadInference } from './inference.ts';
import { loadSync } from './model.ts';
import type { CompiledModule } from './module.ts';
import { tensor } from './tensor.ts';
import { elman } from './testing/elman.ts';
import { sequences } from './testing/numbers.ts';

function testFail(name: string, act: () => unknown, message: string): void {
  test(name, () => {
    expect(act).toThrow(RuntimeError);
    expect(act).toThrow(expect.objectContaining({ message }));
  });
}

const model = loadSync(elman({}));
const params = model.params();
const bias = (data: number[]) => ({ ...params, 'elman.b': tensor(data, [data.length]) });
const one = (value: unknown) => [[[0, value as number]]];

testFail(
  'no module',
  () => loadSync({} as CompiledModule),
  'E_MODULE: not a compiled module of format cellc/1: it has no manifest\n' +
    'hint: pass all that a compiled file exports',
);
testFail(
  'a module of another format',
  () => loadSync({ ...elman({}), manifest: { ...elman({}).manifest, format: 'cellc/9' as 'cellc/1' } }),
  'E_MODULE: not a compiled module of format cellc/1: it has format cellc/9\n' +
    'hint: pass all that a compiled file exports',
);
testFail(
  'nothing to load',
  () => loadSync(undefined as never),
  'E_MODULE: not a compiled module of format cellc/1: it has no manifest\n' +
    'hint: pass all that a compiled file exports',
);
testFail(
  'a misspelt option of load',
  () => loadSync(elman({}), { sead: 1 } as object),
  'E_OPTION: options of load do not fit: unknown sead\nhint: did you mean seed for sead?',
);
testFail(
  'a seed for inference',
  () => loadInference(elman({}), { weights: params, seed: 1 } as never),
  'E_OPTION: options of load do not fit: unknown seed\nhint: options of load are weights',
);
testFail(
  'inference without options',
  () => loadInference(elman({}), undefined as never),
  'E_OPTION: options of load are undefined, not an object\nhint: write load(module, { weights })',
);
for (const [weights, kind] of [['model.safetensors', 'a string'], [undefined, 'undefined'], [null, 'null']]) // biome-ignore format: pairs
  testFail(
    `weights that are ${kind}`,
    () => loadInference(elman({}), { weights } as never),
    `E_WEIGHTS: weights is ${kind}\nhint: pass the file's bytes, or tensors by name`,
  );
testFail('a seed', () => loadSync(elman({}), { seed: 0.5 }), 'E_OPTION: seed is 0.5, not a whole number');

testFail('step of the wrong size', () => model.step([1]), 'E_INPUT: step takes 2 numbers, not 1');
testFail('step of nothing', () => model.step(undefined), 'E_INPUT: step takes 2 numbers, not undefined');
testFail('step of a number', () => model.step(1 as never), 'E_INPUT: step takes 2 numbers, not number');
testFail('step of words', () => model.step(['a', 'b'] as never), 'E_INPUT: x[0] is a, not a number');
testFail('step of a hole', () => model.step([1, undefined] as never), 'E_INPUT: x[1] is undefined, not a number');
testFail('step of a string', () => model.step('12' as never), 'E_INPUT: x[0] is 1, not a number');
testFail(
  'step where the sequence is read backward',
  () => loadSync(elman({ direction: 'backward' })).step([1, 2]),
  'E_UNSUPPORTED: model elman cannot stream: a layer reads the sequence backward\nhint: use run',
);

testFail(
  'run of one step',
  () => model.run(tensor([1, 2], [2])),
  'E_INPUT: xs has shape [2] where [batch, time, 2] is expected',
);
testFail(
  'run of other features',
  () => model.run([[1, 2, 3]]),
  'E_INPUT: xs has shape [1, 3] where [time, 2] is expected',
);
testFail(
  'run of no steps',
  () => model.run(tensor([], [1, 0, 2])),
  'E_INPUT: xs has shape [1, 0, 2], which holds no time step',
);
testFail(
  'run of sequences of different lengths',
  () => model.run([[[1, 2]], [[1, 2], [3, 4]]]), // biome-ignore format: two sequences
  'E_INPUT: xs[1] is a list of 2 where its neighbours are lists of 1\n' +
    'hint: pad the shorter sequences and pass lengths',
);
testFail(
  'run of uneven steps',
  () => model.run([[[1, 2], [3]]]),
  'E_INPUT: xs[0][1] is a list of 1 where its neighbours are lists of 2',
);
testFail('run of a string', () => model.run(one('a')), 'E_INPUT: xs[0][0][1] is a, not a number');
testFail('run of a hole', () => model.run(one(undefined)), 'E_INPUT: xs[0][0][1] is undefined, not a number');
testFail('run of nothing', () => model.run(undefined as never), 'E_INPUT: xs is undefined, not a number');
testFail(
  'a tensor of too few',
  () => tensor([1, 2, 3], [2, 2]),
  'E_INPUT: tensor has 3 elements but shape [2, 2] holds 4',
);
testFail(
  'a tensor of half a row',
  () => tensor([1], [0.5, 2]),
  'E_INPUT: tensor has shape [0.5, 2], which is not made of whole numbers',
);

testFail(
  'a misspelt option of run',
  () => model.run(sequences(1, 2), { length: [1] } as object),
  'E_OPTION: options of run do not fit: unknown length\nhint: did you mean lengths for length?',
);
testFail(
  'options that are null',
  () => model.run(sequences(1, 2), null as never),
  'E_OPTION: options of run are null, not an object',
);
testFail(
  'too few lengths',
  () => model.run(sequences(3, 2), { lengths: [1, 2] }),
  'E_LENGTHS: there are 2 lengths for 3 sequences',
);
for (const length of [0, 3, 1.5, Number.NaN])
  testFail(
    `a length of ${length}`,
    () => model.run(sequences(2, 2), { lengths: [1, length] }),
    `E_LENGTHS: the length of sequence 1 is ${length}, not a whole number from 1 to 2`,
  );

testFail(
  'an unknown state',
  () => model.reset({ 'elman.c': tensor([0], [1]) }),
  'E_STATE: states of elman do not fit: unknown elman.c; missing elman.h\nhint: did you mean elman.h for elman.c?',
);
testFail(
  'a state named like an object property',
  () => model.run(sequences(1, 2), { state: JSON.parse('{"__proto__": 1}') }),
  'E_STATE: states of elman do not fit: unknown __proto__; missing elman.h\nhint: states of elman are elman.h',
);
testFail(
  'a state of one sequence for a batch',
  () => model.run(sequences(4, 2), { state: { 'elman.h': tensor([1, 2, 3], [3]) } }),
  'E_STATE: state elman.h has shape [3] where [4, 3] is expected',
);

testFail(
  'weights of another model',
  () => model.setParams({ 'elman.V': params['elman.U']!, 'elman.W': params['elman.W']!, extra: params['elman.b']! }),
  'E_WEIGHTS: parameters of elman do not fit: unknown elman.V, extra; missing elman.U, elman.b\n' +
    'hint: did you mean elman.U for elman.V?',
);
testFail(
  'weights that are lists',
  () => model.setParams({ ...params, 'elman.b': [1, 2, 3] } as never),
  'E_WEIGHTS: parameter elman.b is an object, not a tensor\nhint: make it with tensor(data, shape)',
);
testFail(
  'weights of another shape',
  () => model.setParams(bias([1, 2])),
  'E_WEIGHTS: parameter elman.b has shape [2] where [3] is expected',
);
testFail(
  'weights that are not finite',
  () => model.setParams(bias([1, 2, Number.NaN])),
  'E_WEIGHTS: parameter elman.b is NaN at element 2',
);
testFail(
  'weights too large for single precision',
  () => loadSync(elman({ precision: 'f32' }), { weights: bias([1, 1e300, 2]) }),
  'E_WEIGHTS: parameter elman.b is 1e+300 at element 1',
);

testFail(
  'backward before run',
  () => loadSync(elman({})).backward({}),
  'E_ORDER: backward has no run to go back through\nhint: call run first',
);
testFail(
  'backward after the parameters changed',
  () => {
    model.run(sequences(1, 2));
    model.setParams(params);
    model.backward({});
  },
  'E_ORDER: backward has no run to go back through\nhint: call run first',
);
testFail(
  'a cotangent of another shape',
  () => {
    model.run(sequences(2, 4));
    model.backward({ output: tensor([1, 2, 3], [1, 1, 3]) });
  },
  'E_INPUT: the cotangent of the output has shape [1, 1, 3] where [2, 4, 3] is expected',
);
testFail(
  'backward of nothing',
  () => model.backward(undefined as never),
  'E_OPTION: cotangents of backward are undefined, not an object\nhint: write backward({ output })',
);
testFail(
  'a misspelt cotangent',
  () => model.backward({ outputs: tensor([1], [1]) } as object),
  'E_OPTION: cotangents of backward do not fit: unknown outputs\nhint: did you mean output for outputs?',
);
test('fit without data or options', async () => {
  const fit = (...args: unknown[]) => model.fit(...(args as Parameters<typeof model.fit>));
  const data = { x: sequences(1, 2), y: sequences(1, 2) };
  await expect(fit(data)).rejects.toThrow(
    'E_OPTION: options of fit are undefined, not an object\nhint: write fit(data, { epochs: 10 })',
  );
  await expect(fit(undefined, { epochs: 1 })).rejects.toThrow('E_INPUT: the data is undefined, not an object { x, y }');
});
testFail(
  'backward of an inference module',
  () => loadSync(elman({ inference: true })).backward({}),
  'E_UNSUPPORTED: model elman was compiled without gradients\nhint: give its spec a loss, or compile it for training',
);

testFail(
  'more rows than the arena can number',
  () => model.run(tensor(new Float32Array(2 ** 25), [2 ** 12, 2 ** 12, 2])),
  'E_MEMORY: 4096 time steps of 4096 sequences are more than 2^24 rows\nhint: use smaller batches',
);
testFail(
  'an arena that cannot be allocated',
  () => {
    const { manifest, kernels } = elman({});
    loadSync({ manifest: { ...manifest, arena: [2 ** 40, 0, 0] }, kernels });
  },
  'E_MEMORY: 1 time steps of 1 sequences need 8796093022208 bytes, which cannot be allocated',
);

test('a failed run leaves the model as it was', () => {
  const fresh = loadSync(elman({}));
  fresh.step([1, 2]);
  const state = fresh.state();
  expect(() => fresh.run([[1, 2, 3]])).toThrow('E_INPUT');
  expect(fresh.state()).toEqual(state);
  expect(fresh.params()).toEqual(params);
});
