import { expect, test } from 'vitest';
import { commands } from './main.ts';
import { common } from './options.ts';
import { folder } from './testing.ts';

test('help lists the commands, and each command’s help every option and exit code', async () => {
  const { cellc } = await folder();
  const { code, out } = await cellc('--help');
  expect(code).toBe(0);
  for (const command of commands) {
    expect(out).toContain(`  ${command.name} `);
    const help = await cellc(command.name, '--help');
    expect(help.code).toBe(0);
    expect(help.out).toContain(command.about);
    for (const option of Object.keys({ ...command.options, ...common })) expect(help.out).toContain(`\n  --${option} `);
    for (const exit of ['0', '1', '2']) expect(help.out).toMatch(new RegExp(`\\n  ${exit}  \\w`));
    expect(Math.max(...help.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  }
});

test('--version', async () => {
  const { cellc } = await folder();
  expect(await cellc('--version')).toEqual({ code: 0, out: '0.1.0\n', err: '' });
});

test.each([
  [
    [],
    'E_OPTION: there is no command\nhint: commands: compile, explain, check, train, run, generate, import, cells; cellc --help says more\n',
  ],
  [['explian'], "E_OPTION: unknown command 'explian'\nhint: did you mean 'explain'?\n"],
  [['compile'], 'E_OPTION: there is no spec to compile\nhint: write cellc compile model.json\n'],
  [['compile', 'm.json', '--targt', 'js'], "E_OPTION: unknown option '--targt'\nhint: did you mean '--target'?\n"],
  [
    ['compile', 'm.json', '-x'],
    "E_OPTION: unknown option '-x'\nhint: options: --out, --target, --wasm-file, --accuracy, --relaxed, --precision, --inference, --no-types, --json, --help\n",
  ],
  [
    ['compile', 'm.json', '--target', 'c'],
    'E_OPTION: --target c is not possible\nhint: it takes js, wasm, js,wasm, gpujs\n',
  ],
  [
    ['compile', 'm.json', '--precision', 'f46'],
    "E_OPTION: --precision f46 is not possible\nhint: did you mean 'f64'?\n",
  ],
  [['compile', 'm.json', '--out'], 'E_OPTION: --out needs a value\nhint: write --out DIR\n'],
  [['compile', 'm.json', '--inference=yes'], "E_OPTION: --inference takes no value, but 'yes' is given\n"],
  [['explain', 'lstm', '--size', '0'], "E_OPTION: --size is '0', not a whole number from 1 on\n"],
  [
    ['check', 'lstm', '--constructor'],
    "E_OPTION: unknown option '--constructor'\nhint: options: --size, --input, --seed, --json, --help\n",
  ],
  [['check', 'lstm', 'gru'], 'E_OPTION: check takes one spec or cell, not 2\n'],
  [
    ['train', 'm.json'],
    'E_OPTION: train takes a spec and a data file, not 1\nhint: write cellc train model.json data.csv\n',
  ],
  [['train', 'm.json', 'd.csv', '--lr', 'fast'], "E_OPTION: --lr is 'fast', not a number from 0 on\n"],
  [
    ['run', 'm.json'],
    'E_OPTION: run takes a spec, weights and a data file, not 1\nhint: write cellc run model.json model/weights.safetensors data.csv\n',
  ],
  [
    ['generate', 'm.json'],
    'E_OPTION: generate takes a spec and weights, not 1\nhint: write cellc generate model.json model/weights.safetensors\n',
  ],
])('wrong usage: cellc %j', async (args, err) => {
  const { cellc } = await folder();
  expect(await cellc(...args)).toEqual({ code: 2, out: '', err });
});

test('errors of usage as JSON', async () => {
  const { cellc } = await folder();
  const { code, out, err } = await cellc('compile', '--targt', 'js', '--json');
  expect({ code, err }).toEqual({ code: 2, err: '' });
  expect(JSON.parse(out)).toEqual({
    error: { code: 'E_OPTION', message: "unknown option '--targt'", hint: "did you mean '--target'?" },
  });
});

test('cells', async () => {
  const { cellc } = await folder();
  const list = (await cellc('cells')).out;
  expect(list).toMatch(
    /^cells\n(.|\n)*\n {2}lstm +Long short-term memory with a forget gate\n(.|\n)*\nlosses\n(.|\n)*\noptimizers\n/,
  );
  expect((await cellc('cells', 'lstm')).out).toContain('\nc = f * c[t-1] + i * g\n');
  expect(JSON.parse((await cellc('cells', 'mse', '--json')).out)).toMatchObject({ name: 'mse', kind: 'loss' });
  expect(await cellc('cells', 'lsmt')).toMatchObject({
    code: 1,
    err: "E_UNKNOWN_CELL: nothing shipped is called 'lsmt'\nhint: did you mean 'lstm'?\n",
  });
  expect((await cellc('cells', '__proto__')).code).toBe(1);
});
