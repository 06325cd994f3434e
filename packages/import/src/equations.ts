/** The cell of values that are written out: an equation a line, and what only one other value reads within that. */
import type { Tensor } from '@cellc/runtime';
import { cellName, join, layerName, locator, type Written } from './layout.ts';
import {
  type Argument,
  isSource,
  type Layout,
  type Loop,
  paramName,
  type Source,
  sizeOf,
  type Value,
  whole,
} from './net.ts';
import { applied } from './recurrent.ts';
import { zeros } from './tensors.ts';
import { put } from './text.ts';

/**
 * @param needed what the layer's output is to hold
 * @param loose the names of states whose size follows from no equation
 */
export function writtenOut(
  values: readonly Value[],
  layout: Layout,
  needed: Source,
  loop: Loop | undefined,
  loose: ReadonlySet<string>,
): Written {
  // Of a loop nothing may be read but what it ends with.
  const shown = needed.length > 0 ? needed : values.slice(-1).flatMap(whole);
  const states = stateNames(values, loop);
  const params = new Map<string, Tensor>();
  const taken = new Set([...values.map((value) => value.name), ...states.values(), 'x', 'y', 't']);
  const free = (wanted: string): string => {
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted}${n}`;
    taken.add(name);
    return name;
  };
  const own = (wanted: string, tensor: Tensor): string => {
    const name = free(paramName(wanted));
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
      const filled = expression === undefined ? undefined : put(template, i, expression);
      if (filled !== undefined && shorter(filled)) return filled;
      if (expression !== undefined) lines.push(`${known.get(only!)} = ${expression}`);
      return put(template, i, reader.argument(of));
    });
    known.set(value, name);
    const activation = make.kind === 'dense' ? make.activation : undefined;
    if (activation) lines.push(...applied(name, activation.text, text, () => free(`${name}_in`)));
    else if (once.has(value)) inner.set(value, text);
    else lines.push(`${name} = ${text}`);
  }
  for (const { previous, next } of loop?.states ?? []) {
    const name = states.get(previous)!;
    if (name === previous.name) lines.push(`${name} = ${reader.source(next)}`);
    if (!loose.has(previous.name)) continue;
    // A vector of zeros says how many elements the state has.
    const tied = `{0} + ${own('zero', zeros([previous.size]))}`;
    const at = lines.findIndex((line) => line.startsWith(`${name} = `));
    lines[at] = `${name} = ${put(tied, 0, lines[at]!.slice(`${name} = `.length))}`;
  }
  const declared = [...params].map(
    ([name, { shape }]) => `param ${name}${shape.length > 0 ? `: [${shape.join(', ')}]` : ''}`,
  );
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
    const product = fill(`${own(make.names?.W ?? `W_${name}`, make.W)} @ {0}`, 0, make.input);
    return make.b ? `${product} + ${own(make.names?.b ?? `b_${name}`, make.b)}` : product;
  }
  if (make.kind !== 'point') return '';
  const params = make.params.map(({ name: hint = 'w', tensor }) => own(hint, tensor));
  const text = make.text.replace(/\{p(\d+)\}/g, (_, i) => params[Number(i)]!);
  return make.args.reduce((template, of, i) => fill(template, i, of), text);
}
