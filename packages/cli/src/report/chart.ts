/** Line charts as SVG: axes with round numbers, a grid, and lines that differ by more than their colour. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { figure } from '../format.ts';
import { extent } from './extent.ts';
import { escapeHtml, type Html, html, raw } from './html.ts';

export interface Line {
  readonly name: string;
  /** Whether it is the one to look at, what it is compared with, or a second quantity: styles of the page. */
  readonly style: 'first' | 'second';
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export interface Chart {
  readonly title: string;
  readonly x: string;
  /** What the numbers up the side are; the title by default. */
  readonly y?: string;
  readonly lines: readonly Line[];
  /** `auto`: where the values are positive and span more than a power of ten. */
  readonly scale: 'linear' | 'auto';
}

const size = { width: 720, height: 300 };
const margin = { left: 64, right: 16, top: 14, bottom: 44 };
/** Points of a line: more than pixels are not seen. */
const POINTS = 1400;

/** A figure with its caption and legend. */
export function drawChart(chart: Chart): Html {
  const { title, lines } = chart;
  const legend = lines.map(
    ({ name, style }) =>
      html`<span class="key"><svg width="28" height="10" aria-hidden="true"><line class="line ${style}" x1="1" x2="27" y1="5" y2="5"/></svg> ${name}</span>`,
  );
  return html`<figure>
<figcaption>${title}${lines.length > 1 ? html` <span class="legend">${legend}</span>` : ''}</figcaption>
${drawSvg(chart)}
</figure>
`;
}

function drawSvg({ title, x: across, y: up = title, lines, scale }: Chart): Html {
  const [least, most] = extent(lines.flatMap(({ y }) => y));
  const places = lines.flatMap(({ x }) => x);
  const isLog = scale === 'auto' && least > 0 && most / least > 10;
  const x = scaleLinear()
    .domain(widened(extent(places)))
    .range([margin.left, size.width - margin.right]);
  const y = (isLog ? scaleLog() : scaleLinear()).domain(widened([least, most])).nice();
  y.range([size.height - margin.bottom, margin.top]);
  const [left, right, bottom] = [margin.left, size.width - margin.right, size.height - margin.bottom];
  const rows = (isLog ? logTicks(y.ticks(6)) : y.ticks(6)).map(
    (value) =>
      html`<line class="grid" x1="${left}" x2="${right}" y1="${pixel(y(value))}" y2="${pixel(y(value))}"/><text x="${left - 8}" y="${pixel(y(value) + 4)}" text-anchor="end">${label(value)}</text>\n`,
  );
  const columns = x
    .ticks(8)
    .filter((value) => Number.isInteger(value))
    .map(
      (value) =>
        html`<line class="axis" x1="${pixel(x(value))}" x2="${pixel(x(value))}" y1="${bottom}" y2="${bottom + 5}"/><text x="${pixel(x(value))}" y="${bottom + 19}" text-anchor="middle">${value}</text>\n`,
    );
  const paths = lines.map((line) => html`<path class="line ${line.style}" d="${path(line, x, y)}"/>\n`);
  const middle = (margin.top + bottom) / 2;
  return html`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${describe(title, across, lines)}">
${rows}${columns}<line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>
<text x="${(left + right) / 2}" y="${size.height - 6}" text-anchor="middle">${across}</text>
<text x="14" y="${middle}" text-anchor="middle" transform="rotate(-90 14 ${middle})">${up}${isLog ? ' (log)' : ''}</text>
${paths}</svg>`;
}

/** What a chart shows, for those who do not see it. */
function describe(title: string, across: string, lines: readonly Line[]): string {
  const parts = lines.map(({ name, x, y }) => {
    const [least, most] = extent(y);
    return `${name} from ${figure(y[0] ?? 0)} to ${figure(y.at(-1) ?? 0)} over ${across} ${figure(x[0] ?? 0)} to ${figure(x.at(-1) ?? 0)}, lowest ${figure(least)}, highest ${figure(most)}`;
  });
  return `${title}: ${parts.join('; ')}`;
}

/** Values that are not finite leave a gap. */
function path(line: Line, x: (value: number) => number, y: (value: number) => number): Html {
  const every = Math.ceil(line.x.length / POINTS);
  let text = '';
  let isBroken = true;
  for (let i = 0; i < line.x.length; i++) {
    // Of many points some are left out, but not the last.
    if (i % every !== 0 && i !== line.x.length - 1) continue;
    const value = line.y[i]!;
    if (Number.isFinite(value)) text += `${isBroken ? 'M' : 'L'}${pixel(x(line.x[i]!))} ${pixel(y(value))}`;
    isBroken = !Number.isFinite(value);
  }
  // A single point is a dot, thanks to round caps.
  return raw(escapeHtml(line.x.length === 1 ? `${text}h0.01` : text));
}

/** Those of 1, 2 and 5 times a power of ten, or the powers alone where these are many. */
function logTicks(ticks: readonly number[]): number[] {
  const lead = (value: number): number => Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9));
  const some = ticks.filter((value) => [1, 2, 5].includes(lead(value)));
  return some.length > 9 ? ticks.filter((value) => lead(value) === 1) : some;
}

/** An axis needs some length. */
function widened([least, most]: [number, number]): [number, number] {
  if (least < most) return [least, most];
  const by = least === 0 ? 1 : Math.abs(least) / 10;
  return [least - by, most + by];
}

/** Short, as there is not much room. */
const label = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : figure(value);

const pixel = (value: number): number => Math.round(value * 10) / 10;
