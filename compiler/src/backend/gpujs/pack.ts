/** Arrays of one kind as one array, where a kernel would read more of them than a device binds. */
import type { Axis, DeviceKernel } from '@cellc/runtime/module';
import { invariant } from '../../error.ts';
import type { Read } from './kernel.ts';
import type { Portion } from './places.ts';

/** An array that is a copy of others, side by side, and the kernel that makes it. */
export interface Pack {
  readonly array: string;
  /** The first column of each of them. */
  readonly columns: ReadonlyMap<string, number>;
  readonly kernel: DeviceKernel;
  /** It copies what a time step makes, and so is made in every time step. */
  readonly isOfStep: boolean;
}

export interface Reader {
  readonly name: string;
  readonly arrays: readonly string[];
  /** What is read by name, and stays an array of its own. */
  readonly fixed: ReadonlySet<string>;
  /** Axes of an array, the fastest first. */
  readonly axesOf: (array: string) => readonly Axis[];
  readonly isOfStep: (array: string) => boolean;
  /** So many arrays a kernel may read. */
  readonly most: number;
}

/** As few copies as are needed: of arrays that are there before the time loop, where they do, and of few columns. */
export function pack({ name, arrays, fixed, axesOf, isOfStep, most }: Reader): Pack[] {
  const packs: Pack[] = [];
  const made = (array: string): Pack | undefined => packs.find((known) => known.array === array);
  const axes = (array: string): readonly Axis[] => made(array)?.kernel.output ?? axesOf(array);
  const isLate = (array: string): boolean => made(array)?.isOfStep ?? isOfStep(array);
  const width = (array: string): number => axes(array)[0] as number;
  let left = arrays;
  while (left.length > most) {
    const kinds = new Map<string, string[]>();
    for (const array of left)
      if (!fixed.has(array)) {
        const kind = kindOf(axes(array));
        kinds.set(kind, [...(kinds.get(kind) ?? []), array]);
      }
    const early = [...kinds.values()].map((kind) => kind.filter((array) => !isLate(array)));
    const largest = (groups: readonly string[][]): string[] =>
      groups.reduce((a, b) => (b.length > a.length ? b : a), []);
    const group = largest(early).length > 1 ? largest(early) : largest([...kinds.values()]);
    invariant(group.length > 1, `${name} reads ${left.length} arrays, of which no two are of one kind`);
    const members = group.sort((a, b) => width(a) - width(b)).slice(0, Math.min(most, left.length - most + 1));
    const array = `${name}$pack${packs.length}`;
    packs.push({
      array,
      columns: columnsOf(members, width),
      kernel: copies(members.map(axes)),
      isOfStep: members.some(isLate),
    });
    left = [...left.filter((other) => !members.includes(other)), array];
  }
  return packs;
}

/** The same reads, from the packed arrays. */
export function unpack(reads: readonly Read[], packs: readonly Pack[]): Read[] {
  const packed = (portion: Portion): Portion => {
    const home = packs.find(({ columns }) => columns.has(portion.array));
    if (!home) return portion;
    return packed({ ...portion, array: home.array, column: portion.column + home.columns.get(portion.array)! });
  };
  return reads.map(({ place, portions }) => ({ place, portions: portions.map(packed) }));
}

/** Matrices of any height are of one kind. */
const kindOf = ([, ...rows]: readonly Axis[]): string =>
  rows.map((axis) => (typeof axis === 'number' ? 'line' : axis)).join();

function columnsOf(members: readonly string[], width: (array: string) => number): Map<string, number> {
  let end = 0;
  return new Map(
    members.map((array) => {
      end += width(array);
      return [array, end - width(array)];
    }),
  );
}

function copies(members: readonly (readonly Axis[])[]): DeviceKernel {
  const [first] = members as [readonly Axis[]];
  const heights = members.map((axes) => axes[1]).filter((axis) => typeof axis === 'number');
  const threads = ['y', 'z'].slice(0, first.length - 1);
  const rows = [...threads].reverse().map((axis) => `[this.thread.${axis}]`);
  let from = 0;
  const lines = members.flatMap((axes, i) => {
    const column = from > 0 ? `unit - ${from}` : 'unit';
    from += axes[0] as number;
    const isLow = heights.length > 0 && (axes[1] as number) < Math.max(...heights);
    return [
      ...(isLow ? [`  if (unit < ${from} && this.thread.y >= ${axes[1]}) return 0;`] : []),
      `  ${i < members.length - 1 ? `if (unit < ${from}) ` : ''}return a${i}${rows.join('')}[${column}];`,
    ];
  });
  const source = [
    `function (${members.map((_, i) => `a${i}`).join(', ')}) {`,
    '  const unit = this.thread.x;',
    ...lines,
    '}',
  ];
  const [, height, ...others] = first;
  const output = [from, ...(heights.length > 0 ? [Math.max(...heights)] : height ? [height] : []), ...others];
  return { source: source.join('\n'), output };
}
