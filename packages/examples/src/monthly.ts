/**
 * Trains an LSTM on monthly sunspot numbers and forecasts each month of 1970–2008 a year ahead, against two forecasts that
 * need no model: seasonal-naive (as eleven years before, which is about one solar cycle) and persistence (as it is now).
 * Weights and scales come from 1749–1939, the choice of the epoch from 1940–1969.
 */
import { readFileSync } from 'node:fs';
import { compileModel } from '@cellc/compiler';
import { load, windows } from '@cellc/runtime';
import { folder, instantiate } from './build.ts';
import { errorsOf } from './sunspots/forecast.ts';

const horizon = 12;
const cycle = 11 * 12;
const first = 1749;
const monthOf = (year: number) => (year - first) * 12;
const train = { from: monthOf(1749), to: monthOf(1940) };
const validation = { from: monthOf(1930), to: monthOf(1970) };
const test = { from: monthOf(1970), to: monthOf(2009) };

const lines = readFileSync(new URL('data/sunspots_monthly.csv', folder), 'utf8').trim().split('\n').slice(1);
const values = lines.map((line) => Number(line.split(',')[2]));

const spec = readFileSync(new URL('monthly/monthly.model.json', folder), 'utf8');
const module = await instantiate(compileModel({ name: 'monthly.model.json', text: spec }));
const model = await load(module, { seed: 1 });

// Every step of every window forecasts the value a year after it. The series is not copied for its windows.
const cut = ({ from, to }: { from: number; to: number }) =>
  windows(values.slice(from, to), { window: 120, horizon, stride: 12 });
const { epochs, best } = await model.fit(cut(train), {
  epochs: 100,
  batchSize: 16,
  seed: 1,
  clipNorm: 1,
  validation: cut(validation),
  metrics: ['rmse'],
  earlyStopping: { patience: 15 },
  schedule: { plateau: { factor: 0.5, patience: 5 } },
  onEpoch: ({ epoch, metrics, validation: judged, lr }) => {
    if (epoch % 10 === 1)
      console.log(
        `epoch ${epoch}: RMSE ${metrics.rmse!.toFixed(1)}, validation ${judged!.metrics.rmse!.toFixed(1)}, lr ${lr}`,
      );
  },
});
console.log(`${epochs.length} epochs, the best of them epoch ${best}`);

// A month's forecast is made when the month a year before it is known.
model.reset();
const ahead = values.map((value) => Math.max(0, model.step([value])[0]!));
const months = Array.from({ length: Math.min(test.to, values.length) - test.from }, (_, i) => test.from + i);
const observed = months.map((month) => values[month]!);
const errors = {
  LSTM: errorsOf(
    months.map((month) => ahead[month - horizon]!),
    observed,
  ),
  'seasonal-naive: as eleven years before': errorsOf(
    months.map((month) => values[month - cycle]!),
    observed,
  ),
  'persistence: as a year before': errorsOf(
    months.map((month) => values[month - horizon]!),
    observed,
  ),
};
console.log(`\nForecasting ${months.length} months from January 1970 on, each a year ahead\n`);
console.log(`${' '.repeat(40)}  RMSE    MAE`);
for (const [name, { rmse, mae }] of Object.entries(errors))
  console.log(name.padEnd(40), rmse.toFixed(1).padStart(5), mae.toFixed(1).padStart(6));
