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
  const sequences = (size: number) => compile('lstm', false, size).dispatches!.forward!.at(-1)!.x;
  expect(sequences(64)).toEqual([{ of: 'B', by: 4 }]);
  expect(sequences(512)).toEqual([{ of: 'B', by: 2 }]);
  expect(sequences(1024)).toEqual([{ of: 'B', by: 1 }]);
});

const lstm = (input: number, size: number, training = true) =>
  compileModel(
    { name: 'm', input, layers: [{ cell: 'lstm', size }], loss: 'mse', optimizer: 'adam' },
    { target: 'webgpu', training },
  ).builds[0].code;

test('the backward pass takes as many dispatches as the forward pass; with few inputs one is all of a sequence', () => {
  const count = (input: number, entry: string, training?: boolean) =>
    lstm(input, 40, training).dispatches![entry]!.map(({ kernel }) => kernel);
  expect(count(10, 'forward')).toEqual(['lstm1_turned_and_lstm1_hoisted', 'lstm1_forward']);
  expect(count(10, 'backward')).toEqual(['lstm1_backward', 'lstm1_gradients']);
  expect(count(10, 'forward', false)).toEqual(['lstm1_hoisted', 'lstm1_forward']);
  expect(count(4, 'forward', false)).toEqual(['lstm1_forward']);
});

test.each([
  ['hoisted products', 'lstm1_turned_and_lstm1_hoisted', 4 + 4],
  ['weight gradients', 'lstm1_gradients', 4 + 4],
])('%s go in tiles, of which neighbouring threads load neighbours', (_, name, loads) => {
  const text = shader(lstm(64, 128).text, name);
  const sum = /for \(var chunk[\s\S]*?for \(var round/.exec(text)![0];
  const indices = [...sum.matchAll(/tile_shared\[\d+ \+ slow \* 17 \+ fast\] = m\[([^\]]*)\]/g)].map(
    ([, index]) => index!,
  );
  expect(indices).toHaveLength(loads);
  // The name that `fast` stands in has no factor.
  const fast = [...sum.matchAll(/let (\w+): i32 = min\(\w+ \+ fast/g)].map(([, name]) => name!);
  for (const index of indices) expect(fast.some((name) => new RegExp(`\\b${name}\\b(?! \\*)`).test(index))).toBe(true);
});

test('weights are copied to where threads share memory if all of a pack fits, and read by neighbours if not', () => {
  const small = timeLoop(lstm(10, 20, false).text, 'lstm1_forward');
  expect(small).toMatch(/lstm1_forward_shared\[lstm1_forward_weights \+ j \+ k \* 80\]/);
  const large = timeLoop(lstm(10, 100, false).text, 'lstm1_forward');
  expect(large).toMatch(/ m\[j \+ k \* 400 \+ \d+\]/);
  expect(timeLoop(lstm(10, 100).text, 'lstm1_backward')).toMatch(/ m\[j \+ k \* 100 \+ \d+\]/);
});

test.each([20, 250, 1000])('threads share no more memory than every device has: %i units', (size) => {
  const arrays = lstm(7, size).text.matchAll(/^var<workgroup> \w+: array<f32, (\d+)>/gm);
  // Sums over threads need an array of their own beside another.
  const most = Math.max(...[...arrays].map(([, elements]) => Number(elements)));
  expect(4 * (most + 256)).toBeLessThanOrEqual(16384);
});

test('names that WGSL keeps for itself are spelled otherwise', () => {
  const cell = ['cell c(x: I) -> h: H', 'filter = W @ x + self * h[t-1]', 'h = tanh(filter)'];
  const { text } = compileModel({ name: 'm', input: 2, layers: [{ cell, size: 3 }] }, { target: 'webgpu' }).builds[0]
    .code;
  expect(text).not.toMatch(/\b(let|var) (filter|self|active|target)\b/);
});
