/** Errors show what files hold: in short, and printable. */
import { expect, test } from 'vitest';
import { CellcError } from './error.ts';

test('a long line is shown around the caret, without control characters', () => {
  const text = `${'a'.repeat(300)}\u0000\u001b[2J${'b'.repeat(300)}`;
  const place = { source: { name: 'f', text }, span: { start: 300, end: 301 } };
  const lines = new CellcError('E_SYNTAX', 'odd', { place }).message.split('\n');
  expect(lines[1]).toBe(' --> f:1:301');
  expect(lines[3]).toBe(`1 | …${'a'.repeat(80)}��[2J${'b'.repeat(75)}…`);
  expect(lines[4]).toBe(`  | ${' '.repeat(81)}^`);
});

test('a reason that quotes a file is cut, and printable', () => {
  const { reason } = new CellcError('E_FILE', `it holds \u0007${'x'.repeat(10_000)}`);
  expect(reason).toMatch(/^it holds �x+…$/);
  expect(reason.length).toBeLessThan(4100);
});
