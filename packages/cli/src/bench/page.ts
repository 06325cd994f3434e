/** A tuning as a page that needs nothing else: bars of the times of every variant, and the figures. */
import { scaleLinear } from 'd3-scale';
import { bytes } from '../format.ts';
import { type Html, html } from '../report/html.ts';
import { style } from '../report/style.ts';
import type { Report, Row, Section } from './report.ts';
import { digits, unitOf } from './text.ts';

export function tuningPage(report: Report): string {
  const { name, engine, cpu, version, peakGflops, sections, tried, verdicts } = report;
  const excluded = tried.flatMap((of) => of.excluded);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}: tuning</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${name}</h1>
<p>tuned by cellc ${version} with Node.js ${engine.node} on ${cpu}, whose peak is ${digits(peakGflops)} GFLOP/s</p>
</header>
<main>
<ul>
${verdicts.map(({ mode, name: variant, isDefault, ratio, flags }) => html`<li>${[mode, ...flags].join(' ')}: ${isDefault ? 'the default' : `${variant}, ${ratio.toFixed(2)} of the default's time`}</li>\n`)}</ul>
${excluded.map(({ name: variant, wrong }) => html`<p><strong>Excluded</strong>: ${variant}, ${wrong}</p>\n`)}${sections.map(sectionOf)}</main>
</body>
</html>
`;
  return page.text;
}

function sectionOf(section: Section): Html {
  const { work, title, rows } = section;
  return html`<section aria-labelledby="${work}">
<h2 id="${work}">${title}</h2>
${drawBars(section)}
${table(rows)}
</section>
`;
}

const width = 720;
const left = 260;
const right = 70;
const step = 20;

/** Times with their quartiles; those of the finals, and then those of the heats, from the fastest on. */
function drawBars({ title, rows }: Section): Html {
  const sorted = [...rows].sort((a, b) => a.seconds.median - b.seconds.median);
  const slowest = sorted.at(-1)!;
  const unit = unitOf(slowest.seconds.median);
  const x = scaleLinear()
    .domain([0, Math.max(...sorted.map(({ seconds }) => seconds.high)) * unit.factor])
    .range([left, width - right]);
  const bottom = step * sorted.length + 6;
  const height = bottom + 40;
  const grid = x
    .ticks(6)
    .map(
      (value) =>
        html`<line class="grid" x1="${x(value)}" x2="${x(value)}" y1="4" y2="${bottom}"/><text x="${x(value)}" y="${bottom + 15}" text-anchor="middle">${value}</text>\n`,
    );
  const bars = sorted.map(({ variant, seconds, isWinner }, i) => {
    const [y, middle] = [i * step + 6, i * step + 14];
    const at = (value: number): number => Math.round(x(value * unit.factor) * 10) / 10;
    const fill = isWinner ? 'var(--second)' : 'var(--first)';
    return html`<text x="${left - 8}" y="${middle + 4}" text-anchor="end">${variant}</text><rect x="${left}" y="${y}" width="${Math.max(1, at(seconds.median) - left)}" height="14" fill="${fill}"/><line class="axis" x1="${at(seconds.low)}" x2="${at(seconds.high)}" y1="${middle - 1}" y2="${middle - 1}"/><text x="${at(seconds.high) + 6}" y="${middle + 4}">${digits(seconds.median * unit.factor)}</text>\n`;
  });
  const label = `${title}: ${sorted.map(({ variant, seconds }) => `${variant} ${digits(seconds.median * unit.factor)} ${unit.name}`).join(', ')}`;
  return html`<figure>
<figcaption>${unit.name}, less is better; winners in orange</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
${grid}${bars}<text x="${(left + width - right) / 2}" y="${height - 6}" text-anchor="middle">${unit.name}</text>
</svg>
</figure>`;
}

function table(rows: readonly Row[]): Html {
  const head = ['variant', 'median', 'spread', 'GFLOP/s', 'of peak', 'gzip', 'worst error', 'against default'];
  const cells = (row: Row): string[] => {
    const unit = unitOf(row.seconds.median);
    const inUnit = (seconds: number): string => digits(seconds * unit.factor);
    return [
      `${inUnit(row.seconds.median)} ${unit.name}`,
      `${inUnit(row.seconds.low)}–${inUnit(row.seconds.high)}`,
      digits(row.gflops),
      row.shareOfPeak === undefined ? '' : `${Math.round(100 * row.shareOfPeak)} %`,
      bytes(row.gzip),
      row.error.toExponential(1),
      row.isDefault ? '' : row.ratio.toFixed(2),
    ];
  };
  return html`<div class="scroll"><table><thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr><th scope="row">${row.variant}${row.isWinner ? ' ★' : ''}</th>${cells(row).map((value) => html`<td>${value}</td>`)}</tr>\n`)}</tbody></table></div>`;
}
