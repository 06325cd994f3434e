/** From a net to the layers of a spec, their weights, and the names under which callers find the states. */
import { CellcError, type LayerSpec, type ModelSpec, resolveModel } from '@cellc/compiler';
import { unitsOf } from '@cellc/compiler/graph';
import type { Tensor } from '@cellc/runtime';
import { denseOf, unitCell } from './cells.ts';
import { writtenOut } from './equations.ts';
import { refuse } from './error.ts';
import { fuse } from './fuse.ts';
import type { Written } from './layout.ts';
import {
  isSource,
  type Layout,
  type Loop,
  type Make,
  type Net,
  type Part,
  type Source,
  type Value,
  whole,
} from './net.ts';

export interface Lowered {
  readonly spec: ModelSpec;
  /** By the names of the compiled module's parameters. */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** Where the states of a recurrent value, or of a loop, are: `lstm1`, or `lstm1.forward` and `lstm1.backward`. */
  readonly units: ReadonlyMap<string, readonly string[]>;
  /** The names of the values that each layer computes or carries, in order. */
  readonly layers: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** The states of loops, by the names of their values: `cell.h`. */
  readonly states: ReadonlyMap<string, string>;
}

/** Values that one layer computes. */
interface Group {
  readonly values: Value[];
  readonly loop?: Loop;
}

/** @throws E_IMPORT where the equations of loops are no cells of the language */
export function lower(name: string, given: Net): Lowered {
  const loose = new Set<string>();
  for (;;) {
    const lowered = write(name, given, loose);
    if (given.loops.length === 0) return lowered;
    const sizes = statesOf(lowered);
    const more = looseStates(lowered, given, sizes instanceof Map ? sizes : new Map());
    if (more.length === 0) return lowered;
    const known = loose.size;
    for (const state of more) loose.add(state);
    if (loose.size > known) continue;
    return refuse(sizes instanceof Map ? `the state '${more[0]}', of which no equation says the size` : sizes.reason);
  }
}

type Sizes = ReadonlyMap<string, readonly number[]>;

/** The shapes of a spec's states, or why it is none: most likely, a state of which no equation says the size. */
function statesOf({ spec }: Lowered): Map<string, readonly number[]> | CellcError {
  try {
    const units = unitsOf(resolveModel(spec)).flat();
    return new Map(units.flatMap(({ path, step }) => step.states.map((each) => [`${path}.${each.name}`, each.whole])));
  } catch (error) {
    if (error instanceof CellcError) return error;
    throw error;
  }
}

/** The states of loops that have another size in the spec than in the file. */
function looseStates({ states }: Lowered, { loops }: Net, found: Sizes): string[] {
  const all = loops.flatMap((loop) => loop.states.map(({ previous }) => previous));
  const isAsGiven = ({ name, size }: Value): boolean => String(found.get(states.get(name)!)) === String([size]);
  return all.filter((state) => !isAsGiven(state)).map(({ name }) => name);
}

function write(name: string, given: Net, loose: ReadonlySet<string>): Lowered {
  const net = fuse(given);
  const groups = group(net);
  const weights = new Map<string, Tensor>();
  const units = new Map<string, readonly string[]>();
  const states = new Map<string, string>();
  const layers: LayerSpec[] = [];
  const made: Lowered['layers'][number][] = [];
  const names = new Set<string>();
  let layout: Layout = net.values.flatMap((value) => (value.make.kind === 'input' ? whole(value) : []));
  groups.forEach(({ values, loop }, i) => {
    const isLast = i === groups.length - 1;
    const needed = isLast
      ? net.output
      : liveAfter(groups.slice(i + 1), new Set([...layout.map(({ value }) => value), ...values]), net.output);
    const written = layerOf(groups[i]!, layout, needed, loose);
    const layer = claim(written.name, names);
    layers.push({ ...written.layer, name: layer });
    const carried = (loop?.states ?? []).map(({ previous }) => previous);
    made.push({ name: layer, values: [...values, ...carried].map((value) => value.name) });
    for (const [param, tensor] of written.params) weights.set(`${layer}.${param}`, tensor);
    for (const value of values) {
      if (value.make.kind !== 'unit') continue;
      units.set(value.name, value.make.direction === 'both' ? [`${layer}.forward`, `${layer}.backward`] : [layer]);
    }
    for (const [{ name: previous }, state] of written.states ?? []) {
      units.set(previous, [layer]);
      states.set(previous, `${layer}.${state}`);
    }
    layout = written.layout;
  });
  const inputs = net.values.filter(({ make }) => make.kind === 'input');
  const [only] = inputs;
  const input = inputs.length === 1 && isClasses(only!) ? { classes: net.input } : net.input;
  const spec: ModelSpec = { name, input, layers, ...(net.returns === 'last' && { output: 'last' }) };
  return { spec, weights, units, layers: made, states };
}

/** Whether a value has a one among zeros. */
export function isClasses({ make }: Value): boolean {
  return make.kind === 'input' && make.classes === true;
}

/** Values besides the input's features and the states of the step before. */
function computed(net: Net): Value[] {
  return net.values.filter(({ make }) => make.kind !== 'input' && make.kind !== 'previous');
}

/**
 * Recurrent values, and loops, are layers of their own; a dense layer begins one, which the pointwise work after it
 * joins, as it does a loop.
 */
function group(net: Net): Group[] {
  const groups: Group[] = [];
  const loops = new Map(net.loops.flatMap((loop) => loop.values.map((value) => [value, loop] as const)));
  for (const value of computed(net)) {
    const loop = loops.get(value);
    const last = groups.at(-1)?.values;
    const own = loop
      ? groups.find((each) => each.loop === loop)?.values
      : value.make.kind === 'point' && last?.every(({ make }) => make.kind !== 'unit') && last;
    if (own) own.push(value);
    else groups.push({ values: [value], ...(loop && { loop }) });
  }
  for (const loop of net.loops) if (loop.values.length === 0) groups.push({ values: [], loop });
  // The output may be put together of several values, or be a part of one: then a layer does nothing but that.
  const [only] = groups.at(-1)?.values ?? [];
  if (groups.length === 0 || (only?.make.kind === 'unit' && !isWhole(net.output, only))) groups.push({ values: [] });
  return groups;
}

function isWhole(source: Source, value: Value): boolean {
  const [part] = source;
  return source.length === 1 && part!.value === value && part!.from === 0 && part!.to === value.size;
}

/**
 * What is read of all that is known after this group: first what the next layer reads, in its order, so that it may read
 * all of its input as it lies.
 */
function liveAfter(later: readonly Group[], known: ReadonlySet<Value>, output: Source): Source {
  const next = later[0]?.values.slice(0, 1).flatMap(({ make }) => partsOf(make)) ?? [];
  const all = later.flatMap(({ values, loop }) => [
    ...values.flatMap(({ make }) => partsOf(make)),
    ...(loop?.states ?? []).flatMap((state) => state.next),
  ]);
  const reads = [...next, ...all, ...output];
  const live: Part[] = [];
  for (const { value, from, to } of reads) {
    if (!known.has(value)) continue;
    // What is there already is not handed on twice.
    let at = from;
    const there = live.filter((part) => part.value === value).sort((a, b) => a.from - b.from);
    for (const part of [...there, { from: to, to }]) {
      if (at < Math.min(part.from, to)) live.push({ value, from: at, to: Math.min(part.from, to) });
      at = Math.max(at, part.to);
    }
  }
  return joined(live);
}

function partsOf(make: Make): Part[] {
  if (make.kind === 'input' || make.kind === 'previous') return [];
  if (make.kind !== 'point') return [...make.input];
  return make.args.flatMap((arg) =>
    isSource(arg) ? arg : [{ value: arg.scalar, from: arg.index, to: arg.index + 1 }],
  );
}

/** Neighbours that follow each other are one part. */
function joined(parts: readonly Part[]): Part[] {
  const result: Part[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last && last.value === part.value && last.to === part.from)
      result[result.length - 1] = { ...last, to: part.to };
    else result.push(part);
  }
  return result;
}

function layerOf({ values, loop }: Group, layout: Layout, needed: Source, loose: ReadonlySet<string>): Written {
  const [only] = values;
  if (values.length === 1 && !loop && isWhole(needed, only!)) {
    const { make } = only!;
    if (make.kind === 'dense') {
      const dense = denseOf(only!, make, layout);
      if (dense) return dense;
    }
  }
  const unit = values.find(({ make }) => make.kind === 'unit');
  if (unit?.make.kind === 'unit') return unitCell(unit, unit.make, layout, needed);
  return writtenOut(values, layout, needed, loop, loose);
}

function claim(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted}_${n}`;
  taken.add(name);
  return name;
}
