/**
 * One kernel of the loop IR as kernels of gpu.js. Such a kernel is a pure function of arrays that gives one element of one
 * output, so every store becomes a part of an output: a thread computes what its element depends on. Stores that do not
 * read what others of the kernel write share an output, and so a dispatch.
 */
import { type Affine, affine, type Expr, type Kernel, type Stmt } from '../../ir/loop.ts';
import type { Buffer } from '../../schedule/memory.ts';
import { cut } from './cut.ts';
import { type Frame, frameOf, gathered, nested } from './frame.ts';
import { addend, type Found, storesOf, workOf } from './parts.ts';
import { type Dim, type Place, type Portion, spanOf } from './places.ts';
import { renamed } from './rename.ts';
import { loadsOf, mapLoads, type Rounds } from './slice.ts';

/** A read of the device's memory: arrays that have some of its elements, the first that has one first. */
export interface Read {
  readonly place: Place;
  readonly portions: readonly Portion[];
}

/** A part of an output: `value` after `work`, whose loads have the numbers of reads for constants. */
export interface Part {
  readonly work: readonly Stmt[];
  readonly value: Expr;
  readonly loops: readonly { readonly name: string; readonly n: number }[];
  readonly column: number;
  readonly width: number;
  readonly height: number;
  /** Rows that their sequence's end is past keep the state as it was; others have 0. */
  readonly carries: boolean;
}

/** A store's elements, where they came to lie. */
export interface Stored {
  readonly place: Place;
  readonly portion: Portion;
  /** The host adds it to what is there. */
  readonly add: boolean;
  /** Every row has an addend, and all of them are added up. */
  readonly overRows: boolean;
}

/** One output, and so one dispatch. */
export interface Dispatch {
  readonly array: string;
  readonly parts: readonly Part[];
  readonly width: number;
  readonly height: number;
  /** So many columns at the beginning are kept for every time step. */
  readonly kept: number;
  readonly stored: readonly Stored[];
  /** It carries a state's history: which slot is that before the first step. */
  readonly slots: 'first' | 'last' | undefined;
  readonly carries: boolean;
}

export interface LoweredKernel {
  readonly frame: Frame;
  readonly dispatches: readonly Dispatch[];
  readonly reads: readonly Read[];
}

export interface Surroundings {
  readonly find: (index: Affine) => Place;
  /** Where a buffer's elements are before the kernel runs. */
  readonly portions: (buffer: Buffer) => readonly Portion[];
  /** Memory for a value that crosses from one dispatch to the next. */
  readonly scratch: (size: number) => number;
  readonly classes: number;
}

/** A part in the making, with all places that its elements go to. */
interface Draft {
  readonly level: number;
  readonly part: Pick<Part, 'work' | 'value' | 'loops'>;
  readonly targets: Target[];
}

interface Target {
  readonly place: Place;
  readonly strides: readonly number[];
  readonly add: boolean;
  readonly overRows: boolean;
}

/** A load, with what the kernel had written of its place by then. */
interface Load {
  readonly place: Place;
  readonly rounds: Rounds;
  readonly newest: readonly Newest[];
}

/** The elements of a draft that are those of a place, too. */
interface Newest {
  readonly draft: Draft;
  readonly target: Target;
}

const keyOf = ({ buffer, row }: Place): string => `${buffer.name}@${row ?? ''}`;
const isState = ({ buffer: { rows } }: Place): boolean => rows === 'batch' || rows === 'slots';
const isKept = ({ place, overRows }: Target): boolean =>
  overRows || place.buffer.rows === 'steps' || place.buffer.rows === 'slots';

export function lowerKernel(kernel: Kernel, around: Surroundings): LoweredKernel {
  const { find } = around;
  const frame = frameOf(kernel.body, (body) =>
    body.some((stmt) => storesOf(stmt, []).some(({ store }) => isState(find(store.index)))),
  );
  const items = cut(nested(gathered(frame.body, around.classes)), around.scratch);
  const drafts = new Drafts(frame, items, around);
  const before: Stmt[] = [];
  for (const item of items) before.push(drafts.take(item, before));
  return drafts.finish(kernel.name);
}

class Drafts {
  readonly #frame: Frame;
  readonly #around: Surroundings;
  readonly #drafts: Draft[] = [];
  /** The newest elements of each place last, as they were before the statement at hand. */
  #newest: ReadonlyMap<string, readonly Newest[]> = new Map();
  readonly #reads: Load[] = [];
  /** The states that a time step stores, and in which row. */
  readonly #carried: ReadonlyMap<Buffer, Place>;

  constructor(frame: Frame, items: readonly Stmt[], around: Surroundings) {
    this.#frame = frame;
    this.#around = around;
    const places = items.flatMap((stmt) => storesOf(stmt, []).map(({ store }) => around.find(store.index)));
    const states = frame.kind === 'time' ? places.filter(isState) : [];
    this.#carried = new Map(states.map((place) => [place.buffer, place]));
  }

  /** Takes in the stores of a statement. @returns the statement with the numbers of reads in its loads */
  take(item: Stmt, before: readonly Stmt[]): Stmt {
    const [resolved] = mapLoads([item], (index, rounds) => this.#read(index, rounds)) as [Stmt];
    const written = storesOf(item, []);
    const next = new Map(this.#newest);
    const own: Draft[] = [];
    storesOf(resolved, before).forEach((found, i) => {
      const newest = this.#takeStore(found, addend(written[i]!.store) !== undefined, own);
      const key = keyOf(newest.target.place);
      next.set(key, [...(next.get(key) ?? []), newest]);
    });
    this.#newest = next;
    return resolved;
  }

  #read(index: Affine, rounds: Rounds): Expr {
    const place = this.#around.find(index);
    this.#reads.push({ place, rounds, newest: this.#newest.get(keyOf(place)) ?? [] });
    return { kind: 'load', index: affine(this.#reads.length - 1, ...place.offset.terms) };
  }

  #takeStore(found: Found, adds: boolean, own: Draft[]): Newest {
    const { store, loops } = found;
    const place = this.#around.find(store.index);
    const isRow = place.row !== undefined || this.#frame.kind === 'none';
    const strides = loops.map(({ name }) => place.offset.terms.find(([term]) => term === name)?.[1] ?? 0);
    // What is added to elements without rows is added up elsewhere; rows read what they add to.
    const isSum = adds && place.row === undefined;
    const target: Target = { place, strides, add: isSum && !this.#frame.isFresh, overRows: isSum && !isRow };
    const value = isSum && store.value.kind === 'op' ? store.value.args[1]! : store.value;
    const part = { work: workOf(found, value), value, loops: loops.map(({ name, to }) => ({ name, n: to as number })) };
    const known = this.#copied(part, target) ?? own.find((draft) => isSame(draft.part, part) && accepts(draft, target));
    if (known) {
      known.targets.push(target);
      return { draft: known, target };
    }
    const sources = loadsOf(part.work, value).flatMap(({ at }) => this.#reads[at]!.newest);
    const draft: Draft = {
      level: 1 + Math.max(-1, ...sources.map(({ draft: { level } }) => level)),
      part,
      targets: [target],
    };
    this.#drafts.push(draft);
    own.push(draft);
    return { draft, target };
  }

  /** The draft that a store only copies. */
  #copied({ work, value: of, loops }: Draft['part'], target: Target): Draft | undefined {
    const [only] = work;
    const value = of.kind === 'ref' && work.length === 1 && only!.kind === 'let' ? only!.value : of;
    if (value.kind !== 'load' || target.add || target.overRows) return undefined;
    const { place, newest } = this.#reads[value.index.at]!;
    const strideOf = (name: string): number => place.offset.terms.find(([term]) => term === name)?.[1] ?? 0;
    const isWhole = ({ draft, target: from }: Newest): boolean =>
      from.place.offset.at === place.offset.at &&
      !from.add &&
      draft.part.loops.length === loops.length &&
      loops.every(({ name, n }, i) => draft.part.loops[i]!.n === n && from.strides[i] === strideOf(name));
    const last = newest.at(-1);
    return last && isWhole(last) && accepts(last.draft, target) ? last.draft : undefined;
  }

  finish(name: string): LoweredKernel {
    const { kind } = this.#frame;
    const count = 1 + Math.max(-1, ...this.#drafts.map(({ level }) => level));
    const columns = new Map<Draft, number>();
    const rows = kind === 'none' ? 'grid' : kind === 'flat' || kind === 'onlyLast' ? 'steps' : 'batch';
    const arrayOf = ({ level }: Draft): string => `${name}$${level}`;
    const levels = Array.from({ length: count }, (_, level) => {
      const own = this.#drafts.filter((draft) => draft.level === level);
      // What is kept for every time step comes first, so that no more is.
      own.sort((a, b) => Number(b.targets.some(isKept)) - Number(a.targets.some(isKept)));
      let width = 0;
      for (const draft of own) {
        columns.set(draft, width);
        width += this.#sizeOf(draft).width;
      }
      return { own, width };
    });
    const portionOf = ({ draft, target }: Newest): Portion => ({
      array: arrayOf(draft),
      rows,
      from: originOf(target),
      dims: this.#dimsOf(draft, target),
      column: columns.get(draft)!,
      shift: 0,
    });
    const dispatches = levels.map(({ own, width }, level): Dispatch => {
      const parts = own.map(
        (draft): Part => ({
          ...renamed(draft.part),
          ...this.#sizeOf(draft),
          column: columns.get(draft)!,
          carries: kind === 'time' && draft.targets.some(({ place }) => isState(place)),
        }),
      );
      const kept = own.filter(({ targets }) => targets.some(isKept));
      const stored = own.flatMap((draft) =>
        draft.targets.map((target): Stored => ({ ...target, portion: portionOf({ draft, target }) })),
      );
      const slot = stored.find(({ place }) => place.buffer.rows === 'slots')?.place.row;
      return {
        array: `${name}$${level}`,
        parts,
        width,
        height: Math.max(1, ...parts.map((part) => part.height)),
        kept: kept.reduce((sum, draft) => sum + this.#sizeOf(draft).width, 0),
        stored,
        slots: slot && (slot === 'p' ? 'first' : 'last'),
        carries: parts.some(({ carries }) => carries),
      };
    });
    return { frame: this.#frame, dispatches, reads: this.#reads.map((read) => this.#resolve(read, portionOf)) };
  }

  #resolve({ place, rounds, newest }: Load, portionOf: (newest: Newest) => Portion): Read {
    const carried = this.#carried.get(place.buffer);
    const fresh = [...newest].reverse().map(portionOf);
    const earlier = (): readonly Portion[] => {
      if (!carried) return this.#around.portions(place.buffer);
      const last = [...(this.#newest.get(keyOf(carried)) ?? [])].reverse().map(portionOf);
      return last.map((portion) => ({ ...portion, array: `${portion.array}$before` }));
    };
    return { place, portions: needed(place.offset, rounds, [...fresh, ...earlier()]) };
  }

  /** Threads of a row are in line; where there are no rows, matrices have theirs. */
  #dimsOf({ part: { loops } }: Draft, { strides }: Target): Dim[] {
    const inner = (i: number): number => loops.slice(i + 1).reduce((product, { n }) => product * n, 1);
    const isMatrix = this.#frame.kind === 'none' && loops.length > 1;
    return loops.map(({ n }, i) => ({
      n,
      by: strides[i]!,
      ...(isMatrix && i === 0 ? { x: 0, y: 1 } : { x: inner(i), y: 0 }),
    }));
  }

  #sizeOf({ part: { loops } }: Draft): { width: number; height: number } {
    const [first, ...others] = loops.map(({ n }) => n);
    const isMatrix = this.#frame.kind === 'none' && others.length > 0;
    const size = [first ?? 1, ...others].reduce((a, b) => a * b, 1);
    return isMatrix ? { width: size / first!, height: first! } : { width: size, height: 1 };
  }
}

/** A row past its sequence's end keeps a state as it was: of two states, one. */
function accepts({ targets }: Draft, { place, add, overRows }: Target): boolean {
  const isAlone = add || overRows || targets.some((target) => target.add || target.overRows);
  return !isAlone && !(isState(place) && targets.some((target) => isState(target.place)));
}

const isSame = (a: Draft['part'], b: Draft['part']): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Loops count from 0. */
const originOf = ({ place }: Target): number => place.offset.at;

/** The portions that have elements of what a load may read; those of the last one are all that is left. */
function needed({ at, terms }: Affine, rounds: Rounds, portions: readonly Portion[]): Portion[] {
  const ends = terms.map(([name, by]) => ((rounds.get(name) ?? 1) - 1) * by);
  const [low, high] = [at, at + ends.reduce((a, b) => a + b, 1)];
  const found: Portion[] = [];
  let missing: readonly (readonly [number, number])[] = [[low, high]];
  for (const portion of portions) {
    const [from, to] = spanOf(portion);
    if (!missing.some(([first, end]) => from < end && to > first)) continue;
    found.push(portion);
    const isDense = portion.dims.reduce((size, { n }) => size * n, 1) === to - from;
    if (isDense)
      missing = missing.flatMap(([first, end]) =>
        (
          [
            [first, Math.min(end, from)],
            [Math.max(first, to), end],
          ] as const
        ).filter(([a, b]) => a < b),
      );
    if (missing.length === 0) break;
  }
  return found;
}
