/**
 * Numbers for locals. Values that are never needed at the same time share one, and the lowest that is free is taken: so
 * code that a kernel repeats for other values becomes the same bytes again, which compress to almost nothing. Engines
 * rename locals anyway.
 */
import { invariant } from '../../error.ts';
import type { Instr } from './instructions.ts';
import type { Func } from './module.ts';

type Type = 'i32' | 'v128';

/** A value of a local: from where it is first set to where it is last read. */
interface Life {
  readonly type: Type;
  readonly scope: Scope;
  readonly first: number;
  last: number;
  number: number;
}

/** A block or a loop. What is first set in it is not read behind its end. */
interface Scope {
  readonly isLoop: boolean;
  readonly depth: number;
  isOpen: boolean;
  /** Lives from before a loop that it reads: the next round needs them, too. */
  readonly carried: Set<Life>;
}

export interface Numbered {
  /** The number of the local that the instruction at this place in the code names. */
  at(place: number): number;
  /** Locals in runs of one type, parameters left out. */
  readonly runs: readonly (readonly [count: number, type: Type])[];
}

/** Kernels have two parameters or none: all locals behind have the same numbers in both. */
const reserved = 2;

export function numberLocals({ params, locals, code }: Func): Numbered {
  const { lives, ends } = livesIn(locals, code);
  const taken: Record<Type, boolean[]> = { i32: [], v128: [] };
  const release = (life: Life, place: number): void => {
    if (life.last === place) taken[life.type][life.number] = false;
  };
  for (let place = 0; place < code.length; place++) {
    const life = lives[place];
    if (life) {
      if (life.first === place) life.number = take(taken[life.type]);
      release(life, place);
    }
    for (const carried of ends.get(place) ?? []) release(carried, place);
  }
  const vectors = taken.v128.length;
  const start = { v128: reserved, i32: reserved + vectors };
  return {
    at(place) {
      const life = lives[place];
      return life ? start[life.type] + life.number : params.indexOf(code[place]![1] as string);
    },
    runs: (
      [
        [reserved - params.length, 'i32'],
        [vectors, 'v128'],
        [taken.i32.length, 'i32'],
      ] as const
    ).filter(([count]) => count > 0),
  };
}

/** The lowest free number. */
function take(taken: boolean[]): number {
  const free = taken.indexOf(false);
  const number = free < 0 ? taken.length : free;
  taken[number] = true;
  return number;
}

/** The life that each instruction names, and those that end with a loop. */
function livesIn(
  locals: Func['locals'],
  code: readonly Instr[],
): { lives: (Life | undefined)[]; ends: Map<number, Set<Life>> } {
  const lives: (Life | undefined)[] = Array(code.length);
  const ends = new Map<number, Set<Life>>();
  const current = new Map<string, Life>();
  const open: Scope[] = [];
  const enter = (isLoop: boolean): void =>
    void open.push({ isLoop, depth: open.length, isOpen: true, carried: new Set() });
  enter(false);
  code.forEach(([op, name], place) => {
    if (op === 'loop' || op === 'block') enter(op === 'loop');
    else if (op === 'end') {
      const scope = open.pop()!;
      scope.isOpen = false;
      for (const life of scope.carried) life.last = place;
      if (scope.carried.size > 0) ends.set(place, scope.carried);
    }
    const type = op.startsWith('local.') ? locals.get(name as string) : undefined;
    if (type === undefined) return;
    let life = current.get(name as string);
    if (!life?.scope.isOpen) {
      invariant(op !== 'local.get', `${name} is read before it is set`);
      life = { type, scope: open[open.length - 1]!, first: place, last: place, number: -1 };
      current.set(name as string, life);
    }
    life.last = place;
    lives[place] = life;
    // The outermost loop that began since.
    for (let depth = life.scope.depth + 1; depth < open.length; depth++)
      if (open[depth]!.isLoop) {
        open[depth]!.carried.add(life);
        break;
      }
  });
  return { lives, ends };
}
