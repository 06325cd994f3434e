import { compileModel, scheduleFor } from '@cellc/compiler';
import { expect, test } from 'vitest';
import { modeName, modeOf, modes, sameMode, scheduleName, schedulesFor } from './variants.ts';

const base = scheduleFor('wasm');

test('schedules: every one of the levels once, the default first', () => {
  const all = schedulesFor('wasm', base, false);
  expect(all).toHaveLength(3 * 3 * 4);
  expect(all[0]).toEqual(base);
  expect(new Set(all.map((schedule) => JSON.stringify(schedule))).size).toBe(all.length);
  expect(all).toContainEqual({ ...base, tile: 16, unroll: 4, rows: 8 });
  // A default beyond the levels is one more.
  const beyond = { ...base, tile: 32 };
  expect(schedulesFor('wasm', beyond, false)).toHaveLength(37);
});

test('in a hurry, schedules change one field', () => {
  const few = schedulesFor('js', scheduleFor('js'), true);
  expect(few.map((schedule) => scheduleName(schedule, scheduleFor('js')))).toEqual([
    'default',
    'tile 4',
    'tile 16',
    'unroll 2',
    'unroll 4',
    'rows 1',
    'rows 4',
  ]);
});

test('names of schedules and modes', () => {
  expect(scheduleName({ ...base, tile: 16, unroll: 2 }, base)).toBe('tile 16, unroll 2');
  expect(Object.values(modes).flat().map(modeName)).toEqual([
    ...['js', 'js f64', 'wasm', 'wasm fast', 'wasm relaxed', 'wasm fast relaxed'],
  ]);
});

test('the mode of a compilation: what a target ignores does not count', () => {
  expect(modeName(modeOf({ precision: 'f64', accuracy: 'fast', relaxed: true }, 'js'))).toBe('js f64');
  expect(modeName(modeOf({ accuracy: 'fast', relaxed: true }, 'wasm'))).toBe('wasm fast relaxed');
  for (const target of ['js', 'wasm'] as const) expect(sameMode(modeOf({}, target), modes[target][0])).toBe(true);
});

test('the compiler follows every schedule', () => {
  const spec = { name: 'm', input: 2, layers: [{ cell: 'rnn', size: 3 }] } as const;
  for (const target of ['js', 'wasm'] as const)
    for (const schedule of schedulesFor(target, scheduleFor(target), true))
      expect(compileModel(spec, { target, schedule }).lowered.schedule).toEqual(schedule);
});
