/**
 * Compiles an LSTM, trains it on the sunspot numbers of 1700–1949, and forecasts each year of 1950–2008 from the years
 * before it. Nothing of the held-out years is used in training: not for weights, not for scaling, not to stop.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { compileModel } from '@cellc/compiler';
import { type CompiledModule, load } from '@cellc/runtime';
import { folder } from './build.ts';
import { errorsOf, forecast } from './sunspots/forecast.ts';
import { progress } from './sunspots/progress.ts';
import { between, readSeries, standardise, windows } from './sunspots/series.ts';
import { drawSvg } from './sunspots/svg.ts';
import { drawInTerminal } from './sunspots/terminal.ts';

const train = { from: 1700, to: 1949 };
const test = { from: 1950, to: 2008 };
const schedule = { epochs: 60, batchSize: 16, seed: 1 };
const window = { length: 60, stride: 5 };

const start = performance.now();
const isTerminal = process.stdout.isTTY === true;
const isColored = isTerminal && !process.env.NO_COLOR;
const print = (text = '') => process.stdout.write(`${text}\n`);

// Compile. `npx cellc compile packages/examples/sunspots/sunspots.model.json` writes the same module.
const spec = readFileSync(new URL('sunspots/sunspots.model.json', folder), 'utf8');
const before = performance.now();
const compiled = compileModel({ name: 'sunspots.model.json', text: spec });
const milliseconds = performance.now() - before;
const out = new URL('out/', folder);
mkdirSync(out, { recursive: true });
const file = new URL('sunspots.js', out);
writeFileSync(file, compiled.code);
const module: CompiledModule = await import(file.href);
const model = await load(module, { seed: schedule.seed });
const parameters = module.manifest.params.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
print(
  `Compiled sunspots.model.json in ${milliseconds.toFixed(0)} ms: LSTM 1 → 16, dense 16 → 1, ${parameters} parameters, ${(compiled.code.length / 1024).toFixed(0)} kB`,
);

// Train on the earlier years, scaled by their own mean and deviation.
const series = readSeries(new URL('data/sunspots_yearly.csv', folder));
const known = between(series, train.from, train.to);
const scale = standardise(known.values);
const data = windows(known.values.map(scale.to), window.length, window.stride);
print(
  `\nTraining on the yearly sunspot numbers of ${train.from}–${train.to}: ${data.x.length} windows of ${window.length} years, each year to predict the next`,
);
await model.fit(data, {
  ...schedule,
  onEpoch: progress(data.x.length * window.length, isTerminal, (text) => process.stdout.write(text)),
});

// Judge on the later ones.
const result = forecast(model, between(series, train.from, test.to), scale, test.from);
const [ours, persistence] = [errorsOf(result.model, result.observed), errorsOf(result.persistence, result.observed)];
const percent = (a: number, b: number) => `${((1 - a / b) * 100).toFixed(0)} %`;
const row = (name: string, { rmse, mae }: { rmse: number; mae: number }) =>
  `  ${name.padEnd(34)}${rmse.toFixed(1).padStart(6)}${mae.toFixed(1).padStart(8)}`;
print(`\nForecasting ${test.from}–${test.to}, which training has not seen: each year from the years before it`);
print(`\n  ${'one year ahead'.padEnd(34)}  RMSE     MAE`);
print(row('LSTM', ours));
print(row('persistence: as the year before', persistence));
print(
  `  The LSTM's error is ${percent(ours.rmse, persistence.rmse)} (RMSE) and ${percent(ours.mae, persistence.mae)} (MAE) below persistence.`,
);
print(`\n${drawInTerminal(result, 16, isColored)}\n${' '.repeat(7)}columns: observed   ●: forecast one year ahead\n`);

const picture = new URL('sunspots.svg', out);
writeFileSync(
  picture,
  drawSvg(result, {
    title: `Sunspot numbers ${test.from}–${test.to}, forecast one year ahead`,
    description: `Observed yearly sunspot numbers, an LSTM's forecasts and persistence forecasts. The LSTM was trained on ${train.from}–${train.to}.`,
    observed: 'observed',
    model: `LSTM trained on ${train.from}–${train.to}, RMSE ${ours.rmse.toFixed(1)}`,
    persistence: `persistence, RMSE ${persistence.rmse.toFixed(1)}`,
  }),
);
print('Written: packages/examples/out/sunspots.js   the compiled network');
print('         packages/examples/out/sunspots.svg  the forecast as a picture');
print(`Done in ${((performance.now() - start) / 1000).toFixed(1)} s.`);
