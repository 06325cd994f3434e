/** Trains a compiled network on yearly sunspot numbers while the page shows what it has learnt so far. */
import { load, windows } from '@cellc/runtime';
import * as sunspots from './sunspots.js';

const firstUnseen = 1950;
const epochs = 60;
const [left, right, top, height, highest] = [30, 960, 10, 300, 220];

const text = await (await fetch('sunspots.csv')).text();
const rows = text
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map(Number));
const years = rows.map(([year = 0]) => year);
const observed = rows.map(([, value = 0]) => value);
const split = years.indexOf(firstUnseen);

/** @param {string} id */
const $ = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const x = (/** @type {number} */ i) => (left + ((right - left) * i) / (years.length - 1)).toFixed(1);
const y = (/** @type {number} */ value) => (top + height * (1 - value / highest)).toFixed(1);

/**
 * @param {string} id
 * @param {readonly number[]} values of the years from `start` on
 */
function drawLine(id, values, start = 0) {
  $(id).setAttribute('points', values.map((value, i) => `${x(start + i)},${y(value)}`).join(' '));
}

function drawBack() {
  $('unseen').setAttribute('x', x(split));
  $('unseen').setAttribute('width', String(right - Number(x(split))));
  const lines = [0, 50, 100, 150, 200].map(
    (value) =>
      `<line x1="${left}" x2="${right}" y1="${y(value)}" y2="${y(value)}"/><text x="${left - 6}" y="${Number(y(value)) + 4}" text-anchor="end">${value}</text>`,
  );
  const labels = [1750, 1800, 1850, 1900, firstUnseen, 2000].map(
    (year) => `<text x="${x(years.indexOf(year))}" y="332" text-anchor="middle">${year}</text>`,
  );
  $('grid').innerHTML = [...lines, ...labels].join('');
  drawLine('observed', observed);
}

/**
 * The root of the mean squared error, over the years from one index to before another.
 * @param {readonly number[]} forecast of the years from the second on
 */
function error(forecast, from = 1, to = years.length) {
  const squares = forecast.slice(from - 1, to - 1).map((value, i) => (value - (observed[from + i] ?? 0)) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length).toFixed(1);
}

/** @param {readonly number[]} losses */
function drawCurve(losses) {
  const most = losses[0] ?? 1;
  const points = losses.map((loss, i) => `${(i * 200) / (epochs - 1)},${58 - 56 * (loss / most)}`);
  $('loss').setAttribute('points', points.join(' '));
}

let seed = 1;

async function train() {
  const model = await load(sunspots, { seed: seed++ });
  /** Of each year from the second on, from the years before it: the true value is fed in only afterwards. */
  const forecast = () => {
    model.reset();
    return observed.slice(0, -1).map((value) => Math.max(0, model.step([value])[0] ?? 0));
  };
  /** @type {number[]} */
  const losses = [];
  await model.fit(windows(observed.slice(0, split), { window: 60, stride: 5 }), {
    epochs,
    batchSize: 16,
    seed: 1,
    async onEpoch({ epoch, loss }) {
      losses.push(loss);
      const values = forecast();
      drawLine('forecast', values, 1);
      drawCurve(losses);
      $('epoch').textContent = `${epoch} of ${epochs}`;
      $('seen').textContent = error(values, 1, split);
      $('judged').textContent = error(values, split);
      await new Promise(requestAnimationFrame);
    },
  });
}

const button = /** @type {HTMLButtonElement} */ ($('train'));
button.addEventListener('click', async () => {
  button.disabled = true;
  await train();
  button.disabled = false;
  button.textContent = 'Train again';
});

drawBack();
$('persistence').textContent = error(observed, split);
const module = performance.getEntriesByName(new URL('sunspots.js', location.href).href)[0];
if (module instanceof PerformanceResourceTiming) $('size').textContent = (module.decodedBodySize / 1024).toFixed(0);
