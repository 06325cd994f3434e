import type { Epoch } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { summaryOf } from '../train/summary.ts';
import type { Trained } from '../train/trained.ts';
import { drawChart } from './chart.ts';
import { html, raw } from './html.ts';
import { reportPage } from './page.ts';
import { drawCurves } from './terminal.ts';

const plain = (_: unknown, text: string): string => text;

test('curves in the terminal: a dot for each value, and where they start and end', () => {
  const curve = { name: 'loss', values: [4, 3, 2, 1], color: 'cyan' } as const;
  expect(drawCurves([curve], { width: 12, height: 3 }, plain).split('\n')).toEqual([
    '  4 ┤⠙⠲⣄',
    '2.5 ┤  ⠈⠙⢦⣀',
    '  1 ┤     ⠈⠳⢤',
    '    └────────',
    '     1 epoch 4',
    '     ── loss',
  ]);
});

test('a curve that spans powers of ten is straight on its logarithmic axis', () => {
  const powers = { name: 'loss', values: [1000, 100, 10, 1], color: 'cyan' } as const;
  // The labels are of different widths.
  const [rows, straight] = [[powers, 15] as const, [{ ...powers, values: [4000, 3000, 2000, 1000] }, 14] as const].map(
    ([curve, width]) =>
      drawCurves([curve], { width, height: 3 }, plain)
        .split('\n')
        .map((row) => row.split('┤')[1]),
  );
  expect(rows).toEqual(straight);
});

test('one epoch is drawn, too', () => {
  const curve = { name: 'loss', values: [2], color: 'cyan' } as const;
  expect(drawCurves([curve], { width: 12, height: 3 }, plain)).toContain('epoch 1');
});

test('HTML escapes all but HTML', () => {
  expect(html`<p title="${'"<&'}">${['a', html`<b>${"'"}</b>`, raw('<i>')]}${1}</p>`.text).toBe(
    '<p title="&quot;&lt;&amp;">a<b>&#39;</b><i>1</p>',
  );
});

test('a chart puts values where its axes say', () => {
  const { text } = drawChart({
    title: 'loss',
    x: 'epoch',
    scale: 'auto',
    lines: [{ name: 'training', style: 'first', x: [1, 2, 3], y: [1, Number.NaN, 0.5] }],
  });
  const of = (label: string): number =>
    Number(new RegExp(`y="([\\d.]+)" text-anchor="end">${label}<`).exec(text)![1]) - 4;
  const path = /d="M64 ([\d.]+)M704 ([\d.]+)"/.exec(text)!;
  expect(Number(path[1])).toBeCloseTo(of('1'), 0);
  expect(Number(path[2])).toBeCloseTo(of('0.5'), 0);
  expect(text).toContain('aria-label="loss: training from 1 to 0.5 over epoch 1 to 3, lowest 0.5, highest 1"');
});

test('an axis is logarithmic where values span more than a power of ten, and only then', () => {
  const chart = (y: number[]) =>
    drawChart({ title: 'loss', x: 'epoch', scale: 'auto', lines: [{ name: 'a', style: 'first', x: [1, 2], y }] }).text;
  expect(chart([1, 0.01])).toContain('loss (log)');
  expect(chart([1, 0.5])).not.toContain('(log)');
  expect(chart([1, 0])).not.toContain('(log)');
  expect(chart([1, 1])).toMatch(/d="M64 [\d.]+L704 [\d.]+"/);
});

const epoch = (number: number): Epoch => ({
  epoch: number,
  epochs: 2,
  loss: 1 / number,
  metrics: { rmse: 3 },
  validation: { loss: 2 / number, metrics: { rmse: 4 } },
  lr: 0.1,
  gradientNorm: 5,
  seconds: number,
});
const trained: Trained = {
  name: 'm',
  hash: 'abc',
  version: '1.2.3',
  precision: 'f32',
  spec: { file: 'm.json', text: '{ "name": "<m>" }' },
  data: { file: '<script>alert(1)</script>.csv', sha256: '012', about: { kind: 'sequences', isClass: false } },
  summary: ['7 sequences'],
  options: { seed: 3, resume: false, input: ['a', 'b<'] },
  parameters: 1234,
  loss: 'mse',
  optimizer: 'adam',
  stopped: 'done',
  best: 2,
  keepsBest: false,
  seconds: 75,
  epochs: [epoch(1), epoch(2)],
};

test('the report has everything, in one page that loads nothing', () => {
  const truth = [1, 2, 3];
  const page = reportPage(trained, {
    comparisons: [{ title: 'price', axis: 'row', at: [1, 2, 3], truth, prediction: [1, 2, 6], persistence: [0, 1, 2] }],
    sample: { prompt: 'T', temperature: 0.8, text: 'o be </pre>' },
  });
  for (const title of ['loss', 'rmse', 'learning rate', 'gradient norm', 'price'])
    expect(page).toContain(`<figcaption>${title}`);
  expect(page).toContain('RMSE 1.732 over the last 3 rows, against 1 for persistence (nothing changes).');
  expect(page).toContain('<pre>To be &lt;/pre&gt;</pre>');
  expect(page).toContain('{ &quot;name&quot;: &quot;&lt;m&gt;&quot; }');
  expect(page).toContain('<td>a, b&lt;</td>');
  for (const fact of ['1,234', '1 min 15 s', 'SHA-256 012', '1.2.3', 'hash abc', '7 sequences'])
    expect(page).toContain(fact);
  expect(page).not.toMatch(/<script|<link|<img|src=|url\(|@import|https?:/);
  // Every element that is opened is closed.
  const open: string[] = [];
  for (const [, slash, tag, rest] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
    if (slash) expect(open.pop()).toBe(tag);
    else if (!rest!.endsWith('/') && tag !== 'meta') open.push(tag!);
  }
  expect(open).toEqual([]);
});

test('the summary says nothing of a comparison without rows', () => {
  const place = { directory: 'm', columns: 80, style: plain };
  const compared = (at: number[]) => {
    const one = { title: 'price', axis: 'row', at, truth: at, prediction: at.map((n) => n + 2) };
    return summaryOf(trained, { comparisons: [one] }, place);
  };
  expect(compared([1])).toContain('\nprice: RMSE 2 over the last 1 rows\n');
  expect(compared([])).not.toMatch(/price|NaN/);
});

test('without validation data, predictions or text, the page leaves them out', () => {
  const { validation: _, lr: __, ...bare } = epoch(1);
  const page = reportPage({ ...trained, best: 1, epochs: [{ ...bare, metrics: {} }] }, { comparisons: [] });
  expect(page).not.toMatch(/validation|Predictions|sample|learning rate<|NaN|undefined/);
});
