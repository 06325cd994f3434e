import { expect, test } from 'vitest';
import type { Workload } from '../peers/workloads.ts';
import { drawChart, printMarkdown } from './markdown.ts';
import type { PageResults } from './results.ts';

const step: Workload = { kind: 'step', I: 10, H: 20, T: 16, B: 1 };
const sequence: Workload = { kind: 'sequence', I: 10, H: 20, T: 100, B: 1 };
const timing = (name: string, seconds: number) => ({ name, rounds: [seconds, 2 * seconds, 3 * seconds] });

const results: PageResults = {
  cellc: '0.1.0',
  date: '2026-01-02',
  browser: 'Chromium 1.0',
  host: '2 × Some Processor',
  page: { userAgent: '', cores: 2, isIsolated: false, webgl: { name: 'SwiftShader', isSoftware: true } },
  targets: ['cellc js', 'cellc wasm', 'cellc gpujs webgl2'],
  contenders: [
    { id: 'a', name: 'on wasm', how: 'so', packages: [], version: '1.2.3' },
    { id: 'b', name: 'tfjs-webgl', how: 'so', packages: [], version: '1.2.3' },
    { id: 'c', name: 'on webgpu', how: 'so', packages: [], missing: 'no adapter' },
  ],
  trials: [
    {
      peer: 'on wasm',
      workload: step,
      outcome: {
        kind: 'timed',
        timings: [timing('cellc js', 2e-6), timing('cellc wasm', 1e-6), timing('on wasm', 5e-6)],
        without: [],
      },
    },
    {
      peer: 'tfjs-webgl',
      workload: step,
      outcome: {
        kind: 'timed',
        timings: [timing('cellc js', 4e-6), timing('cellc wasm', 2e-6), timing('tfjs-webgl', 1e-6)],
        without: [{ name: 'cellc gpujs webgl2', reason: 'it differs', fails: true }],
      },
    },
    { peer: 'tfjs-webgl', workload: sequence, outcome: { kind: 'failing', reason: 'the page crashed' } },
  ],
};

test('software renderers are called that, and what is missing is named', () => {
  const text = printMarkdown(results, {});
  expect(text).toContain('WebGL2 is a **software renderer** (SwiftShader)');
  expect(text).toContain('There is no WebGPU. What runs on a software renderer');
  expect(text).toContain('One thread: the page is not isolated');
  expect(text).toContain('| on webgpu | missing: no adapter | so |');
  const hardware = { ...results.page, webgl: { name: 'Some Card', isSoftware: false }, isIsolated: true };
  const other = printMarkdown({ ...results, page: hardware, remark: 'Not finished.' }, {});
  expect(other).toContain('WebGL2 is Some Card.');
  expect(other).toContain('Not finished.');
  expect(other).not.toMatch(/software renderer|not isolated/);
});

test('a target that fails, and a page that crashes, are notes beside the figures of others', () => {
  const text = printMarkdown(results, { 'cellc wasm': { step: 'Because.' } });
  expect(text).toContain('| **cellc gpujs webgl2** | fails (1) |');
  expect(text).toContain('1. cellc gpujs webgl2 **fails**: it differs');
  expect(text).toContain('1. tfjs-webgl **fails**: the page crashed');
  expect(text).toContain('| on wasm | 5.00× [5.00–5.00] |');
  expect(text).toContain('- step 10 → 20: tfjs-webgl takes 0.500× [0.500–0.500] as long as cellc wasm. Because.');
  expect(text).not.toContain('How many times as long as cellc gpujs webgl2');
  expect(text).not.toContain('undefined');
});

test('a peer that is faster on its own device alone is told, too', () => {
  const [first, second] = results.trials;
  const timings = [timing('cellc wasm', 1e-6), timing('cellc gpujs webgl2', 8e-6), timing('tfjs-webgl', 4e-6)];
  const trials = [first!, { ...second!, outcome: { kind: 'timed' as const, timings, without: [] } }];
  const text = printMarkdown({ ...results, trials }, { 'cellc gpujs webgl2': { step: 'Because.' } });
  expect(text).toContain('tfjs-webgl takes 0.500× [0.500–0.500] as long as cellc gpujs webgl2. Because.');
  expect(text).not.toContain('as long as cellc wasm.');
});

test('the chart has a panel for each workload that was timed', () => {
  const svg = drawChart(results);
  expect(svg).toContain('One step, 10 → 20');
  expect(svg).not.toContain('Sequences');
  expect(svg).not.toContain('NaN');
});
