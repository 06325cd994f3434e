/** Random models of random cells, and what they are run on. */
import { type CompileOptions, type LayerSpec, type ModelSpec, printCell } from '@cellc/compiler';
import { randomCell, someSize } from './cells.ts';
import type { Random } from './random.ts';

type CellLayer = Extract<LayerSpec, { cell: unknown }>;

export interface Case {
  readonly spec: ModelSpec;
  readonly time: number;
  /** How many time steps of each sequence count. */
  readonly lengths: readonly number[];
  /** Whether initial states are given. */
  readonly initial: boolean;
  /** How loops are tiled and unrolled; as the compiler chooses where absent. */
  readonly schedule?: CompileOptions['schedule'];
}

export function randomCase(r: Random): Case {
  const isClass = r.chance(0.15);
  const input = Math.max(someSize(r), isClass ? 2 : 1);
  const layers: LayerSpec[] = [];
  const count = r.pick([1, 1, 1, 1, 1, 2, 2, 3]);
  let width = input;
  if (isClass && r.chance(0.5)) layers.push({ embedding: (width = someSize(r)) });
  for (let i = 0; i < count; i++) {
    const size = someSize(r);
    if (r.chance(i > 0 ? 0.35 : 0.05)) {
      const activation = r.pick([undefined, 'tanh', 'relu', 'softmax', 'sigmoid', 'gelu']);
      layers.push({ dense: size, bias: r.chance(0.7), ...(activation && { activation }) });
      width = size;
    } else {
      const direction = r.pick(['forward', 'forward', 'forward', 'backward', 'both'] as const);
      const cell = randomCell(r, `c${i}`, width, size);
      layers.push({ cell, size, direction, ...randomRates(r, /(?<!\bx)\[t-1\]/.test(textOf(cell))) });
      width = direction === 'both' ? 2 * size : size;
    }
  }
  const time = r.int(1, 5);
  const isRagged = r.chance(0.5);
  const lengths = Array.from({ length: r.int(1, 3) }, () => (isRagged ? r.int(1, time) : time));
  return {
    spec: {
      name: 'random',
      input: isClass ? { classes: input } : input,
      layers,
      output: r.pick(['sequence', 'last']),
      ...(r.chance(0.1) && { standardize: isClass ? 'output' : r.pick(['input', 'output', 'both']) }),
    },
    time,
    lengths,
    initial: r.chance(0.7),
    ...(r.chance(0.3) && {
      schedule: { tile: r.pick([1, 2, 4, 16]), unroll: r.pick([1, 2, 4, 8]), writeOut: r.pick([0, 2, 4]) },
    }),
  };
}

/** Factors that training draws have their mean here, but take part in everything. */
function randomRates(r: Random, hasState: boolean): Partial<CellLayer> {
  return {
    ...(r.chance(0.1) && { dropout: 0.5 }),
    ...(hasState && r.chance(0.1) && { recurrentDropout: 0.25 }),
    ...(hasState && r.chance(0.1) && { zoneout: 0.3 }),
  };
}

/** The text of a layer's cell. */
export function cellText({ cell }: CellLayer): string {
  return textOf(cell);
}

function textOf(cell: CellLayer['cell']): string {
  if (typeof cell === 'string') return cell;
  return 'equations' in cell ? printCell(cell) : cell.join('\n');
}

export function showCase({ spec, time, lengths, initial, schedule }: Case): string {
  const { layers, ...model } = spec;
  const states = initial ? 'random' : 'zero';
  const head = `${JSON.stringify(model)}, T = ${time}, lengths ${lengths.join(', ')}, initial states ${states}`;
  const show = (layer: LayerSpec): string =>
    'cell' in layer
      ? `${JSON.stringify({ ...layer, cell: undefined })}\n${cellText(layer).replace(/^/gm, '    ').trimEnd()}`
      : JSON.stringify(layer);
  const loops = schedule ? [`  schedule ${JSON.stringify(schedule)}`] : [];
  return [head, ...loops, ...layers.map((layer) => `  ${show(layer)}`)].join('\n');
}
