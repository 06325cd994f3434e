/** Relaxed SIMD, which some engines have behind a flag alone. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const FLAG = '--experimental-wasm-relaxed-simd';

/** (module (func (result v128) f32x4.relaxed_madd of three vectors of zeros)) */
const zeros = [0x41, 0, 0xfd, 15];
const module = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 5, 1, 0x60, 0, 1, 0x7b],
  ...[3, 2, 1, 0],
  ...[10, 19, 1, 17, 0, ...zeros, ...zeros, ...zeros, 0xfd, 0x85, 2, 0x0b],
]);

/** What this engine has to be started with: nothing where it has relaxed SIMD anyway, undefined where it has none. */
export async function relaxedFlags(): Promise<readonly string[] | undefined> {
  if (WebAssembly.validate(module)) return [];
  const program = `process.exitCode = WebAssembly.validate(Uint8Array.of(${module})) ? 0 : 1`;
  try {
    await promisify(execFile)(process.execPath, [...process.execArgv, FLAG, '-e', program]);
    return [FLAG];
  } catch {
    // An engine that does not know the flag ends at once.
    return undefined;
  }
}
