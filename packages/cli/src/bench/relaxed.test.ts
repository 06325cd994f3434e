import { expect, test } from 'vitest';
import { relaxedFlags } from './relaxed.ts';

test('relaxed SIMD needs a flag, or none, or this engine does not know it', async () => {
  const flags = await relaxedFlags();
  const hasFlag = Number(process.versions.node.split('.')[0]) < 21;
  expect(flags).toEqual(hasFlag ? ['--experimental-wasm-relaxed-simd'] : []);
});
