/** Models on WebGPU in a page: errors, lost devices, many runs, and pages without it. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Pages } from './pages.ts';
import { isWhole } from './suites.ts';

const lost =
  /^E_DEVICE: the GPU device of model gpu was lost: .*\nhint: load the module again, with the weights that params\(\) or save\(\) of this model give$/;

interface GpuFindings {
  readonly host: string;
  readonly buffersPerRun: number;
  readonly repeats: number;
  readonly falls: boolean;
  readonly errors: Readonly<Record<string, string>>;
  readonly reloaded: number;
  readonly destroyed: string;
  readonly fallback: { readonly host: string; readonly warnings: readonly string[]; readonly off: number };
  readonly without: string;
}

export function testWebGpu({ name, found: page, inPage }: Pages): void {
  describe('webgpu', () => {
    beforeAll(() => {
      if (!page().adapter) console.warn(`SKIPPED: nothing is tested on WebGPU, of which ${name} has no adapter`);
    });

    test('a lost device, too large batches, many runs, and pages without a GPU', async (context) => {
      const { adapter } = page();
      if (!adapter) return context.skip('no WebGPU adapter');
      const found = await inPage<GpuFindings>('open', 'gpu', { runs: isWhole ? 10_000 : 100 });
      expect(found.host).toBe(`webgpu ${adapter}`);
      expect(found).toMatchObject({ buffersPerRun: 0, repeats: 0, falls: true, reloaded: 0 });
      expect(found.errors).toEqual({
        step: 'E_UNSUPPORTED: model gpu is on a GPU, which runs whole sequences\nhint: use run, or load from @cellc/runtime a module that is compiled for js or wasm',
        callback: 'E_ORDER: run while this model is being trained\nhint: await the fit before',
        large: expect.stringMatching(
          /^E_MEMORY: this needs a buffer of \d+ bytes, and the device has buffers of \d+\nhint: use smaller batches$/,
        ),
        module: 'E_MODULE: not a module compiled for webgpu: manifest\nhint: compile it with --target webgpu',
        lost: expect.stringMatching(lost),
        lostAgain: expect.stringMatching(lost),
      });
      expect(found.destroyed).toMatch(/^E_DEVICE: the GPU device of model gpu was given up/);
      expect(found.fallback.host).toBe('js');
      expect(found.fallback.off).toBeLessThan(1e-6);
      expect(found.fallback.warnings).toEqual([expect.stringMatching(/E_DEVICE.*\n.*\nrunning without a GPU$/)]);
      expect(found.without).toMatch(/^E_DEVICE: model gpu needs WebGPU, and it is not there\n/);
    });
  });
}
