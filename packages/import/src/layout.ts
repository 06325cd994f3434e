/** What a layer is written as, and where it finds what the layer before hands over. */
import type { LayerSpec } from '@cellc/compiler';
import type { Tensor } from '@cellc/runtime';
import { type Layout, plainName, type Source, sizeOf, type Value } from './net.ts';

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

/** How a cell reads pieces of what it is handed. */
export function locator(layout: Layout, name: string): (of: Source) => string {
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
export function isAll(source: Source, layout: Layout): boolean {
  return locator(layout, 'x')(source) === 'x';
}

export const join = (parts: readonly string[]): string => (parts.length === 1 ? parts[0]! : `[${parts.join('; ')}]`);

/** Layers are called as their values are, without the underscore that keeps those apart from other names. */
export const layerName = (name: string): string => plainName(name).slice(0, 60).replace(/_$/, '');
export const cellName = (name: string): string => `${name.slice(0, 55)}_cell`;
