/** Small charts as SVG: bars and lines on logarithmic axes, in the reader's light or dark colour scheme. */
import { digits } from './terminal.ts';

export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly label: string;
  /** Whether it is one of ours: those stand out. */
  readonly own: boolean;
}

export interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

export interface Line {
  readonly name: string;
  /** A second line of the legend. */
  readonly note: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Axes {
  readonly title: string;
  readonly x: string;
  readonly y: string;
}

const style = `
    :root { color-scheme: light dark; }
    .back { fill: #ffffff; }
    text { fill: #57606a; font: 12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
    .title { fill: #1f2328; font-size: 17px; font-weight: 600; }
    .head { fill: #1f2328; font-size: 13px; font-weight: 600; }
    .grid { stroke: #d8dee4; }
    .peer { fill: #a9b8ca; }
    .own { fill: #cf5c0a; }
    .c0 { stroke: #cf5c0a; fill: #cf5c0a; }
    .c1 { stroke: #2f6fb0; fill: #2f6fb0; }
    .c2 { stroke: #3a8a4d; fill: #3a8a4d; }
    .c3 { stroke: #8250a8; fill: #8250a8; }
    polyline { stroke-width: 1.5; stroke-linejoin: round; }
    polyline.c0, polyline.c1, polyline.c2, polyline.c3 { fill: none; }
    @media (prefers-color-scheme: dark) {
      .back { fill: #0d1117; }
      text { fill: #9198a1; }
      .title, .head { fill: #f0f6fc; }
      .grid { stroke: #262c36; }
      .peer { fill: #4a5d75; }
      .own { fill: #f0883e; }
      .c0 { stroke: #f0883e; fill: #f0883e; }
      .c1 { stroke: #6ea8de; fill: #6ea8de; }
      .c2 { stroke: #63b877; fill: #63b877; }
      .c3 { stroke: #b98ad6; fill: #b98ad6; }
    }`;

const WIDTH = 860;
const EDGE = 20;
const TOP = 56;
const ROW = 18;
const NAMES = 118;
const LABELS = 104;

/** Panels of horizontal bars in two columns, each sorted from the smallest value, on a logarithmic axis of its own. */
export function barChart({ title, note, panels }: { title: string; note: string; panels: readonly Panel[] }): string {
  const column = (WIDTH - 3 * EDGE) / 2;
  const parts: string[] = [];
  let bottom = TOP + 10;
  for (let first = 0; first < panels.length; first += 2) {
    const pair = panels.slice(first, first + 2);
    for (const [at, panel] of pair.entries()) parts.push(drawPanel(panel, EDGE + at * (column + EDGE), bottom, column));
    bottom += 34 + ROW * Math.max(...pair.map(({ bars }) => bars.length));
  }
  return document({ title, note, height: bottom + 6, parts });
}

function drawPanel({ title, bars }: Panel, left: number, top: number, width: number): string {
  const values = bars.map(({ value }) => value);
  // The shortest bar is seen as one, and its length says nothing: the axis has no zero.
  const low = Math.min(...values) / 1.6;
  const high = Math.max(...values);
  const length = (value: number) => (Math.log(value / low) / Math.log(high / low)) * (width - NAMES - LABELS);
  const drawn = bars
    .toSorted((a, b) => a.value - b.value)
    .map(({ name, value, label, own }, row) => {
      const y = top + 12 + ROW * row;
      const from = left + NAMES;
      return [
        `<text x="${place(from - 6)}" y="${place(y + 11)}" text-anchor="end">${escapeXml(name)}</text>`,
        `<rect class="${own ? 'own' : 'peer'}" x="${place(from)}" y="${place(y + 1)}" width="${place(length(value))}" height="${ROW - 5}" rx="2"/>`,
        `<text x="${place(from + length(value) + 5)}" y="${place(y + 11)}">${escapeXml(label)}</text>`,
      ].join('');
    });
  return [`<text class="head" x="${place(left)}" y="${place(top + 4)}">${escapeXml(title)}</text>`, ...drawn].join(
    '\n  ',
  );
}

/** Both axes logarithmic: a power law is a straight line. */
export function lineChart(axes: Axes, lines: readonly Line[]): string {
  const height = 420;
  const box = { left: 70, right: WIDTH - EDGE - 240, top: TOP + 14, bottom: height - 50 };
  const points = lines.flatMap((line) => line.points);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const x = scale(xs, box.left, box.right);
  const y = scale(ys, box.bottom, box.top);
  const ticks = [
    ...decades(ys).map(
      (value) =>
        `<line class="grid" x1="${box.left}" x2="${box.right}" y1="${place(y(value))}" y2="${place(y(value))}"/><text x="${box.left - 8}" y="${place(y(value) + 4)}" text-anchor="end">${tick(value)}</text>`,
    ),
    ...decades(xs).map(
      (value) => `<text x="${place(x(value))}" y="${box.bottom + 18}" text-anchor="middle">${tick(value)}</text>`,
    ),
    `<text x="${(box.left + box.right) / 2}" y="${box.bottom + 38}" text-anchor="middle">${escapeXml(axes.x)}</text>`,
  ];
  const drawn = lines.map(({ name, note, points }, at) => {
    const color = `c${at % 4}`;
    const sorted = points.toSorted((a, b) => a[0] - b[0]);
    const path = sorted.map((point) => `${place(x(point[0]))},${place(y(point[1]))}`);
    const legend = { x: box.right + 24, y: box.top + 8 + 40 * at };
    return [
      `<polyline class="${color}" points="${path.join(' ')}"/>`,
      ...sorted.map(
        (point) => `<circle class="${color}" cx="${place(x(point[0]))}" cy="${place(y(point[1]))}" r="2.5"/>`,
      ),
      `<rect class="${color}" x="${legend.x}" y="${legend.y - 9}" width="10" height="10" rx="2"/>`,
      `<text x="${legend.x + 16}" y="${legend.y}">${escapeXml(name)}</text>`,
      `<text x="${legend.x + 16}" y="${legend.y + 16}">${escapeXml(note)}</text>`,
    ].join('');
  });
  return document({ title: axes.title, note: axes.y, height, parts: [...ticks, ...drawn] });
}

function scale(values: readonly number[], from: number, to: number): (value: number) => number {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = Math.log(high / low) || 1;
  return (value) => from + (Math.log(value / low) / span) * (to - from);
}

/** Powers of ten within the values, and where there is hardly one, the ends, too. */
export function decades(values: readonly number[]): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const powers: number[] = [];
  for (let power = Math.ceil(Math.log10(low)); 10 ** power <= high; power++) powers.push(10 ** power);
  return powers.length > 1 ? powers : [low, high];
}

function tick(value: number): string {
  return value >= 1e6
    ? `${digits(value / 1e6)}M`
    : value >= 1e4
      ? `${digits(value / 1e3)}k`
      : String(Number(value.toPrecision(3)));
}

function document(of: { title: string; note: string; height: number; parts: readonly string[] }): string {
  const { title, note, height, parts } = of;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escapeXml(`${title}: ${note}`)}">
  <style>${style}
  </style>
  <rect class="back" width="100%" height="100%" rx="8"/>
  <text class="title" x="${EDGE}" y="30">${escapeXml(title)}</text>
  <text x="${EDGE}" y="50">${escapeXml(note)}</text>
  ${parts.join('\n  ')}
</svg>
`;
}

function place(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
