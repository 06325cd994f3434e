/** One layer's text: the cell that computes some values from what the layer before hands over. */
import type { LayerSpec } from '@cellc/compiler';
import type { Tensor } from '@cellc/runtime';
import {
  type Argument,
  isSource,
  type Layout,
  type Loop,
  type Make,
  plainName,
  type Source,
  sizeOf,
  slice,
  type Value,
  whole,
} from './net.ts';
import { applied, equationsOf, parametersOf, type RecurrentCell, shippedCell } from './recurrent.ts';
import { transposed } from './tensors.ts';
import { put } from './text.ts';

export interface Written {
  /** What the layer is called, unless another is. */
  readonly name: string;
  readonly layer: LayerSpec;
  /** By the names of the module's parameters, without the layer's. */
  readonly params: ReadonlyMap<string, Tensor>;
  /** What the layer's output holds. */
  readonly layout: Layout;
  /** What the states of a loop are called. */
  readonly states?: ReadonlyMap<Value, string>;
}

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
export function cellOf(values: readonly Value[], layout: Layout, needed: Source, loop: Loop | undefined): Written {
  const unit = values.find(({ make }) => make.kind === 'unit');
  return unit?.make.kind === 'unit'
    ? unitCell(unit, unit.make, layout, needed)
    : pointCell(values, layout, needed, loop);
}

function unitCell(value: Value, make: Unit, layout: Layout, needed: Source): Written {
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

function pointCell(values: readonly Value[], layout: Layout, needed: Source, loop: Loop | undefined): Written {
  // Of a loop nothing may be read but what it ends with.
  const shown = needed.length > 0 ? needed : values.slice(-1).flatMap(whole);
  const states = stateNames(values, loop);
  const params = new Map<string, Tensor>();
  const taken = new Set([...values.map((value) => value.name), ...states.values()]);
  const own = (hint: string, tensor: Tensor): string => {
    let name = hint;
    for (let n = 2; params.has(name) || taken.has(name); n++) name = `${hint}${n}`;
    params.set(name, tensor);
    return name;
  };
  const known = new Map([...states].map(([previous, name]) => [previous, `${name}[t-1]`]));
  const reader = readerOf(layout, known);
  const lines: string[] = [];
  /** Expressions that stand in the place of the only value that reads them. */
  const inner = new Map<Value, string>();
  const once = readOnce(values, shown, loop);
  for (const value of values) {
    const { name, make } = value;
    const shorter = (text: string): boolean => name.length + text.length < lineLength;
    const text = expressionOf(value, own, (template, i, of) => {
      const only = onlyOf(of);
      const expression = only && inner.get(only);
      const whole = expression === undefined ? undefined : put(template, i, expression);
      if (whole !== undefined && shorter(whole)) return whole;
      if (expression !== undefined) lines.push(`${known.get(only!)} = ${expression}`);
      return put(template, i, reader.argument(of));
    });
    known.set(value, name);
    const activation = make.kind === 'dense' ? make.activation : undefined;
    if (activation) lines.push(...applied(name, activation.text, text));
    else if (once.has(value)) inner.set(value, text);
    else lines.push(`${name} = ${text}`);
  }
  for (const { previous, next } of loop?.states ?? []) {
    const name = states.get(previous)!;
    if (name === previous.name) lines.push(`${name} = ${reader.source(next)}`);
  }
  const declared = [...params].map(([name, { shape }]) => `param ${name}: [${shape.join(', ')}]`);
  const name = loop?.name ?? values.at(-1)?.name ?? 'pick';
  const total = sizeOf(shown);
  const only = onlyOf(shown);
  const output = only && values.includes(only) ? only.name : 'y';
  if (output === 'y') lines.push(`y = ${reader.source(shown)}`);
  return {
    name: layerName(name),
    layer: {
      cell: [`cell ${cellName(name)}(x: ${sizeOf(layout)}) -> ${output}: ${total}`, ...declared, ...lines],
      size: total,
      ...(loop?.direction === 'backward' && { direction: 'backward' as const }),
    },
    params,
    layout: shown,
    states,
  };
}

/** Longer lines are cut where they can be. */
const lineLength = 100;

/** States are called as what they become, where that is a value of its own, and otherwise as what they were. */
function stateNames(values: readonly Value[], loop: Loop | undefined): Map<Value, string> {
  const names = new Map<Value, string>();
  const taken = new Set<Value>();
  for (const { previous, next } of loop?.states ?? []) {
    const value = onlyOf(next);
    const becomes = value !== undefined && !value.scalar && values.includes(value) && !taken.has(value);
    if (becomes) taken.add(value);
    names.set(previous, becomes ? value.name : previous.name);
  }
  return names;
}

/** The value that an argument is all of, if it is. */
function onlyOf(argument: Argument): Value | undefined {
  if (!isSource(argument)) return argument.scalar.scalar ? argument.scalar : undefined;
  const [part, ...more] = argument;
  const isAllOf = part !== undefined && more.length === 0 && part.from === 0 && part.to === part.value.size;
  return isAllOf && !part.value.scalar ? part.value : undefined;
}

/** Values that one other reads, in one place, and all of them: but for functions, which begin a line of their own. */
function readOnce(values: readonly Value[], shown: Source, loop: Loop | undefined): Set<Value> {
  const reads = new Map<Value, number>();
  const note = (argument: Argument, times: number): void => {
    const only = onlyOf(argument);
    if (only) reads.set(only, (reads.get(only) ?? 0) + times);
    else for (const { value } of isSource(argument) ? argument : [{ value: argument.scalar }]) reads.set(value, 2);
  };
  for (const { make } of values) {
    if (make.kind === 'dense') note(make.input, 1);
    if (make.kind === 'point')
      for (const [i, of] of make.args.entries()) note(of, make.text.split(`{${i}}`).length - 1);
  }
  note(shown, 2);
  for (const { next } of loop?.states ?? []) note(next, 2);
  return new Set(
    values.filter((value) => {
      const { make } = value;
      const isFunction =
        make.kind === 'dense' ? make.activation : make.kind === 'point' && typeof make.role === 'object';
      return !isFunction && reads.get(value) === 1;
    }),
  );
}

interface Reader {
  readonly source: (of: Source) => string;
  readonly argument: (of: Argument) => string;
}

/** How a cell reads values: its own by their names, and others where the layer before has put them. */
function readerOf(layout: Layout, known: ReadonlyMap<Value, string>): Reader {
  const inside = locator(layout, 'x');
  const source = (of: Source): string =>
    join(
      of.flatMap((piece) => {
        const name = known.get(piece.value);
        if (name === undefined) return [inside([piece])];
        if (piece.value.scalar) return [`0 * x[0:1] + ${name}`];
        return [piece.from === 0 && piece.to === piece.value.size ? name : `${name}[${piece.from}:${piece.to}]`];
      }),
    );
  const argument = (of: Argument): string => {
    if (isSource(of)) return source(of);
    const scalar = of.scalar.scalar ? known.get(of.scalar) : undefined;
    if (scalar !== undefined) return scalar;
    return `sum(${source([{ value: of.scalar, from: of.index, to: of.index + 1 }])})`;
  };
  return { source, argument };
}

/** What a value is, without the function of a dense layer. */
function expressionOf(
  { name, make }: Value,
  own: (hint: string, tensor: Tensor) => string,
  fill: (template: string, i: number, of: Argument) => string,
): string {
  if (make.kind === 'dense') {
    const product = fill(`${own((make.names?.W ?? `W_${name}`).slice(0, 60), make.W)} @ {0}`, 0, make.input);
    return make.b ? `${product} + ${own((make.names?.b ?? `b_${name}`).slice(0, 60), make.b)}` : product;
  }
  if (make.kind !== 'point') return '';
  const params = make.params.map(({ name: hint = 'w', tensor }) => own(hint, tensor));
  const text = make.text.replace(/\{p(\d+)\}/g, (_, i) => params[Number(i)]!);
  return make.args.reduce((template, of, i) => fill(template, i, of), text);
}

/** How a cell reads what the layer before hands over. */
function locator(layout: Layout, name: string): (of: Source) => string {
  const size = sizeOf(layout);
  return (of) => {
    const ranges: [from: number, to: number][] = [];
    for (const part of of)
      for (const [from, to] of placesOf(part.value, part.from, part.to, layout)) {
        const last = ranges.at(-1);
        if (last && last[1] === from) last[1] = to;
        else ranges.push([from, to]);
      }
    return join(ranges.map(([from, to]) => (from === 0 && to === size ? name : `${name}[${from}:${to}]`)));
  };
}

/** Where elements from..to of a value lie. */
function placesOf(value: Value, from: number, to: number, layout: Layout): [from: number, to: number][] {
  const found: { at: number; place: [number, number] }[] = [];
  let at = 0;
  for (const part of layout) {
    const start = Math.max(from, part.from);
    const end = Math.min(to, part.to);
    if (part.value === value && start < end)
      found.push({ at: start, place: [at + start - part.from, at + end - part.from] });
    at += part.to - part.from;
  }
  return found.sort((a, b) => a.at - b.at).map(({ place }) => place);
}

/** Whether a source is all that the layer before hands over, in that order. */
function isAll(source: Source, layout: Layout): boolean {
  return locator(layout, 'x')(source) === 'x';
}

const join = (parts: readonly string[]): string => (parts.length === 1 ? parts[0]! : `[${parts.join('; ')}]`);

/** Layers are called as their values are, without the underscore that keeps those apart from other names. */
const layerName = (name: string): string => plainName(name).slice(0, 60);
const cellName = (name: string): string => `${name.slice(0, 55)}_cell`;
