/** Layers that are cells which other systems know, with their weights. */

import {
  evaluate,
  graphsOf,
  type Node,
  type OpTable,
  ops,
  readCell,
  type Step,
  size,
  type Unit,
} from '@cellc/compiler/graph';
import type { Tensor } from '@cellc/runtime';
import { type Chosen, match, type OpenFunctions } from './recognise.ts';

/** A layer in one direction as a known cell: weights by the cell's own names, states by the cell's with the layer's. */
export interface Standard<Name extends string = string> {
  readonly cell: Name;
  /** Whether the known cell has a parameter of this name. */
  has(name: string): boolean;
  /** Undefined for a bias that is not there. */
  weight(name: string): Tensor | undefined;
  readonly states: ReadonlyMap<string, string>;
  /** The size of the hidden state before a projection. */
  readonly hidden: number;
  /** The functions that the known cell leaves open. */
  readonly functions: ReadonlyMap<string, Chosen>;
}

type Weights = ReadonlyMap<string, Tensor>;

/** The first of these cells that the unit is. @param table the ops of the cells, with those of functions that are left open */
export function standardOf<Name extends string>(
  unit: Unit,
  weights: Weights,
  cells: Readonly<Record<Name, string>>,
  open?: { readonly table: OpTable; readonly functions: OpenFunctions },
): Standard<Name> | undefined {
  for (const [cell, text] of Object.entries<string>(cells)) {
    const found = asCell(unit, weights, cell, text, open);
    if (found) return { ...found, cell: cell as Name };
  }
  return undefined;
}

/** A layer without states as `activation(W @ x + b)`, with the first of these activations that fits. */
export function denseOf(unit: Unit, weights: Weights, activations: readonly string[]): Standard | undefined {
  if (unit.normal.states.length > 0) return undefined;
  for (const activation of ['', ...activations]) {
    const text = `cell dense(x: I) -> y: O\ny = ${activation === '' ? 'W @ x + b' : `${activation}(W @ x + b)`}`;
    const found = asCell(unit, weights, activation, text);
    if (found) return found;
  }
  return undefined;
}

/** The unit as the cell of this text, whose sizes are I, and H and P or O. */
function asCell(
  unit: Unit,
  weights: Weights,
  name: string,
  text: string,
  open?: { readonly table: OpTable; readonly functions: OpenFunctions },
): Standard | undefined {
  const cell = readCell({ name: name || 'dense', text }, open?.table ?? ops);
  const output = unit.layer.output / (unit.layer.direction === 'both' ? 2 : 1);
  const [symbol] = cell.output.shape;
  const isProjected = symbol?.kind === 'name' && symbol.name === 'P';
  const widths = isProjected
    ? [...new Set(unit.normal.states.map(({ whole }) => whole[0] ?? 0))].filter((n) => n > 0)
    : [output];
  for (const hidden of widths) {
    const sizes = new Map([...'HPO'].map((each) => [each, isProjected && each === 'H' ? hidden : output]));
    const pattern = graphsOf({ cell, sizes: sizes.set('I', unit.layer.input), rates: noRates }, open?.table).normal;
    const found = match(pattern, unit.normal, open?.functions);
    if (!found) continue;
    const leaves = leavesOf(unit, weights);
    const shapes = new Map(pattern.params.map((block) => [block.name, shapeOf(block)]));
    return {
      cell: name,
      states: found.states,
      functions: found.functions,
      hidden,
      has: (param) => shapes.has(param),
      weight(param) {
        const { shape, transposed } = shapes.get(param)!;
        const terms = found.params.get(param)!;
        const tensor = terms.length > 0 ? sumOf(terms, shape, leaves, isSingle(weights, unit)) : undefined;
        return tensor && transposed ? turned(tensor) : tensor;
      },
    };
  }
  return undefined;
}

const noRates = { dropout: 0, recurrentDropout: 0, zoneout: new Map<string, number>() };

const shapeOf = ({ node, transposed }: Step['params'][number]) => ({ shape: node.shape, transposed });

/** The values of the leaves of a unit's normal form: parts of its weights. */
function leavesOf({ path, normal }: Unit, weights: Weights): Map<Node, Float64Array> {
  return new Map(
    normal.params.map(({ name, node, from, transposed }) => {
      const whole = weights.get(`${path}.${name}`)!;
      const shape = transposed ? node.shape.toReversed() : node.shape;
      const part = partOf(whole, from, shape);
      return [node, Float64Array.from(transposed ? turned(part).data : part.data)];
    }),
  );
}

function partOf({ data, shape }: Tensor, from: readonly number[], part: readonly number[]): Tensor {
  if (part.length === 0) return { data, shape };
  const width = shape.slice(1).reduce((a, b) => a * b, 1);
  const [rows = 1, columns = width] = part;
  const [top = 0, left = 0] = from;
  const rowsOfPart = Array.from({ length: rows }, (_, i) => {
    const start = (top + i) * width + left;
    return data.subarray(start, start + columns);
  });
  const result = data instanceof Float64Array ? new Float64Array(rows * columns) : new Float32Array(rows * columns);
  rowsOfPart.forEach((row, i) => {
    result.set(row, i * columns);
  });
  return { data: result, shape: part };
}

export function turned({ data, shape: [rows = 1, columns = 1] }: Tensor): Tensor {
  const result = data instanceof Float64Array ? new Float64Array(data.length) : new Float32Array(data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result[j * rows + i] = data[i * columns + j]!;
  return { data: result, shape: [columns, rows] };
}

function sumOf(
  terms: readonly Node[],
  shape: readonly number[],
  leaves: ReadonlyMap<Node, Float64Array>,
  single: boolean,
): Tensor {
  const values = evaluate(terms, leaves);
  const data = new Float64Array(size(shape));
  for (const term of terms) {
    const part = values.get(term)!;
    for (let i = 0; i < data.length; i++) data[i]! += part[part.length === 1 ? 0 : i]!;
  }
  return { data: single ? Float32Array.from(data) : data, shape };
}

/** Whether all of a unit's weights are kept in single precision. */
function isSingle(weights: Weights, { path, shapes }: Unit): boolean {
  return shapes.params.every((name) => weights.get(`${path}.${name}`)!.data instanceof Float32Array);
}
