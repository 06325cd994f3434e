/** A class for each cell of a model: layers whose code is the same share one. */
import { graphsOf, type Unit } from '@cellc/compiler/graph';
import { checkAttribute, className, isKeyword, type Namer } from './names.ts';
import type { Helper } from './ops.ts';
import { type WrittenStep, writeStep } from './step.ts';

export interface CellClass {
  readonly name: string;
  readonly text: string;
  readonly helpers: ReadonlySet<Helper>;
  readonly masks: boolean;
  /** Whether its sizes are arguments. */
  readonly isGeneral: boolean;
}

/** The class of each unit; equal ones are the same object. */
export function classesOf(units: readonly Unit[], names: Namer): Map<Unit, CellClass> {
  const known = new Map<string, CellClass>();
  return new Map(
    units.map((unit) => {
      const step = writeStep(unit);
      const isGeneral = !dependsOnSizes(unit, step);
      const body = bodyOf(unit, step, isGeneral);
      const key = `${unit.layer.cell.source.text}\n${body}`;
      const found = known.get(key) ?? make(unit, names, body, step, isGeneral);
      known.set(key, found);
      return [unit, found];
    }),
  );
}

function make(unit: Unit, names: Namer, body: string, { helpers, masks }: WrittenStep, isGeneral: boolean): CellClass {
  const { cell } = unit.layer;
  const name = names.take(className(cell.name));
  return {
    name,
    text: `class ${name}(Cell):\n${docstring(cell.doc, cell.name)}\n\n${body}`,
    helpers,
    masks,
    isGeneral,
  };
}

/** How a unit's cell is made: `Lstm(I=1, H=32)`. */
export function construct(unit: Unit, { name, isGeneral }: CellClass): string {
  const sizes = isGeneral ? symbolsOf(unit).map(([symbol, size]) => `${safe(symbol)}=${size}`) : [];
  return `${name}(${[...sizes, ...(unit.direction === 'backward' ? ['reverse=True'] : [])].join(', ')})`;
}

function docstring(doc: string, name: string): string {
  const lines = (doc === '' ? `The cell ${name}.` : doc).replace(/\\/g, '\\\\').replace(/"/g, "'").split('\n');
  if (lines.length === 1) return `    """${lines[0]}"""`;
  return ['    """', ...lines.map((line) => `    ${line}`.trimEnd()), '    """'].join('\n');
}

function bodyOf(unit: Unit, step: WrittenStep, isGeneral: boolean): string {
  const { drawn, shapes, layer } = unit;
  const sizes = isGeneral ? symbolsOf(unit).map(([symbol]) => safe(symbol)) : [];
  const shape = (name: string): string[] =>
    isGeneral ? dimsOf(shapes.symbolic.get(name)!) : shapes.shape(name).map(String);
  const states = drawn.states.map(({ name }) => `"${name}": (${tuple(shape(name))})`);
  const params = shapes.params.map((name) => {
    checkAttribute(name, `cell '${layer.cell.name}' has a parameter of that name`);
    return `self.${name} = nn.Parameter(torch.empty(${shape(name).join(', ') || '()'}))`;
  });
  return [
    `    def __init__(${['self', ...sizes, 'reverse=False'].join(', ')}):`,
    ...['super().__init__(reverse)', ...(states.length ? [`self.states = {${states.join(', ')}}`] : []), ...params].map(
      indent,
    ),
    '',
    `    def step(${['self', ...step.args].join(', ')}):`,
    ...step.lines.map(indent),
  ].join('\n');
}

const indent = (line: string): string => `        ${line}`;
/** A scalar is a vector of one for each sequence. */
const tuple = (sizes: readonly string[]): string =>
  `${sizes.length === 0 ? '1' : sizes.join(', ')}${sizes.length < 2 ? ',' : ''}`;

/** The sizes that shapes of parameters and states are made of. */
function symbolsOf({ shapes, drawn }: Unit): [symbol: string, size: number][] {
  const texts = [...shapes.params, ...drawn.states.map(({ name }) => name)].map((name) => shapes.symbolic.get(name)!);
  const used = new Set(texts.flatMap((text) => text.match(/[A-Za-z_]\w*/g) ?? []));
  return [...shapes.sizes].filter(([symbol]) => used.has(symbol));
}

/** `[4H, I+H]` as Python. */
function dimsOf(text: string): string[] {
  const dims = text.slice(1, -1).split(', ').filter(Boolean);
  return dims.map((dim) =>
    dim
      .replace(/(\d)([A-Za-z_])/g, '$1*$2')
      .replace(/[A-Za-z_]\w*/g, safe)
      .replaceAll('/', '//')
      .replace(/(?<=[\w)])([-+*]|\/\/)/g, ' $1 '),
  );
}

/** A size is an argument of __init__, where it must not hide what is called there. */
const hidden = new Set(['self', 'reverse', 'nn', 'torch', 'super']);
const safe = (symbol: string): string => (isKeyword(symbol) || hidden.has(symbol) ? `${symbol}_` : symbol);

/** Whether the code has sizes in it as numbers: then it is another for other sizes. */
function dependsOnSizes(unit: Unit, { lines }: WrittenStep): boolean {
  const { layer } = unit;
  const sizes = new Map([...layer.sizes].map(([symbol, size]) => [symbol, size + 1]));
  try {
    const { path, direction } = unit;
    const other = Object.assign(graphsOf({ ...layer, sizes }), { path, direction, layer: { ...layer, sizes } });
    return writeStep(other).lines.join('\n') !== lines.join('\n');
  } catch (error) {
    // Sizes that only fit as they are, as in a cell with a number in a shape.
    if (error instanceof Error && 'code' in error) return true;
    throw error;
  }
}
