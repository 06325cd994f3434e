/** The report of a training: one page that needs nothing else, to read on a screen or on paper. */
import type { Epoch } from '@cellc/runtime';
import type { Comparison, Shown } from '../data/dataset.ts';
import { duration, figure, grouped } from '../format.ts';
import type { Trained } from '../train/trained.ts';
import { type Chart, drawChart, type Line } from './chart.ts';
import { errorsOf } from './errors.ts';
import { type Html, html } from './html.ts';
import { style } from './style.ts';

export function reportPage(trained: Trained, shown: Shown): string {
  const { name, data, epochs } = trained;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}: training report</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${name}</h1>
<p>trained on ${data.file}</p>
</header>
<main>
${keyFigures(trained)}
<section aria-labelledby="curves">
<h2 id="curves">Training</h2>
${curvesOf(epochs).map(drawChart)}
</section>
${predictionsOf(shown.comparisons, trained)}${sampleOf(shown)}
<section aria-labelledby="configuration">
<h2 id="configuration">Configuration</h2>
${configuration(trained)}
<details>
<summary>The spec, ${trained.spec.file}</summary>
<pre>${trained.spec.text}</pre>
</details>
<details>
<summary>The figures of every epoch</summary>
${table(epochs)}
</details>
</section>
</main>
</body>
</html>
`;
  return page.text;
}

function keyFigures({ epochs, best, keepsBest, seconds, parameters, stopped }: Trained): Html {
  const last = epochs.at(-1)!;
  const lowest = epochs[best - 1]!;
  const of = lowest.validation ? 'validation loss' : 'loss';
  const figures: (readonly [string, string])[] = [
    ['loss', figure(last.loss)],
    ...(last.validation ? [['validation loss', figure(last.validation.loss)] as const] : []),
    [
      `lowest ${of}, in epoch ${best}${keepsBest ? ', which the weights are of' : ''}`,
      figure(lowest.validation?.loss ?? lowest.loss),
    ],
    [stopped === 'early' ? 'epochs, stopped early' : 'epochs', grouped(epochs.length)],
    ['parameters', grouped(parameters)],
    ['time taken', duration(seconds)],
  ];
  return html`<dl class="figures">
${figures.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>\n`)}</dl>`;
}

/** Loss, each metric, learning rate and gradient norm, over the epochs. */
function curvesOf(epochs: readonly Epoch[]): Chart[] {
  const x = epochs.map(({ epoch }) => epoch);
  const both = (value: (of: { loss: number; metrics: Epoch['metrics'] }) => number | undefined): Line[] => {
    const values = [
      epochs.map((epoch) => value(epoch)),
      epochs.map(({ validation }) => validation && value(validation)),
    ];
    return (['training', 'validation'] as const).flatMap((name, i): Line[] =>
      values[i]!.every((y) => y !== undefined)
        ? [{ name, style: i === 0 ? 'first' : 'second', x, y: values[i] as number[] }]
        : [],
    );
  };
  const one = (title: string, scale: Chart['scale'], values: readonly (number | undefined)[]): Chart[] =>
    values.every((y) => y !== undefined)
      ? [{ title, x: 'epoch', scale, lines: [{ name: title, style: 'first', x, y: values as number[] }] }]
      : [];
  const metrics = Object.keys(epochs.at(-1)!.metrics) as (keyof Epoch['metrics'])[];
  return [
    { title: 'loss', x: 'epoch', scale: 'auto', lines: both(({ loss }) => loss) },
    ...metrics.map(
      (metric): Chart => ({
        title: metric,
        x: 'epoch',
        scale: 'linear',
        lines: both(({ metrics: all }) => all[metric]),
      }),
    ),
    ...one(
      'learning rate',
      'linear',
      epochs.map(({ lr }) => lr),
    ),
    ...one(
      'gradient norm',
      'auto',
      epochs.map(({ gradientNorm }) => gradientNorm),
    ),
  ];
}

function predictionsOf(comparisons: readonly Comparison[], { epochs }: Trained): Html {
  const drawn = comparisons.filter(({ at }) => at.length > 0);
  if (drawn.length === 0) return html``;
  const from = epochs.at(-1)!.validation ? 'data kept for validation, which training has not seen' : 'training data';
  return html`<section aria-labelledby="predictions">
<h2 id="predictions">Predictions</h2>
<p>For the end of the ${from}: what came, and what the model said before.</p>
${drawn.map((comparison) => html`${chartOf(comparison)}<p>${errorsOf(comparison)}.</p>\n`)}</section>
`;
}

function chartOf({ title, axis, at, truth, prediction }: Comparison): Html {
  return drawChart({
    title,
    x: axis,
    scale: 'linear',
    lines: [
      { name: 'observed', style: 'first', x: at, y: truth },
      { name: 'predicted', style: 'second', x: at, y: prediction },
    ],
  });
}

function sampleOf({ sample }: Shown): Html {
  if (!sample) return html``;
  return html`<section aria-labelledby="sample">
<h2 id="sample">A sample</h2>
<p>What the model writes after ${JSON.stringify(sample.prompt)} at temperature ${sample.temperature}:</p>
<blockquote><pre>${sample.prompt}${sample.text}</pre></blockquote>
</section>
`;
}

function configuration(trained: Trained): Html {
  const { hash, version, precision, spec, data, summary, options, loss, optimizer } = trained;
  const isSet = (value: unknown): boolean =>
    value !== undefined && value !== false && !(Array.isArray(value) && !value.length);
  const rows: (readonly [string, string])[] = [
    ['spec', `${spec.file}, hash ${hash}`],
    ['data', `${data.file}, SHA-256 ${data.sha256}`],
    ...summary.map((line) => ['', line] as const),
    ['loss', loss],
    ['optimiser', optimizer],
    ['precision', precision],
    ...Object.entries(options)
      .filter(([name, value]) => isSet(value) && name !== 'precision')
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)] as const),
    ['cellc', version],
    ['Node.js', process.versions.node],
  ];
  return html`<table class="settings"><tbody>
${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`)}</tbody></table>`;
}

function table(epochs: readonly Epoch[]): Html {
  const last = epochs.at(-1)!;
  const metrics = Object.keys(last.metrics) as (keyof Epoch['metrics'])[];
  const columns: (readonly [string, (epoch: Epoch) => number | undefined])[] = [
    ['loss', ({ loss }) => loss],
    ...metrics.map((name) => [name, ({ metrics: all }: Epoch) => all[name]] as const),
    ...(last.validation
      ? [
          ['validation loss', ({ validation }: Epoch) => validation?.loss] as const,
          ...metrics.map(
            (name) => [`validation ${name}`, ({ validation }: Epoch) => validation?.metrics[name]] as const,
          ),
        ]
      : []),
    ...(last.lr === undefined ? [] : [['learning rate', ({ lr }: Epoch) => lr] as const]),
    ['gradient norm', ({ gradientNorm }) => gradientNorm],
    ['seconds', ({ seconds }) => seconds],
  ];
  const cell = (value: number | undefined): string => (value === undefined ? '' : figure(value));
  return html`<div class="scroll"><table><thead><tr><th scope="col">epoch</th>${columns.map(([name]) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${epochs.map((epoch) => html`<tr><th scope="row">${epoch.epoch}</th>${columns.map(([, value]) => html`<td>${cell(value(epoch))}</td>`)}</tr>\n`)}</tbody></table></div>`;
}
