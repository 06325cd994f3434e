import { expect, test } from 'vitest';
import { isSoftware, type Machine, missing } from './machine.ts';

test.each([
  ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)', true],
  ['google swiftshader', true],
  ['Mesa llvmpipe (LLVM 15.0.6, 256 bits)', true],
  ['Microsoft Basic Render Driver', true],
  ['ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0)', false],
  ['apple metal-3', false],
])('%s is a software renderer: %s', (name, expected) => {
  expect(isSoftware(name)).toBe(expected);
});

test('what a page has not is missing, and the processor never is', () => {
  const bare: Machine = { userAgent: '', cores: 1, isIsolated: false };
  expect(missing(bare, 'processor')).toBeUndefined();
  expect(missing(bare, 'webgl')).toContain('no WebGL2');
  expect(missing(bare, 'webgpu')).toContain('no WebGPU');
  expect(missing({ ...bare, webgl: { name: 'some', isSoftware: false } }, 'webgl')).toBeUndefined();
});
