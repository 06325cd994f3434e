/** The gpu.js dialect: a dispatch as the text of a function that gives one element of its output. */
import { invariant } from '../../error.ts';
import { type Affine, type Stmt, walk } from '../../ir/loop.ts';
import type { OpTable } from '../../ir/ops.ts';
import { type Dialect, javascript } from '../text/dialect.ts';
import { spelling } from '../text/names.ts';
import { printBody, printExpr, printIndex } from '../text/print.ts';
import { fold, foldBody } from './fold.ts';
import type { Frame } from './frame.ts';
import type { Dispatch, Part, Read } from './kernel.ts';
import { type Portion, spanOf, within } from './places.ts';
import { loadsOf } from './slice.ts';

export interface Printed {
  readonly source: string;
  /** Its arguments; behind them, in a loop over time, comes the time step. */
  readonly arrays: readonly string[];
}

/** Sizes that are known when a plan is made. */
const sizes: Readonly<Record<string, string>> = { T: 'this.constants.T', B: 'this.constants.B' };

/**
 * What a single precision number holds, to the last digit that counts. Shaders have no literals of what is not finite:
 * it is computed from where the thread is, which is a finite number.
 */
function printNumber(value: number): string {
  if (Number.isNaN(value)) return 'Math.sqrt(-1 - unit)';
  if (Number.isFinite(Math.fround(value))) return javascript.number(Number(value.toPrecision(9)));
  return `(${Math.sign(value)} / (0 * unit))`;
}

export function printDispatch(dispatch: Dispatch, { kind }: Frame, reads: readonly Read[], table: OpTable): Printed {
  const { parts, array } = dispatch;
  const arrays = new Set<string>();
  const own = parts.flatMap(({ work, loops }) => [...declaredIn(work), ...loops.map(({ name }) => name)]);
  const names = [...own, ...parts.flatMap((part) => arraysOf(part, reads)), `${array}$before`];
  const spell = spelling(names, ['unit', 'line', 'b', 't', 'active', 'last']);
  const nameOf = (name: string): string => {
    arrays.add(name);
    return spell(name);
  };
  const dialect: Dialect = {
    ...javascript,
    name: 'gpu.js',
    template: (row) => row.gpujs ?? row.js,
    number: printNumber,
    spell: (name) => sizes[name] ?? spell(name),
    element: (_, index) => printRead(reads[index.at]!, index, dialect, nameOf),
  };
  const language = { dialect, table };
  const hasRows = kind === 'time' || kind === 'flat';
  const lines = [
    '  const unit = this.thread.x;',
    kind === 'none' ? '  const line = this.thread.y;' : '  const b = this.thread.y;',
    ...(kind === 'flat' || kind === 'onlyLast' ? ['  const t = this.thread.z;'] : []),
    ...(kind === 'last' ? [`  const t = Math.round((${nameOf('last')}[b][0] - b) / this.constants.B);`] : []),
    ...(kind === 'onlyLast'
      ? [`  if (Math.abs(${nameOf('last')}[b][0] - t * this.constants.B - b) > 0.5) return 0;`]
      : []),
  ];
  parts.forEach((part, i) => {
    const { column, width, height, carries, work, value } = part;
    const isLast = i === parts.length - 1;
    const indent = isLast ? '  ' : '    ';
    const past = carries ? `${nameOf(`${array}$before`)}[b][unit]` : '0';
    lines.push(
      ...(isLast ? [] : [`  if (unit < ${column + width}) {`]),
      ...(hasRows ? [`${indent}if (b >= ${nameOf('active')}[t]) return ${past};`] : []),
      ...(height < dispatch.height ? [`${indent}if (line >= ${height}) return 0;`] : []),
      ...printThread(part, kind, spell).map((line) => indent + line),
      ...printBody(foldBody(work, table), indent, language),
      `${indent}return ${printExpr(fold(value, table), language)};`,
      ...(isLast ? [] : ['  }']),
    );
  });
  const time = kind === 'time' ? ['t'] : [];
  const args = [...[...arrays].map(spell), ...time].join(', ');
  return { source: `function (${args}) {\n${lines.join('\n')}\n}`, arrays: [...arrays] };
}

/** The element that a thread computes: in arrays with rows all of a part's are in line. */
function printThread({ loops, column }: Part, kind: Frame['kind'], spell: (name: string) => string): string[] {
  const [outer, inner] = loops.length > 1 ? loops : [undefined, loops[0]];
  const at = column > 0 ? `unit - ${column}` : 'unit';
  if (!inner) return [];
  const [i, j] = [outer && spell(outer.name), spell(inner.name)];
  if (!i) return [`const ${j} = ${at};`];
  if (kind === 'none') return [`const ${i} = line;`, `const ${j} = ${at};`];
  // Half an element keeps the quotient away from whole numbers, whatever the device makes of a division.
  return [`const ${i} = Math.floor((${at} + 0.5) / ${inner.n});`, `const ${j} = ${at} - ${i} * ${inner.n};`];
}

function printRead(
  { place, portions }: Read,
  index: Affine,
  dialect: Dialect,
  nameOf: (name: string) => string,
): string {
  const { row } = place;
  const offset = { at: place.offset.at, terms: index.terms };
  const texts = portions.map((portion) => {
    const at = within(portion, offset);
    invariant(at, `an element of ${portion.array} is read along other axes than it is kept`);
    const line = printRow(portion, row, printIndex(at.y, dialect));
    return `${nameOf(portion.array)}${line}[${printIndex(at.x, dialect)}]`;
  });
  // The last one has what the others have not.
  return texts.reduceRight((rest, text, i) => {
    const [from, to] = spanOf(portions[i]!);
    const at = printIndex(offset, dialect);
    const isFirst = from <= 0;
    return `(${isFirst ? '' : `${at} >= ${from} && `}${at} < ${to} ? ${text} : ${rest})`;
  });
}

function printRow({ rows, shift }: Portion, row: Read['place']['row'], line: string): string {
  const steps = shift + (row === 'p' ? 1 : 0);
  if (rows === 'steps') return `[t${steps > 0 ? ` + ${steps}` : ''}][b]`;
  return rows === 'batch' ? '[b]' : rows === 'grid' ? `[${line}]` : '';
}

function declaredIn(work: readonly Stmt[]): string[] {
  return [...walk(work)].flatMap((stmt) =>
    stmt.kind === 'loop' || stmt.kind === 'let' || stmt.kind === 'var' ? [stmt.name] : [],
  );
}

function arraysOf({ work, value }: Part, reads: readonly Read[]): string[] {
  return loadsOf(work, value).flatMap(({ at }) => reads[at]!.portions.map(({ array }) => array));
}
