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
  expect(loops).toEqual([{ kernel: `${cell}1_forward`, x: [{ of: 'B', by: expect.any(Number) }] }]);
  expect(text.replace(/\/\/.*/g, '')).not.toContain('$');
});

/** The text of the loop over time that sequences go through together. */
const timeLoop = (text: string, name: string): string =>
  /^( +)for \(var t: [\s\S]*?\n\1\}/m.exec(shader(text, name))![0];

test.each([
  ['of what it replaces', false],
  ['beside a history', true],
])('states lie in memory that threads share: they wait once a time step, %s', (_, training) => {
  const { text } = compile('lstm', training, 40);
  const loop = timeLoop(text, 'lstm1_forward');
  expect(loop.match(/for \(var j.*|.*Barrier.*/g)!.map((line) => line.trim())).toEqual([
    'for (var j: i32 = lane; j < 40; j += 64) {',
    'workgroupBarrier();',
  ]);
  const states = loop.match(/\w+\[lstm1_(forward_lstm1_)?[hc] /g)!;
  const stored = training ? ['m[lstm1_h ', 'm[lstm1_c '] : [];
  expect([...new Set(states)].sort()).toEqual(
    ['lstm1_forward_shared[lstm1_forward_lstm1_h ', 'lstm1_forward_shared[lstm1_forward_lstm1_c ', ...stored].sort(),
  );
});

test('as many sequences share the weights they read as have room for their states', () => {
  const sequences = (size: number) => compile('lstm', false, size).dispatches!.forward![1]!.x;
  expect(sequences(64)).toEqual([{ of: 'B', by: 4 }]);
  expect(sequences(512)).toEqual([{ of: 'B', by: 2 }]);
  expect(sequences(1024)).toEqual([{ of: 'B', by: 1 }]);
});

test('names that WGSL keeps for itself are spelled otherwise', () => {
  const cell = ['cell c(x: I) -> h: H', 'filter = W @ x + self * h[t-1]', 'h = tanh(filter)'];
  const { text } = compileModel({ name: 'm', input: 2, layers: [{ cell, size: 3 }] }, { target: 'webgpu' }).builds[0]
    .code;
  expect(text).not.toMatch(/\b(let|var) (filter|self|active|target)\b/);
});
