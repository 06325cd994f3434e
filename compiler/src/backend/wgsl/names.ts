/** Identifiers of WGSL for the names of the loop IR. */
import type { Program } from '../../ir/loop.ts';
import type { Memory } from '../../schedule/memory.ts';
import { declared, spelling } from '../text/names.ts';
import { helpers, reserved } from './dialect.ts';

/** One spelling for a whole program: names that the language has for itself, or forbids, get a number. */
export function spellingOf({ kernels }: Program, { buffers, locals }: Memory): (name: string) => string {
  const names = [
    ...kernels.map(({ name }) => name),
    ...kernels.flatMap(declared),
    ...[...buffers, ...locals].map(({ name }) => name),
  ];
  const taken = new Set([...reserved, ...Object.keys(helpers)]);
  const isFree = (name: string): boolean => !taken.has(name) && !name.startsWith('__') && name !== '_';
  // What begins like a dollar is spelled anew.
  const marked = (name: string): string => (isFree(name) ? name : `$v$${name.replace(/^_+/, '')}`);
  const spell = spelling(names.map(marked), taken);
  return (name) => (name === 'T' || name === 'B' ? name : spell(marked(name)));
}
