/** Leaves out the kernels of an entry that nothing of what it returns depends on. */
import type { Call } from '@cellc/runtime/module';

type Loop = Extract<Call, { down: boolean }>;

/** @returns the calls that are left, and the arrays that they and the results read */
export function prune(calls: readonly Call[], results: readonly string[]): { calls: Call[]; arrays: Set<string> } {
  const arrays = new Set(results);
  const kept: Call[] = [];
  for (const call of [...calls].reverse())
    if ('kernel' in call) {
      if (!arrays.has(call.to)) continue;
      for (const array of call.arrays) arrays.add(array);
      kept.unshift(call);
    } else {
      const loop = pruneLoop(call, arrays);
      if (loop.calls.length > 0) kept.unshift(loop);
    }
  return { calls: kept, arrays };
}

function pruneLoop({ down, calls, carried, kept }: Loop, arrays: Set<string>): Loop {
  const needed = new Set(calls.map(({ to }) => to).filter((to) => arrays.has(`${to}$all`) || arrays.has(`${to}$last`)));
  for (let size = -1; needed.size > size; ) {
    size = needed.size;
    for (const { to, arrays: read } of calls)
      if (needed.has(to)) for (const array of read) needed.add(array.replace(/\$before$/, ''));
  }
  const own = calls.filter(({ to }) => needed.has(to));
  for (const call of own) for (const array of call.arrays) arrays.add(array);
  const carries = carried.filter(({ array }) => needed.has(array));
  const histories = kept.filter(({ array }) => arrays.has(`${array}$all`));
  for (const { initial } of carries) arrays.add(initial);
  return { down, calls: own, carried: carries, kept: histories };
}
