/** A helper of the host: it moves rows between batch-first and time-major order, at the speed of vectors. */
import type { Func, Instr } from './instructions.ts';

const get = (local: string): Instr => ['local.get', local];
const advance = (local: string, by: Instr): Instr[] => [get(local), by, ['i32.add'], ['local.set', local]];

/** Copies `by` bytes while so many are left of the row, of which `at` are done. */
const copyWhile = (by: number, load: Instr, store: Instr): Instr[] => [
  ['block'],
  ['loop'],
  ...[get('bytes'), get('at'), ['i32.sub'] as const, ['i32.const', by] as const, ['i32.lt_s'] as const],
  ['br_if', 1],
  ...[get('to'), get('at'), ['i32.add'] as const, get('from'), get('at'), ['i32.add'] as const, load, store],
  ...advance('at', ['i32.const', by]),
  ['br', 0],
  ['end'],
  ['end'],
];

export const copyRows: Func = {
  name: 'copyRows',
  doc: ['Copies rows of so many bytes, which begin `fromStep` and `toStep` bytes apart.'],
  params: ['to', 'toStep', 'from', 'fromStep', 'bytes', 'rows'],
  locals: new Map([['at', 'i32']]),
  code: [
    ['block'],
    ['loop'],
    ...[get('rows'), ['i32.eqz'] as const, ['br_if', 1] as const],
    ...[['i32.const', 0] as const, ['local.set', 'at'] as const],
    ...copyWhile(16, ['v128.load', 0], ['v128.store', 0]),
    ...copyWhile(4, ['v128.load32_zero', 0], ['v128.store32_lane', 0, 0]),
    ...advance('to', get('toStep')),
    ...advance('from', get('fromStep')),
    ...advance('rows', ['i32.const', -1]),
    ['br', 0],
    ['end'],
    ['end'],
  ],
};
