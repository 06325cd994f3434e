/** Layers that are one operation of the file: a dense layer, or a recurrent one as a shipped cell or its equations. */
import { cellName, isAll, join, layerName, locator, type Written } from './layout.ts';
import { type Layout, type Make, type Source, sizeOf, slice, type Value } from './net.ts';
import { equationsOf, parametersOf, type RecurrentCell, shippedCell } from './recurrent.ts';
import { transposed } from './tensors.ts';

type Dense = Extract<Make, { kind: 'dense' }>;
type Unit = Extract<Make, { kind: 'unit' }>;

/** A dense layer, where all of the layer before is its input. */
export function denseOf(value: Value, make: Dense, layout: Layout): Written | undefined {
  const { W, b, activation } = make;
  if (!isAll(make.input, layout)) return undefined;
  if (activation && activation.name === undefined) return undefined;
  const made = { name: layerName(value.name), layout: [{ value, from: 0, to: value.size }] };
  const [only] = layout;
  if (layout.length === 1 && only!.value.make.kind === 'input' && only!.value.make.classes && !b && !activation)
    return { ...made, layer: { embedding: value.size }, params: new Map([['W', transposed(W)]]) };
  return {
    ...made,
    layer: {
      dense: value.size,
      ...(activation?.name !== undefined && { activation: activation.name }),
      ...(!b && { bias: false }),
    },
    params: new Map([['W', W], ...(b ? [['b', b] as const] : [])]),
  };
}

/** @param needed what the layer's output is to hold */
export function unitCell(value: Value, make: Unit, layout: Layout, needed: Source): Written {
  const { cell, direction, weights } = make;
  const both = direction === 'both';
  const carried = needed.filter((part) => part.value !== value);
  const sets = both ? ['forward.', 'backward.'] : [''];
  const params = new Map(
    sets.flatMap((prefix, i) => [...weights[i]!].map(([name, tensor]) => [`${prefix}${name}`, tensor] as const)),
  );
  const each = cell.output;
  const own = (at: number) => ({ value, from: at, to: at + each });
  // Each direction hands on all that is carried; nobody reads the backward one's copy.
  const copies = carried.map((part) => ({ ...part, value: unread }));
  const one = both || needed.length === 0 ? [own(0), ...carried] : needed;
  const result = { name: layerName(value.name), params, layout: both ? [...one, own(each), ...copies] : one };
  const direct = direction === 'forward' ? {} : { direction };
  const asIs = one.length === 1 && one[0]!.value === value && one[0]!.from === 0 && one[0]!.to === each;
  const shipped = asIs && isAll(make.input, layout) ? shippedCell(cell) : undefined;
  if (shipped)
    return {
      ...result,
      layer: { cell: shipped, size: cell.hidden, ...(cell.projection && { projection: cell.output }), ...direct },
    };
  const lines = unitLines(value, cell, layout, make.input, one, asIs);
  return { ...result, layer: { cell: lines, size: sizeOf(one), ...direct } };
}

/** Stands for elements that nothing reads. */
const unread: Value = { name: 'unread', size: Number.POSITIVE_INFINITY, scalar: false, make: { kind: 'previous' } };

function unitLines(
  { name }: Value,
  cell: RecurrentCell,
  layout: Layout,
  input: Source,
  result: Source,
  asIs: boolean,
): string[] {
  const size = sizeOf(layout);
  const { lines, output } = equationsOf(cell);
  const simple = isAll(input, layout) && !cell.masked;
  const read = locator(layout, simple ? 'x' : 'v');
  const declared = [...parametersOf(cell)].map(([param, shape]) => `param ${param}: [${shape.join(', ')}]`);
  const inputs = cell.masked
    ? [`x = ${read(slice(input, 0, cell.input))}`, `m = sum(${read(slice(input, cell.input, cell.input + 1))})`]
    : [`x = ${read(input)}`];
  const parts = result.map((part) => {
    if (part.value.name !== name) return read([part]);
    return part.to - part.from === cell.output ? output : `${output}[${part.from}:${part.to}]`;
  });
  return [
    `cell ${cellName(name)}(${simple ? 'x' : 'v'}: ${size}) -> ${asIs ? output : 'out'}: ${sizeOf(result)}`,
    ...declared,
    ...(simple ? [] : inputs),
    ...lines,
    ...(asIs ? [] : [`out = ${join(parts)}`]),
  ];
}
