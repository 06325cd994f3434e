/** The forecast as a picture: an SVG that follows the reader's light or dark colour scheme. */
import type { Forecast } from './forecast.ts';

const size = { width: 860, height: 400 };
const margin = { left: 64, right: 20, top: 78, bottom: 48 };

const style = `
    :root { color-scheme: light dark; }
    .back { fill: #ffffff; }
    text { fill: #57606a; font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
    .title { fill: #1f2328; font-size: 17px; font-weight: 600; }
    .grid { stroke: #d8dee4; }
    .axis { stroke: #8c959f; }
    .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
    .observed { stroke: #1f2328; }
    .model { stroke: #cf5c0a; stroke-width: 2.5; }
    .persistence { stroke: #6e96c4; stroke-width: 1.5; stroke-dasharray: 2 5; }
    @media (prefers-color-scheme: dark) {
      .back { fill: #0d1117; }
      text { fill: #9198a1; }
      .title { fill: #f0f6fc; }
      .grid { stroke: #262c36; }
      .axis { stroke: #656c76; }
      .observed { stroke: #f0f6fc; }
      .model { stroke: #f0883e; }
      .persistence { stroke: #5b82b3; }
    }`;

export interface Labels {
  readonly title: string;
  /** What the picture shows, for those who cannot see it. */
  readonly description: string;
  readonly observed: string;
  readonly model: string;
  readonly persistence: string;
}

export function drawSvg(forecast: Forecast, labels: Labels): string {
  const { years } = forecast;
  const [first, last] = [years[0]!, years.at(-1)!];
  const top = Math.ceil(Math.max(...forecast.observed, ...forecast.model, ...forecast.persistence) / 50) * 50;
  const x = (year: number) =>
    margin.left + ((year - first) / (last - first)) * (size.width - margin.left - margin.right);
  const y = (value: number) => size.height - margin.bottom - (value / top) * (size.height - margin.top - margin.bottom);
  const line = (name: 'observed' | 'model' | 'persistence') =>
    `<polyline class="line ${name}" points="${forecast[name].map((value, i) => `${place(x(years[i]!))},${place(y(value))}`).join(' ')}"/>`;
  const values = Array.from({ length: top / 50 + 1 }, (_, i) => i * 50);
  const decades = years.filter((year) => year % 10 === 0);
  const middle = place((y(0) + y(top)) / 2);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="img" aria-labelledby="title description">
  <title id="title">${escapeText(labels.title)}</title>
  <desc id="description">${escapeText(labels.description)}</desc>
  <style>${style}
  </style>
  <rect class="back" width="100%" height="100%" rx="8"/>
  <text class="title" x="${margin.left}" y="32">${escapeText(labels.title)}</text>
${legend(labels)}
${values.map((value) => `  ${grid(value, y(value))}`).join('\n')}
${decades.map((year) => `  ${tick(year, x(year))}`).join('\n')}
  <text x="18" y="${middle}" text-anchor="middle" transform="rotate(-90 18 ${middle})">sunspot number</text>
  <text x="${place((margin.left + size.width - margin.right) / 2)}" y="${size.height - 8}" text-anchor="middle">year</text>
  ${line('persistence')}
  ${line('observed')}
  ${line('model')}
</svg>
`;
}

/** A line across at a value, with its label; the one at zero is the axis. */
function grid(value: number, y: number): string {
  const line = `<line class="${value === 0 ? 'axis' : 'grid'}" x1="${margin.left}" x2="${size.width - margin.right}" y1="${place(y)}" y2="${place(y)}"/>`;
  return `${line}<text x="${margin.left - 10}" y="${place(y + 4)}" text-anchor="end">${value}</text>`;
}

/** A mark under the axis, with its year. */
function tick(year: number, x: number): string {
  const y = size.height - margin.bottom;
  const line = `<line class="axis" x1="${place(x)}" x2="${place(x)}" y1="${y}" y2="${y + 5}"/>`;
  return `${line}<text x="${place(x)}" y="${y + 21}" text-anchor="middle">${year}</text>`;
}

/** In a row under the title. */
function legend(labels: Labels): string {
  let left = margin.left;
  return (['observed', 'model', 'persistence'] as const)
    .map((name) => {
      const at = left;
      // The text's own width is the font's secret: 7.2 a letter is near enough to keep the entries apart.
      left += 56 + labels[name].length * 7.2;
      return `  <line class="line ${name}" x1="${place(at)}" x2="${place(at + 26)}" y1="53" y2="53"/><text x="${place(at + 34)}" y="57.5">${escapeText(labels[name])}</text>`;
    })
    .join('\n');
}

const place = (value: number) => String(Math.round(value * 10) / 10);
const escapeText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
