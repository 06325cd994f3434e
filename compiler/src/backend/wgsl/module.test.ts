import { expect, test } from 'vitest';
import { compileModel } from '../../compile.ts';
import { shelves } from '../../model/library.ts';

const compile = (cell: string, training: boolean, size = 4) =>
  compileModel(
    {
      name: 'm',
      input: 3,
      layers: [{ cell, size, ...(cell === 'lstm_projected' && { sizes: { P: 2 } }) }],
      loss: 'mse',
      optimizer: 'adam',
    },
    { target: 'webgpu', training },
  ).builds[0].code;

/** The text of one shader. */
const shader = (text: string, name: string): string => text.slice(text.indexOf(`fn ${name}(`)).split('\n}\n')[0]!;

test.each(Object.keys(shelves.cell.texts))('%s runs all time steps in one dispatch', (cell) => {
  const { text, dispatches = {} } = compile(cell, false);
  const loops = dispatches.forward!.filter(({ kernel }) => shader(text, kernel).includes('steps'));
  expect(loops).toEqual([{ kernel: `${cell}1_forward`, x: [{ of: 'B', by: 1 }], y: [] }]);
  expect(text.replace(/\/\/.*/g, '')).not.toContain('$');
});

test('threads share units, and wait for the state before and after it is replaced', () => {
  const { text } = compile('rnn', false, 40);
  const lines = shader(text, 'rnn1_forward')
    .split('\n')
    .map((line) => line.trim());
  const loop = lines.slice(lines.findIndex((line) => line.startsWith('for (var t')));
  expect(loop.filter((line) => /^for \(var j|Barrier/.test(line))).toEqual([
    'for (var j: i32 = lane; j < 40; j += 64) {',
    'storageBarrier(); workgroupBarrier();',
    'for (var j: i32 = lane; j < 40; j += 64) {',
    'storageBarrier(); workgroupBarrier();',
    'storageBarrier(); workgroupBarrier();',
  ]);
});

test('with a history no state is replaced: threads wait once a time step', () => {
  const { text } = compile('rnn', true, 40);
  const loop = shader(text, 'rnn1_forward').split('for (var t')[1]!;
  expect(loop.split('\n    }\n')[0]!.match(/storageBarrier/g)).toHaveLength(1);
});

test('names that WGSL keeps for itself are spelled otherwise', () => {
  const cell = ['cell c(x: I) -> h: H', 'filter = W @ x + self * h[t-1]', 'h = tanh(filter)'];
  const { text } = compileModel({ name: 'm', input: 2, layers: [{ cell, size: 3 }] }, { target: 'webgpu' }).builds[0]
    .code;
  expect(text).not.toMatch(/\b(let|var) (filter|self|active|target)\b/);
});
