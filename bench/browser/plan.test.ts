import { expect, test } from 'vitest';
import { idOf } from '../peers/workloads.ts';
import { peers, workloads } from './contenders.ts';
import type { Machine } from './machine.ts';
import { contendersOn, tryAll } from './plan.ts';

const bare: Machine = { userAgent: '', cores: 1, isIsolated: false };
const presences = new Map([
  ['tfjs-wasm', { version: '1.0.0' }],
  ['tfjs-webgl', { version: '1.0.0' }],
  ['onnxruntime-wasm', { missing: 'not installed' }],
]);

test('the workloads are those of bench:peers', () => {
  const named = workloads.map(idOf);
  expect(named).toHaveLength(8);
  expect(new Set(named).size).toBe(8);
});

test('a peer needs its device and its packages', () => {
  expect(contendersOn(bare, presences)).toMatchObject([
    { name: 'tfjs-wasm', version: '1.0.0' },
    { name: 'tfjs-webgl', missing: 'this browser has no WebGL2 here' },
    { name: 'onnxruntime wasm', missing: 'not installed' },
  ]);
});

test('who is missing is not tried, what cannot be is told, and what fails is a result', async () => {
  const machine = { ...bare, webgl: { name: 'some', isSoftware: false } };
  const some = workloads.filter(({ kind }) => kind === 'train');
  const asked: string[] = [];
  const lines: string[] = [];
  const trials = await tryAll({
    machine,
    contenders: contendersOn(machine, new Map([...presences, ['onnxruntime-webgpu', { version: '2.0.0' }]])),
    workloads: some,
    effort: 'quick',
    async measure(id, workload, effort) {
      asked.push(`${id} ${workload} ${effort}`);
      return id === 'tfjs-webgl' ? { failing: 'the page crashed' } : { timings: [], without: [] };
    },
    onTrial: (name, at, count) => lines.push(`${at + 1}/${count} ${name}`),
    onWorkload: (trials, at) => lines.push(`${at} done, ${trials.length} trials`),
  });
  expect(asked).toEqual(['tfjs-wasm train-4-3 quick', 'tfjs-webgl train-4-3 quick']);
  expect(lines).toEqual(['1/2 train-4-3: tfjs-wasm', '2/2 train-4-3: tfjs-webgl', '1 done, 2 trials']);
  expect(trials.map(({ outcome }) => outcome)).toEqual([
    { kind: 'timed', timings: [], without: [] },
    { kind: 'failing', reason: 'the page crashed' },
  ]);
});

test('onnxruntime does not train', async () => {
  const trials = await tryAll({
    machine: bare,
    contenders: contendersOn(bare, new Map([['onnxruntime-wasm', { version: '2.0.0' }]])),
    workloads: workloads.filter(({ kind }) => kind === 'train'),
    effort: 'quick',
    measure: () => Promise.reject(new Error('it was asked all the same')),
    onTrial: () => undefined,
    onWorkload: () => undefined,
  });
  expect(trials).toMatchObject([{ peer: 'onnxruntime wasm', outcome: { kind: 'cannot' } }]);
});

test('a software renderer is spared what takes it many seconds', async () => {
  const webgl = { name: 'SwiftShader', isSoftware: true };
  const asked: string[] = [];
  for (const machine of [
    { ...bare, webgl },
    { ...bare, webgl: { ...webgl, isSoftware: false } },
  ])
    await tryAll({
      machine,
      contenders: contendersOn(machine, presences),
      workloads: workloads.filter((workload) => idOf(workload) === 'sequence-64-128-b32'),
      effort: 'quick',
      async measure(id) {
        asked.push(id);
        return { timings: [], without: [] };
      },
      onTrial: () => undefined,
      onWorkload: () => undefined,
    });
  expect(asked).toEqual(['tfjs-wasm', 'tfjs-wasm', 'tfjs-webgl']);
});

test('what a peer fetches is of its own packages', () => {
  for (const { packages, files = [] } of peers.values())
    for (const file of files)
      expect(
        packages.some((name) => file.startsWith(`${name}/`)),
        file,
      ).toBe(true);
});
