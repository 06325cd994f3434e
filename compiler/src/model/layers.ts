/** Layers of a spec to cells with sizes: repeats expanded, names given, every size symbol a number. */
import { fail, type Place } from '../error.ts';
import type { Cell, Initializer, Port } from '../lang/ast.ts';
import { checkName } from '../lang/names.ts';
import { reads } from '../lang/walk.ts';
import type { Rates } from '../passes/regularise.ts';
import { layerInit } from './init.ts';
import { findCell, type Library, shelves } from './library.ts';
import { denseCell, embeddingCell, standardCell } from './plain.ts';
import type { SpecText } from './read.ts';
import { maxLayers, maxSize } from './schema.ts';
import { Sizes } from './sizes.ts';
import type { DenseLayerSpec, EmbeddingLayerSpec, InitializerSpec, TextCellLayer } from './spec.ts';
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
  readonly rates: Rates;
  /** λ of a term λ Σ w² of the loss, over matrices. */
  readonly l2: number;
  /** No optimiser touches its parameters. */
  readonly frozen: boolean;
  /** How a parameter of this shape starts. */
  init(param: string, shape: readonly number[]): Initializer;
}

/** What the spec says of one layer, with its cell found. */
interface Plan {
  readonly path: Path;
  readonly cell: Cell;
  readonly direction: Layer['direction'];
  readonly rates: Rates;
  readonly l2: number;
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
  const { standardize } = text.spec;
  let input = inputOf(text);
  if (standardize === 'input' || standardize === 'both')
    layers.push(standardLayer('input', input, taken, text, library));
  text.spec.layers.forEach((spec, i) => {
    const path = ['layers', i];
    const plan = planLayer(spec, text, path, library);
    const repeat = 'cell' in spec ? (spec.repeat ?? 1) : 1;
    for (let n = 1; n <= repeat; n++) {
      const name = spec.name === undefined ? count(plan.cell.name) : repeat > 1 ? `${spec.name}${n}` : spec.name;
      claim(name, taken, text, path);
      const layer = resolveLayer(plan, name, input, text);
      if (layers.push(layer) > maxLayers)
        fail('E_BAD_SIZE', `the model has more than ${maxLayers} layers`, text.place(path));
      input = layer.output;
    }
  });
  if (standardize === 'output' || standardize === 'both')
    layers.push(standardLayer('output', input, taken, text, library));
  return layers;
}

/** Features of a time step, those of a one-hot vector where it is a class. */
function inputOf(text: SpecText): number {
  const { input, standardize } = text.spec;
  if (typeof input === 'number') return input;
  if (standardize === 'input' || standardize === 'both')
    fail(
      'E_SPEC',
      'the input is a class, which cannot be standardised',
      text.place(['standardize']),
      'write "standardize": "output", or leave it out',
    );
  return input.classes;
}

/** A layer that standardises one end of the model, named after it. */
function standardLayer(
  end: 'input' | 'output',
  size: number,
  taken: Map<string, Path>,
  text: SpecText,
  { table }: Library,
): Layer {
  claim(end, taken, text, ['standardize']);
  return {
    name: end,
    cell: standardCell(end, table),
    sizes: new Map([['N', size]]),
    input: size,
    output: size,
    direction: 'forward',
    rates: noRates,
    l2: 0,
    frozen: true,
    init: (param) => (param === 'scale' ? 1 : 0),
  };
}

const noRates: Rates = { dropout: 0, recurrentDropout: 0, zoneout: new Map() };

/** What layers without states can ask for. */
function regularisedBy({ dropout = 0, l2 = 0 }: DenseLayerSpec | EmbeddingLayerSpec): Pick<Plan, 'rates' | 'l2'> {
  return { rates: { ...noRates, dropout }, l2 };
}

function planLayer(
  spec: TextCellLayer | DenseLayerSpec | EmbeddingLayerSpec,
  text: SpecText,
  path: Path,
  library: Library,
): Plan {
  if ('dense' in spec) return planDense(spec, text, path, library);
  return 'embedding' in spec ? planEmbedding(spec, text, path, library) : planCell(spec, text, path, library);
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
    ...regularisedBy(spec),
    init: spec.init ?? {},
    bind: (sizes) => sizes.bind('O', spec.dense, pathText([...path, 'dense'])),
    bound: (input) => 1 / Math.sqrt(input),
  };
}

function planEmbedding(spec: EmbeddingLayerSpec, text: SpecText, path: Path, { table }: Library): Plan {
  if (typeof text.spec.input === 'number' || path.at(-1) !== 0)
    fail(
      'E_SPEC',
      `${pathText(path)} is an embedding, which reads the classes of the model's input`,
      text.place(path),
      'make it the first layer, and write "input": { "classes": … }',
    );
  return {
    path,
    cell: embeddingCell(table),
    direction: 'forward',
    ...regularisedBy(spec),
    init: spec.init ?? {},
    bind: (sizes) => sizes.bind('O', spec.embedding, pathText([...path, 'embedding'])),
    bound: () => 1,
  };
}

function planCell(spec: TextCellLayer, text: SpecText, path: Path, library: Library): Plan {
  const where = [...path, 'cell'];
  const reference = spec.cell === 'lstm' && spec.projection !== undefined ? 'lstm_projected' : spec.cell;
  const cell = findCell(shelves.cell, reference, library, pathText(where), text.place(where));
  return {
    path,
    cell,
    direction: spec.direction ?? 'forward',
    rates: cellRates(spec, cell, text, path),
    l2: spec.l2 ?? 0,
    init: spec.init ?? {},
    bind: (sizes) => bindCell(spec, sizes, text, path),
    bound: () => 1 / Math.sqrt(spec.size),
  };
}

/** @throws E_UNKNOWN_NAME for a state that the cell does not have */
function cellRates(spec: TextCellLayer, cell: Cell, text: SpecText, path: Path): Rates {
  const { dropout = 0, recurrentDropout = 0, zoneout = 0 } = spec;
  const isInput = new Set(cell.inputs.map((input) => input.name));
  const carried = [...reads(cell.equations)].filter(({ name, lag }) => lag === 1 && !isInput.has(name));
  const states = [...new Set(carried.map(({ name }) => name))];
  for (const field of ['recurrentDropout', 'zoneout'] as const)
    if (spec[field] !== undefined && states.length === 0)
      fail(
        'E_SPEC',
        `${pathText([...path, field])}: cell '${cell.name}' has no state`,
        text.keyPlace([...path, field]),
      );
  if (typeof zoneout === 'number')
    return { dropout, recurrentDropout, zoneout: new Map(states.map((state) => [state, zoneout])) };
  for (const state of Object.keys(zoneout))
    if (!states.includes(state))
      fail(
        'E_UNKNOWN_NAME',
        `${pathText([...path, 'zoneout', state])}: cell '${cell.name}' has no state '${state}'`,
        text.keyPlace([...path, 'zoneout', state]),
        `its states are ${states.join(', ')}`,
      );
  return { dropout, recurrentDropout, zoneout: new Map(Object.entries(zoneout)) };
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
  const { path, cell, direction, rates, l2 } = plan;
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
  return { name, cell, sizes: sizes.values, input, output, direction, rates, l2, frozen: false, init };
}

/** The one vector that a cell reads at each time step; scalar inputs keep their defaults. */
function layerInput(cell: Cell, where: string, place: Place | undefined): Port {
  const [port, ...others] = cell.inputs.filter((input) => input.shape.length > 0);
  if (!port || others.length > 0) {
    const count = port ? `${others.length + 1}: ${[port, ...others].map((p) => p.name).join(', ')}` : 'none';
    fail(
      'E_NO_INPUT',
      `${where}: a layer's cell has one input vector, but cell '${cell.name}' has ${count}`,
      place,
      port && 'one vector may hold them: x[0:3] is a part of it, and sum(x[3:4]) an element as a scalar',
    );
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
