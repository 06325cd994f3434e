import { expect, test } from 'vitest';
import { drawCharts } from './charts.ts';
import { printMarkdown } from './markdown.ts';
import { best, compared, lost, lostElsewhere, ownSeconds, type Results, remark } from './results.ts';
import { duration } from './sections.ts';
import type { Workload } from './workloads.ts';

const small: Workload = { kind: 'step', I: 1, H: 20, T: 16, B: 1 };
const large: Workload = { kind: 'step', I: 64, H: 128, T: 16, B: 1 };
const timed = (js: number, wasm: number, peer: number) => ({
  kind: 'timed' as const,
  without: [],
  timings: [
    { name: 'cellc js', rounds: [js, 2 * js, 3 * js] },
    { name: 'cellc wasm', rounds: [wasm, 2 * wasm, 3 * wasm] },
    { name: 'fast<er>', rounds: [peer, 2 * peer, 3 * peer] },
  ],
});

const results: Results = {
  machine: {
    cpu: 'Some Processor',
    cores: 2,
    system: 'Linux 6',
    node: 'v20.0.0',
    v8: '11.3',
    flags: ['--flag'],
    load: [0, 0.5],
    date: '2026-01-02',
  },
  cellc: '0.1.0',
  targets: ['cellc js', 'cellc wasm'],
  contenders: [
    { id: 'faster', name: 'fast<er>', how: 'as it is', packages: ['faster'], version: '1.2.3' },
    { id: 'other', name: 'other', how: 'not at all', packages: ['other'], missing: 'other not installed' },
  ],
  trials: [
    { peer: 'fast<er>', workload: small, outcome: timed(2e-6, 1e-6, 8e-6) },
    { peer: 'fast<er>', workload: large, outcome: timed(4e-3, 2e-3, 1e-3) },
    { peer: 'wrong', workload: small, outcome: { kind: 'failing', reason: 'h: element 0 is 1, not 2' } },
    { peer: 'wrong', workload: large, outcome: { kind: 'cannot', reason: 'no such size' } },
  ],
  starts: {
    timings: [{ name: 'cellc js', rounds: [0.1, 0.2, 0.3] }],
    failing: [{ name: 'wrong', reason: 'it hangs' }],
  },
  weights: [{ name: 'cellc js', minified: 3000, gzipped: 1000, installed: 200000 }],
};
const contenders = [...results.contenders, { id: 'wrong', name: 'wrong', how: 'wrongly', packages: [], version: '0' }];
const all = { ...results, contenders };

test('ratios are taken round by round, and the best target counts', () => {
  const { seconds, over } = compared(results, timed(2, 1, 8).timings, 'fast<er>');
  expect(seconds.median).toBe(16);
  expect(over.get('cellc js')).toEqual({ median: 4, low: 4, high: 4 });
  expect(best(over)[0]).toBe('cellc wasm');
  expect(ownSeconds(results, small, 'cellc js')!.median).toBeCloseTo(4e-6, 12);
  expect(lost(results)).toMatchObject([
    { workload: large, peer: 'fast<er>', target: 'cellc wasm', ratio: { median: 0.5 } },
  ]);
});

test('the most particular remark on the best target counts', () => {
  const own = { step: 'steps', 'step/a': 'steps of a', 'step-1-20': 'small', 'step-1-20/a': 'small of a' };
  const say = (workload: Workload, peer: string, target = 'cellc js') =>
    remark({ 'cellc js': own }, { workload, peer, target });
  expect(say(small, 'a')).toBe('small of a');
  expect(say(small, 'b')).toBe('small');
  expect(say(large, 'a')).toBe('steps of a');
  expect(say(large, 'b')).toBe('steps');
  expect(say(large, 'b', 'cellc wasm')).toBeUndefined();
});

test('a peer that starts sooner or weighs less is named, and Node.js by itself is no peer', () => {
  const timings = [
    { name: 'Node.js alone', rounds: [0.05] },
    { name: 'cellc js', rounds: [0.2] },
    { name: 'soon', rounds: [0.1] },
  ];
  const weights = [
    { name: 'cellc js', gzipped: 1000, installed: 5e6 },
    { name: 'cellc wasm', gzipped: 900, installed: 6e6 },
    { name: 'light', gzipped: 950, installed: 4e6 },
    { name: 'fetching', gzipped: 100, fetched: 5000 },
  ];
  const lean = { ...all, trials: [], starts: { timings, failing: [] }, weights };
  expect(lostElsewhere(lean).map(({ what, peer }) => [what, peer])).toEqual([
    ['start', 'soon'],
    ['install', 'light'],
  ]);
  const text = printMarkdown(lean, { elsewhere: { install: 'Because.' } });
  expect(text).toContain('- cold start: soon takes 100 ms, cellc 200. Not looked into yet.');
  expect(text).toContain('- install: light has 4.00 MB, cellc 5.00. Because.');
});

test('a report names what is missing, what fails and why, and where cellc is not first', () => {
  const text = printMarkdown(all, { 'cellc wasm': { step: 'Because.' } });
  expect(text).toContain('| **cellc js** | 4.00 µs | 8.00 ms |');
  expect(text).toContain('| fast<er> | 16.0 µs | 2.00 ms |');
  expect(text).toContain('| fast<er> | 4.00× [4.00–4.00] | 0.250× [0.250–0.250] |');
  expect(text).toContain('| wrong | fails (1) | – (2) |');
  expect(text).toContain('1. wrong **fails**: h: element 0 is 1, not 2\n2. wrong: no such size');
  expect(text).toContain('- step 64 → 128: fast<er> takes 0.500× [0.500–0.500] as long as cellc wasm. Because.');
  expect(
    printMarkdown({ ...all, trials: [{ peer: 'fast<er>', workload: large, outcome: timed(4e-3, 2e-3, 1.5e-3) }] }, {}),
  ).toContain('cellc wasm, a tie.');
  expect(text).toContain('| other | missing: other not installed | not at all |');
  expect(text).toContain('| wrong | fails: it hangs |');
  expect(text).toContain('| cellc js | 3.00 | 1.00 |  | 0.200 |');
  expect(text).not.toContain('undefined');
  expect(printMarkdown(all, {})).toContain('Not looked into yet.');
});

test('there is a chart for everything that was measured, and names are escaped', () => {
  const charts = drawCharts(all);
  expect([...charts.keys()]).toEqual(['step.svg', 'start.svg', 'size.svg']);
  expect(charts.get('step.svg')).toContain('fast&lt;er&gt;');
  expect(charts.get('step.svg')).not.toContain('fast<er>');
});

test('durations have the unit that suits them', () => {
  expect([2e-7, 5e-5, 0.012, 3].map(duration)).toEqual(['0.200 µs', '50.0 µs', '12.0 ms', '3.00 s']);
});
