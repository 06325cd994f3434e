import { expect, test } from 'vitest';
import { barChart, decades, escapeXml, lineChart } from './svg.ts';

const attributes = (svg: string, element: RegExp, name: string): number[] =>
  [...svg.matchAll(element)].map(([tag]) => Number(tag.match(new RegExp(` ${name}="([^"]*)"`))![1]));
const bar = (name: string, value: number) => ({ name, value, label: `${value}`, own: name === 'ours' });

test('bars are sorted, and equal ratios are equal lengths', () => {
  const panels = [{ title: 'one', bars: [bar('b', 100), bar('ours', 1), bar('a', 10)] }];
  const svg = barChart({ title: 't', note: 'n', panels });
  const widths = attributes(svg, /<rect class="(own|peer)"[^>]*>/g, 'width');
  expect(widths).toHaveLength(3);
  expect(widths[0]).toBeGreaterThan(0);
  expect(widths[2]! - widths[1]!).toBeCloseTo(widths[1]! - widths[0]!, 0);
  expect(svg.indexOf('>ours<')).toBeLessThan(svg.indexOf('>a<'));
  expect(svg.match(/class="own"/g)).toHaveLength(1);
});

test('nothing is drawn outside the picture', () => {
  const bars = Array.from({ length: 12 }, (_, k) => bar(`peer ${k}`, 10 ** (k / 2)));
  const svg = barChart({ title: 't', note: 'n', panels: [1, 2, 3].map((k) => ({ title: `${k}`, bars })) });
  const [, width, height] = svg.match(/viewBox="0 0 (\d+) (\d+)"/)!.map(Number);
  const [x, w, y] = ['x', 'width', 'y'].map((name) => attributes(svg, /<rect class="(own|peer)"[^>]*>/g, name));
  expect(x).toHaveLength(36);
  for (const [k, left] of x!.entries()) expect(left + w![k]!).toBeLessThan(width!);
  expect(Math.max(...y!)).toBeLessThan(height! - 15);
});

test('a power law is a straight line', () => {
  const points = [1, 10, 100, 1000].map((x) => [x, 5 * x * x] as const);
  const svg = lineChart({ title: 't', x: 'x', y: 'y' }, [{ name: 'square', note: 'x²', points }]);
  const [xs, ys] = ['cx', 'cy'].map((name) => attributes(svg, /<circle[^>]*>/g, name));
  const slopes = [1, 2, 3].map((k) => (ys![k]! - ys![k - 1]!) / (xs![k]! - xs![k - 1]!));
  expect(slopes[0]).toBeLessThan(0);
  for (const slope of slopes) expect(slope).toBeCloseTo(slopes[0]!, 2);
});

test('an axis has its powers of ten, or its ends', () => {
  expect(decades([3, 2000])).toEqual([10, 100, 1000]);
  expect(decades([30, 70])).toEqual([30, 70]);
});

test('what is text stays text', () => {
  expect(escapeXml('<a & "b">')).toBe('&lt;a &amp; &quot;b&quot;&gt;');
});
