/** Random models of random cells, and what they are run on. */
import { type CompileOptions, type LayerSpec, type ModelSpec, printCell } from '@cellc/compiler';
import { randomCell, someSize } from './cells.ts';
import type { Random } from './random.ts';

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
  const input = someSize(r);
  const layers: LayerSpec[] = [];
  const count = r.pick([1, 1, 1, 1, 1, 2, 2, 3]);
  for (let i = 0, width = input; i < count; i++) {
    const size = someSize(r);
    if (r.chance(i > 0 ? 0.35 : 0.05)) {
      const activation = r.pick([undefined, 'tanh', 'relu', 'softmax', 'sigmoid', 'gelu']);
      layers.push({ dense: size, bias: r.chance(0.7), ...(activation && { activation }) });
      width = size;
    } else {
      const direction = r.pick(['forward', 'forward', 'forward', 'backward', 'both'] as const);
      layers.push({ cell: randomCell(r, `c${i}`, width, size), size, direction });
      width = direction === 'both' ? 2 * size : size;
    }
  }
  const time = r.int(1, 5);
  const isRagged = r.chance(0.5);
  const lengths = Array.from({ length: r.int(1, 3) }, () => (isRagged ? r.int(1, time) : time));
  return {
    spec: { name: 'random', input, layers, output: r.pick(['sequence', 'last']) },
    time,
    lengths,
    initial: r.chance(0.7),
    ...(r.chance(0.3) && {
      schedule: { tile: r.pick([1, 2, 4, 16]), unroll: r.pick([1, 2, 4, 8]), writeOut: r.pick([0, 2, 4]) },
    }),
  };
}

/** The text of a layer's cell. */
export function cellText({ cell }: Extract<LayerSpec, { cell: unknown }>): string {
  if (typeof cell === 'string') return cell;
  return 'equations' in cell ? printCell(cell) : cell.join('\n');
}

export function showCase({ spec, time, lengths, initial, schedule }: Case): string {
  const { input, output, layers } = spec;
  const states = initial ? 'random' : 'zero';
  const head = `input ${input}, output ${output}, T = ${time}, lengths ${lengths.join(', ')}, initial states ${states}`;
  const show = (layer: LayerSpec): string =>
    'dense' in layer
      ? JSON.stringify(layer)
      : `${layer.direction}\n${cellText(layer).replace(/^/gm, '    ').trimEnd()}`;
  const loops = schedule ? [`  schedule ${JSON.stringify(schedule)}`] : [];
  return [head, ...loops, ...layers.map((layer) => `  ${show(layer)}`)].join('\n');
}
