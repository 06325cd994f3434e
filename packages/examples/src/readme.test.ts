/** What the project's README shows is what the compiler takes and prints. */
import { readFileSync } from 'node:fs';
import { compileModel, parseCell, printCell, shelves } from '@cellc/compiler';
import { expect, test } from 'vitest';
import { folder } from './build.ts';

const readme = readFileSync(new URL('../../README.md', folder), 'utf8');
const model = readFileSync(new URL('sunspots/sunspots.model.json', folder), 'utf8');

/** The code block that begins with the given text. */
function block(start: string): string {
  const found = [...readme.matchAll(/^```\w*\n(.*?)^```$/gms)].find(([, text]) => text!.startsWith(start));
  if (!found) throw new Error(`the README has no block that begins with ${start}`);
  return found[1]!;
}

test('the equations are those of the shipped cell', () => {
  const shipped = parseCell({ name: 'lstm', text: shelves.cell.texts.lstm! });
  expect(block('cell lstm')).toBe(printCell({ ...shipped, doc: '' }));
});

test('the spec is the demo’s', () => {
  const { $schema, ...spec } = JSON.parse(model);
  expect(JSON.parse(block('{'))).toEqual(spec);
});

test('the kernel is what the spec compiles to', () => {
  const code = compileModel({ name: 'sunspots.model.json', text: model }).code.split('\n');
  const shown = block('function')
    .split('\n')
    .filter((line) => line.trim() !== '…');
  for (const line of shown) expect(code).toContain(line);
});

test('the error message is the compiler’s', () => {
  const text = ['cell my(x: I) -> h: H', '', 'z = sigmod(W_z @ x + U_z @ h[t-1])', 'h = z * tanh(W_n @ x)', ''].join(
    '\n',
  );
  const compile = () =>
    compileModel(
      { name: 'my', input: 1, layers: [{ cell: './my.cell', size: 2 }] },
      { files: new Map([['./my.cell', text]]) },
    );
  expect(compile).toThrow(block('E_UNKNOWN_FUNCTION').trimEnd());
});
