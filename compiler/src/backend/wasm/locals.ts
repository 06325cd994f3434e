/**
 * Numbers for locals. Values that are never needed at the same time share one, and the lowest that is free is taken: so
 * code that a kernel repeats for other values becomes the same bytes again, which compress to almost nothing. Engines
 * rename locals anyway.
 */
import { invariant } from '../../error.ts';
import type { Func } from './instructions.ts';

type Type = 'param' | 'i32' | 'v128';

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
  /** The number of the local that the instruction at this place in the code names, if it names one. */
  at(place: number): number | undefined;
  /** Locals in runs of one type, parameters left out. */
  readonly runs: readonly (readonly [count: number, type: 'i32' | 'v128'])[];
}

/** Kernels have two parameters or none: all locals behind have the same numbers in both. */
const kernelParams = 2;

export function numberLocals(func: Func): Numbered {
  const uses = usesIn(func);
  const taken: Record<Type, boolean[]> = { param: [], i32: [], v128: [] };
  for (const [place, lives] of uses)
    for (const life of lives) {
      if (life.first === place) life.number = take(taken[life.type]);
      if (life.last === place) taken[life.type][life.number] = false;
    }
  const reserved = Math.max(kernelParams, func.params.length);
  const [vectors, integers] = [taken.v128.length, taken.i32.length];
  const start = { param: 0, v128: reserved, i32: reserved + vectors };
  const runs = [
    [reserved - func.params.length, 'i32'],
    [vectors, 'v128'],
    [integers, 'i32'],
  ] as const;
  return {
    at(place) {
      const life = uses.get(place)?.[0];
      return life && start[life.type] + life.number;
    },
    runs: runs.filter(([count]) => count > 0),
  };
}

/** The lowest free number. */
function take(taken: boolean[]): number {
  const free = taken.indexOf(false);
  const number = free < 0 ? taken.length : free;
  taken[number] = true;
  return number;
}

/** By place in the code: the life that an instruction names, and where a loop ends those that it carries. */
function usesIn({ params, locals, code }: Func): Map<number, readonly Life[]> {
  const uses = new Map<number, readonly Life[]>();
  const open: Scope[] = [];
  const enter = (isLoop: boolean): Scope => {
    const scope = { isLoop, depth: open.length, isOpen: true, carried: new Set<Life>() };
    open.push(scope);
    return scope;
  };
  const whole = enter(false);
  const current = new Map(
    params.map((name, number): [string, Life] => [name, { type: 'param', scope: whole, first: -1, last: -1, number }]),
  );
  for (let place = 0; place < code.length; place++) {
    const [op, name] = code[place] as readonly [string, string];
    if (op === 'loop' || op === 'block') enter(op === 'loop');
    else if (op === 'end') {
      const scope = open.pop()!;
      scope.isOpen = false;
      for (const life of scope.carried) life.last = place;
      if (scope.carried.size > 0) uses.set(place, [...scope.carried]);
    } else if (op === 'local.get' || op === 'local.set' || op === 'local.tee') {
      let life = current.get(name);
      if (!life?.scope.isOpen) {
        invariant(op !== 'local.get', `${name} is read before it is set`);
        life = { type: locals.get(name)!, scope: open[open.length - 1]!, first: place, last: place, number: -1 };
        current.set(name, life);
      }
      life.last = place;
      uses.set(place, [life]);
      // The outermost loop that began since.
      for (let depth = life.scope.depth + 1; depth < open.length; depth++)
        if (open[depth]!.isLoop) {
          open[depth]!.carried.add(life);
          break;
        }
    }
  }
  return uses;
}
