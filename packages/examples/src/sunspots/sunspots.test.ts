import { loadSync } from '@cellc/runtime';
import { expect, test } from 'vitest';
import { build, folder } from '../build.ts';
import { errorsOf, forecast } from './forecast.ts';
import { progress } from './progress.ts';
import { between, readSeries, standardise, windows } from './series.ts';
import { drawSvg } from './svg.ts';
import { drawInTerminal } from './terminal.ts';

const series = readSeries(new URL('data/sunspots_yearly.csv', folder));

test('the series is read and cut by years', () => {
  expect([series.years[0], series.years.at(-1), series.values.length]).toEqual([1700, 2008, 309]);
  expect(between(series, 1700, 1703)).toEqual({ years: [1700, 1701, 1702, 1703], values: [5, 11, 16, 23] });
});

test('windows pair every value with the next one and end with the series', () => {
  expect(windows([1, 2, 3, 4, 5, 6], 3, 2)).toEqual({
    x: [
      [[3], [4], [5]],
      [[1], [2], [3]],
    ],
    y: [
      [[4], [5], [6]],
      [[2], [3], [4]],
    ],
  });
});

test('standardising gives mean 0 and deviation 1, and can be undone', () => {
  const scale = standardise([1, 3]);
  expect([1, 3, 7].map(scale.to)).toEqual([-1, 1, 5]);
  expect([1, 3, 7].map(scale.to).map(scale.from)).toEqual([1, 3, 7]);
});

test('a forecast depends on no year but those before it', async () => {
  const spec = {
    name: 'any',
    input: 1,
    layers: [
      { cell: 'lstm', size: 4 },
      { dense: 1, init: { b: 2 } },
    ],
  };
  const model = loadSync(await build(spec), { seed: 1 });
  const scale = standardise(series.values);
  const whole = forecast(model, series, scale, 1950);
  expect(whole.years.length).toBe(59);
  expect(whole.observed).toEqual(series.values.slice(250));
  expect(whole.persistence[1]).toBe(whole.observed[0]);
  const changed = { ...series, values: series.values.map((value, i) => (series.years[i]! < 1980 ? value : 500)) };
  const other = forecast(model, changed, scale, 1950);
  // 1980's own forecast is still made from 1979 and before.
  expect(other.model.slice(0, 31)).toEqual(whole.model.slice(0, 31));
  expect(other.model[31]).not.toBe(whole.model[31]);
});

test('errors', () => {
  expect(errorsOf([1, 2, 3], [1, 5, 7])).toEqual({ rmse: Math.sqrt(25 / 3), mae: 7 / 3 });
});

test('progress draws over a bar on a terminal, and writes every tenth epoch elsewhere', () => {
  const lines = (isTerminal: boolean) => {
    const written: string[] = [];
    const show = progress(5000, isTerminal, (text) => written.push(text));
    for (let epoch = 1; epoch <= 20; epoch++)
      show({ epoch, epochs: 20, loss: 1 / epoch, metrics: {}, gradientNorm: 1, seconds: epoch / 10 });
    return written;
  };
  expect(lines(false)).toEqual([
    '  epoch 10/20  loss 0.1000  50k time steps/s  1.0 s left\n',
    '  epoch 20/20  loss 0.0500  50k time steps/s  2.0 s\n',
  ]);
  expect(lines(true)[9]).toBe(
    '\r\x1b[K  ██████████████░░░░░░░░░░░░░░  epoch 10/20  loss 0.1000  50k time steps/s  1.0 s left',
  );
  expect(lines(true).length).toBe(20);
});

const three = { years: [1999, 2000, 2001], observed: [100, 50, 0], model: [20, 90, 10], persistence: [80, 100, 50] };

test('the chart in the terminal has a column for each year and a dot for each forecast', () => {
  expect(drawInTerminal(three, 4, false).split('\n')).toEqual([
    '      │█● ',
    '   50 ┤█  ',
    '      │██ ',
    '    0 ┤●█●',
    '      └─┴─',
    '        2000',
  ]);
});

test('the picture escapes its labels', () => {
  const svg = drawSvg(three, { title: 'a < b & c', description: '', observed: 'o', model: 'm', persistence: 'p' });
  expect(svg).toContain('<title id="title">a &lt; b &amp; c</title>');
  expect(svg.match(/<polyline/g)?.length).toBe(3);
});
