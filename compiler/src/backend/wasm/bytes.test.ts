import { expect, test } from 'vitest';
import { float, hexadecimal, signed, unsigned } from './bytes.ts';

test('unsigned LEB128 at the edges of its bytes', () => {
  expect(unsigned(0)).toEqual([0]);
  expect(unsigned(127)).toEqual([0x7f]);
  expect(unsigned(128)).toEqual([0x80, 0x01]);
  expect(unsigned(16383)).toEqual([0xff, 0x7f]);
  expect(unsigned(16384)).toEqual([0x80, 0x80, 0x01]);
  // The example of the DWARF standard, and the largest offset.
  expect(unsigned(624485)).toEqual([0xe5, 0x8e, 0x26]);
  expect(unsigned(2 ** 32 - 1)).toEqual([0xff, 0xff, 0xff, 0xff, 0x0f]);
});

test('signed LEB128 at the edges of its bytes', () => {
  expect(signed(0)).toEqual([0]);
  expect(signed(-1)).toEqual([0x7f]);
  expect(signed(63)).toEqual([0x3f]);
  expect(signed(64)).toEqual([0xc0, 0x00]);
  expect(signed(-64)).toEqual([0x40]);
  expect(signed(-65)).toEqual([0xbf, 0x7f]);
  expect(signed(-123456)).toEqual([0xc0, 0xbb, 0x78]);
  expect(signed(2 ** 31 - 1)).toEqual([0xff, 0xff, 0xff, 0xff, 0x07]);
  expect(signed(-(2 ** 31))).toEqual([0x80, 0x80, 0x80, 0x80, 0x78]);
});

test('single-precision numbers', () => {
  expect(float(1)).toEqual([0, 0, 0x80, 0x3f]);
  expect(float(-0)).toEqual([0, 0, 0, 0x80]);
});

test('bytes as text', () => {
  expect(hexadecimal(Uint8Array.of(0, 15, 16, 255))).toBe('000f10ff');
});
