/** Layers of a spec to cells with sizes: repeats expanded, names given, every size symbol a number. */
import { fail, type Place } from '../error.ts';
import type { Cell, Initializer, Port } from '../lang/ast.ts';
import { checkName } from '../lang/names.ts';
import { denseCell } from './dense.ts';
import { layerInit } from './init.ts';
import { findCell, type Library, shelves } from './library.ts';
import type { SpecText } from './read.ts';
import { maxLayers, maxSize } from './schema.ts';
import { Sizes } from './sizes.ts';
import type { DenseLayerSpec, InitializerSpec, TextCellLayer } from './spec.ts';
import { type Path, pathText } from './validate.ts';

export interface Layer {
  /** `lstm1`: the first part of its parameters' paths. */
  readonly name: string;
  readonly cell: Cell;
  /** Every size symbol of the cell. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly input: number;
  /** The features the next layer reads: twice the cell's output where the direction is `both`. */
  readonly output: number;
  readonly direction: 'forward' | 'backward' | 'both';
  /** How a parameter of this shape starts. */
  init(param: string, shape: readonly number[]): Initializer;
}

/** What the spec says of one layer, with its cell found. */
interface Plan {
  readonly path: Path;
  readonly cell: Cell;
  readonly direction: Layer['direction'];
  readonly init: Readonly<Record<string, InitializerSpec>>;
  /** Binds the sizes that the spec gives. */
  bind(sizes: Sizes): void;
  /** Parameters start uniform in ± this, unless somebody says otherwise. */
  bound(input: number): number;
}

/** @throws E_UNKNOWN_CELL, E_NO_INPUT, E_SHAPE, E_BAD_SIZE, E_UNKNOWN_SIZE, E_BAD_NAME, E_DUPLICATE, … */
export function resolveLayers(text: SpecText, library: Library): Layer[] {
  const layers: Layer[] = [];
  const taken = new Map<string, Path>();
  const counts = new Map<string, number>();
  const count = (base: string): string => {
    counts.set(base, (counts.get(base) ?? 0) + 1);
    return `${base}${counts.get(base)}`;
  };
  let input = text.spec.input;
  text.spec.layers.forEach((spec, i) => {
    const path = ['layers', i];
    const plan = 'dense' in spec ? planDense(spec, text, path, library) : planCell(spec, text, path, library);
    const repeat = 'dense' in spec ? 1 : (spec.repeat ?? 1);
    for (let n = 1; n <= repeat; n++) {
      const name = spec.name === undefined ? count(plan.cell.name) : repeat > 1 ? `${spec.name}${n}` : spec.name;
      claim(name, taken, text, path);
      const layer = resolveLayer(plan, name, input, text);
      if (layers.push(layer) > maxLayers)
        fail('E_BAD_SIZE', `the model has more than ${maxLayers} layers`, text.place(path));
      input = layer.output;
    }
  });
  return layers;
}

function claim(name: string, taken: Map<string, Path>, text: SpecText, path: Path): void {
  const place = text.place([...path, 'name']) ?? text.place(path);
  checkName(name, 'layer', place);
  const other = taken.get(name);
  if (other)
    fail(
      'E_DUPLICATE',
      `${pathText(path)} and ${pathText(other)} are both named '${name}'`,
      place,
      'give one of them another "name"',
    );
  taken.set(name, path);
}

function planDense(spec: DenseLayerSpec, text: SpecText, path: Path, library: Library): Plan {
  return {
    path,
    cell: denseCell(spec, library.table, text.place([...path, 'activation'])),
    direction: 'forward',
    init: spec.init ?? {},
    bind: (sizes) => sizes.bind('O', spec.dense, pathText([...path, 'dense'])),
    bound: (input) => 1 / Math.sqrt(input),
  };
}

function planCell(spec: TextCellLayer, text: SpecText, path: Path, library: Library): Plan {
  const where = [...path, 'cell'];
  const reference = spec.cell === 'lstm' && spec.projection !== undefined ? 'lstm_projected' : spec.cell;
  return {
    path,
    cell: findCell(shelves.cell, reference, library, pathText(where), text.place(where)),
    direction: spec.direction ?? 'forward',
    init: spec.init ?? {},
    bind: (sizes) => bindCell(spec, sizes, text, path),
    bound: () => 1 / Math.sqrt(spec.size),
  };
}

function bindCell(spec: TextCellLayer, sizes: Sizes, text: SpecText, path: Path): void {
  const { cell, symbols } = sizes;
  const at = (field: string): Path => [...path, field];
  const hidden = symbols.has('H') ? 'H' : sizes.symbolOf(cell.output);
  if (hidden !== undefined) sizes.bind(hidden, spec.size, pathText(at('size')), text.place(at('size')));
  else if (sizes.length(cell.output) !== spec.size) {
    fail(
      'E_SHAPE',
      `${pathText(at('size'))} is ${spec.size}, but the output '${cell.output.name}' of cell '${cell.name}' is [${sizes.length(cell.output)}]`,
      text.place(at('size')),
    );
  }
  if (spec.projection !== undefined) {
    if (!symbols.has('P'))
      fail(
        'E_SPEC',
        `${pathText(at('projection'))}: cell '${cell.name}' has no size P`,
        text.keyPlace(at('projection')),
        'use a cell with a size P, such as lstm_projected',
      );
    sizes.bind('P', spec.projection, pathText(at('projection')), text.place(at('projection')));
  }
  for (const [symbol, value] of Object.entries(spec.sizes ?? {})) {
    const own = [...at('sizes'), symbol];
    if (!symbols.has(symbol))
      fail(
        'E_UNKNOWN_FIELD',
        `${pathText(own)}: cell '${cell.name}' has no size '${symbol}'`,
        text.keyPlace(own),
        `its sizes are ${[...symbols].join(', ')}`,
      );
    sizes.bind(symbol, value, pathText(own), text.place(own));
  }
}

function resolveLayer(plan: Plan, name: string, input: number, text: SpecText): Layer {
  const { path, cell, direction } = plan;
  const place = text.place([...path, 'cell']) ?? text.place(path);
  const port = layerInput(cell, pathText(path), place);
  const sizes = new Sizes(cell);
  plan.bind(sizes);
  const [length] = port.shape;
  if (length?.kind === 'name') sizes.bind(length.name, input, `the input of ${pathText(path)}`, place);
  sizes.complete(place);
  const expected = sizes.length(port, place);
  if (expected !== input)
    fail(
      'E_SHAPE',
      `${pathText(path)} ('${name}') reads [${input}], but the input '${port.name}' of cell '${cell.name}' is [${expected}]`,
      place,
    );
  const output = sizes.length(cell.output, place) * (direction === 'both' ? 2 : 1);
  if (output > maxSize)
    fail('E_BAD_SIZE', `${pathText(path)} has ${output} outputs in both directions, more than ${maxSize}`, place);
  const init = layerInit(cell, plan.init, plan.bound(input), text, [...path, 'init']);
  return { name, cell, sizes: sizes.values, input, output, direction, init };
}

/** The one vector that a cell reads at each time step; scalar inputs keep their defaults. */
function layerInput(cell: Cell, where: string, place: Place | undefined): Port {
  const [port, ...others] = cell.inputs.filter((input) => input.shape.length > 0);
  if (!port || others.length > 0) {
    const count = port ? `${others.length + 1}: ${[port, ...others].map((p) => p.name).join(', ')}` : 'none';
    fail('E_NO_INPUT', `${where}: a layer's cell has one input vector, but cell '${cell.name}' has ${count}`, place);
  }
  for (const vector of [port, cell.output]) {
    if (vector.shape.length !== 1)
      fail(
        'E_SHAPE',
        `${where}: '${vector.name}' of cell '${cell.name}' must be a vector to be used in a layer`,
        place,
      );
  }
  const unset = cell.inputs.find((input) => input.shape.length === 0 && input.default === undefined);
  if (unset)
    fail(
      'E_NO_INPUT',
      `${where}: nothing gives the scalar '${unset.name}' of cell '${cell.name}' a value`,
      place,
      `give it a default: ${unset.name} = 1`,
    );
  return port;
}
