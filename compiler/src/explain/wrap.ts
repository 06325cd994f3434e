/** A model around a single cell, to look at it or to check it. */
import type { Cell, Expr } from '../lang/ast.ts';
import { symbols } from '../lang/walk.ts';
import type { ModelSpec } from '../model/spec.ts';

/**
 * The spec of one layer of a cell. Sizes that the cell fixes are as it says; besides the hidden size and the input's,
 * sizes such as a projection's P are half the hidden size.
 * @param reference what the spec calls the cell: a shipped name, a path
 */
export function specOfCell(
  cell: Cell,
  reference: string,
  { size, input }: { readonly size: number; readonly input: number },
): ModelSpec {
  const vector = cell.inputs.find((port) => port.shape.length > 0);
  const [features, output] = [vector?.shape[0], cell.output.shape[0]];
  const names = [...symbols(cell).keys()];
  const hidden = names.includes('H') ? 'H' : nameOf(output);
  const others = names.filter((name) => name !== hidden && name !== nameOf(features));
  const fixed = (port: Expr | undefined): number | undefined => (port?.kind === 'number' ? port.value : undefined);
  const read = fixed(features) ?? input;
  // An output as long as the input follows it.
  const wanted = hidden === undefined ? fixed(output) : hidden === nameOf(features) ? read : undefined;
  const layer = {
    cell: reference,
    size: wanted ?? size,
    ...(others.length > 0 && { sizes: Object.fromEntries(others.map((name) => [name, Math.ceil(size / 2)])) }),
  };
  return { name: cell.name, input: read, layers: [layer] };
}

const nameOf = (size: Expr | undefined): string | undefined => (size?.kind === 'name' ? size.name : undefined);
