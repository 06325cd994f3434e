import { expect, test } from 'vitest';
import { folder, spec } from './testing.ts';

const stacked = `cell lstm(x: I) -> h: H

i, f, g, o = split(x @ W + h[t-1] @ U + b)
c = sigmoid(f) * c[t-1] + sigmoid(i) * tanh(g)
h = sigmoid(o) * tanh(c)
`;

test('twelve parameters and two stacked matrices become the same code', async () => {
  const { cellc } = await folder({ 'stacked.cell': stacked, 'swapped.cell': stacked.replace('sigmoid(f)', 'tanh(f)') });
  const fingerprint = async (cell: string): Promise<string> =>
    JSON.parse((await cellc('explain', cell, '--stage', 'cost', '--json')).out).fingerprint;
  expect(await fingerprint('stacked.cell')).toBe(await fingerprint('lstm'));
  expect(await fingerprint('swapped.cell')).not.toBe(await fingerprint('lstm'));
  expect(await fingerprint('lstm_coupled')).not.toBe(await fingerprint('lstm'));
});

const stage = async (cell: string, name: string, ...options: string[]): Promise<string> => {
  const { cellc } = await folder();
  return (await cellc('explain', cell, '--size', '4', '--input', '3', '--stage', name, ...options)).out;
};

test('equations and shapes', async () => {
  expect(await stage('indrnn', 'equations')).toMatch(
    /^Equations\nindrnn1\n {2}# Independently(.|\n)*\n {2}h = relu\(W @ x \+ u \* h\[t-1\] \+ b\)\n/,
  );
  expect(await stage('indrnn', 'equations')).toContain('  parameter  W  [H, I]  [4, 3]\n  parameter  u  [H]     [4]\n');
});

test('the graph, and what the passes change', async () => {
  expect(await stage('ugrnn', 'graph')).toContain('  h = g * h[t-1] + (1 - g) * n');
  const passes = await stage('rnn', 'passes');
  expect(passes).toContain(
    '    - h = tanh(W_xh @ x + W_hh @ h[t-1] + b_h)\n    + h = tanh(W_xh @ x + b_h + W_hh @ h[t-1])',
  );
  expect(passes).toContain('    no change');
});

test('the gradient of a step', async () => {
  expect(await stage('rnn', 'gradient')).toBe(`Gradient of one step
rnn1
  d_h = d_y + d_h[t+1]
  d_z_h = d_h * (1 - h * h)
  d_h[t-1] = W_hh' @ d_z_h
  d_x = W_xh' @ d_z_h
  d_W_xh = outer(d_z_h, x)
  d_W_hh = outer(d_z_h, h[t-1])
  d_b_h = d_z_h
  saved by the forward pass: nothing besides states and outputs

${(await stage('rnn', 'gradient')).split('\n').at(-2)}
`);
  expect(await stage('rnn', 'gradient', '--inference')).toContain('none: the module is for inference');
});

test('products of the input are hoisted, weight gradients are deferred', async () => {
  const kernels = await stage('rnn', 'kernels');
  expect(kernels).toContain(
    'forward, before the loop\n    a loop over [4], 4 elements at once, products with x\n      v1 = W_xh @ x + b_h\n',
  );
  expect(kernels).toContain('      z_h = v1 + W_hh @ h[t-1]\n      h = tanh(z_h)\n');
  expect(kernels).toContain('gradients summed over all time steps after the loop\n    d_W_xh = Σ outer(d_z_h, x)\n');
});

test('memory and cost', async () => {
  expect(await stage('rnn', 'memory', '--size', '8')).toMatch(
    /\nparameters +96 +384 B +weights, packed\ngradients +96 +384 B /,
  );
  const [cost] = JSON.parse(await stage('rnn', 'cost', '--json')).layers;
  // Two products, two additions and tanh, which counts as 12, for each of 4 units.
  const flops = 4 * (2 * 3 + 2 * 4 + 2 + 12);
  expect(cost.cost).toMatchObject({ parameters: 32, states: 4, flops, bytes: 4 * (32 + 2 * 4) });
});

test('a spec with layers in both directions, and a pasted LaTeX cell', async () => {
  const { cellc } = await folder({
    'both.json': spec('both', [{ cell: 'gru', size: 2, direction: 'both' }, { dense: 1 }]),
    'paper.tex': 'h_t = \\tanh(W x_t + U h_{t-1} + b)',
  });
  const { out } = await cellc('explain', 'both.json', '--json');
  const { layers, code, memory } = JSON.parse(out);
  expect(layers.map((layer: { name: string }) => layer.name)).toEqual(['gru1.forward', 'gru1.backward', 'dense1']);
  expect(code).toContain('function gru1$forward');
  expect(memory.rows[0]).toMatchObject({ name: 'parameters', rows: 'one' });
  expect((await cellc('explain', 'paper.tex', '--stage', 'graph')).out).toContain('h = tanh(W @ x + U @ h[t-1] + b)');
});

test('neither a cell nor a file', async () => {
  const { cellc } = await folder();
  expect(await cellc('explain', 'lsmt')).toEqual({
    code: 1,
    out: '',
    err: "E_UNKNOWN_CELL: 'lsmt' is neither a shipped cell nor a file (.json, .js, .mjs, .cell, .tex)\nhint: did you mean 'lstm'?\n",
  });
});

test('code in the text format of WebAssembly', async () => {
  const code = await stage('rnn', 'code', '--target', 'wasm');
  expect(code).toMatch(/^Code\n\(module\n {2}\(memory \(export "memory"\) 1\)\n/);
  expect(code).toContain('  (export "step" (func $rnn1_step))\n');
  expect(code).toContain('v128.load32_splat');
});
