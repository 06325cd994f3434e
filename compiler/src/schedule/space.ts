/** Memory that the threads of a workgroup share while a kernel runs. */
import { type Affine, affine } from '../ir/loop.ts';
import type { Memory } from './memory.ts';

/** Floating-point numbers that every device has room for, but for those that sums over threads need. */
export const sharedSize = 16384 / 4 - 256;

export interface Space {
  /** Where so many elements begin; undefined where there is no room left. */
  claim(name: string, size: number, doc: string): Affine | undefined;
}

export function sharedSpace(memory: Memory): Space {
  let used = 0;
  return {
    claim(wish, size, doc) {
      if (size > sharedSize - used) return undefined;
      const { name } = memory.share(wish, size, used, doc);
      used += size;
      return affine(0, [name, 1]);
    },
  };
}
