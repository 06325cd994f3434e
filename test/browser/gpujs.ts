/** Models on gpu.js in a page, in each of its modes: what runs them, many runs, lost devices, and what is refused. */
import { modes } from '@cellc/runtime/gpujs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Pages } from './pages.ts';
import { isWhole } from './suites.ts';

type Counts = Readonly<Record<string, number>>;

interface Findings {
  readonly executor: { readonly mode: string; readonly kind: string };
  readonly before: Counts;
  readonly held: Counts;
  readonly after: Counts;
  readonly left: Counts;
  readonly sizes: readonly [Counts, Counts];
  readonly perRun: number;
  readonly repeats: boolean;
  readonly lost: readonly string[];
  readonly restored: boolean;
  readonly destroyed: string;
}

/** gpu.js runs a pipeline as one program where it can. */
const kinds = { webgpu: /^fused-encoder$/, webgl2: /^generic$/, webasm: /^fused-/, cpu: /^generic$/ };

const again = 'hint: load the module again, with the weights that params() or save() of this model give';
const lost = {
  webgpu: expect.stringMatching(
    new RegExp(`^E_DEVICE: the device of model small was lost: .*\n${again.replace(/[()]/g, '\\$&')}$`),
  ),
  webgl2: `E_DEVICE: the device of model small was lost: WebGL lost its context\n${again}`,
  webasm: '',
  cpu: '',
};

export function testGpuJs({ name, inPage }: Pages): void {
  describe('gpu.js', () => {
    let there: readonly string[] = [];

    beforeAll(async () => {
      ({ there } = await inPage<{ there: string[] }>('open', 'executors'));
    });

    const runs = isWhole ? 10_000 : 40;
    test.for(modes)(
      `%s: ${runs} runs leave nothing behind, and a lost device is an error`,
      { timeout: 3_600_000 },
      async (mode, context) => {
        if (!there.includes(`gpujs ${mode}`)) return context.skip(`${name} has no ${mode}`);
        // More sizes than a model keeps plans for.
        const manySizes = isWhole ? 9 : 0;
        const found = await inPage<Findings>('open', 'gpujs', { mode, runs, manySizes });
        expect(found.executor).toMatchObject({ mode, kind: expect.stringMatching(kinds[mode]) });
        expect(found.after).toEqual(found.held);
        expect(found.sizes[1]).toEqual(found.sizes[0]);
        expect(found.left).toEqual(found.before);
        if (isWhole) expect(found.perRun).toBeLessThan(64);
        expect(found).toMatchObject({ repeats: true, restored: true, lost: [lost[mode], lost[mode]] });
        expect(found.destroyed).toMatch(/^E_DEVICE: the device of model small was (given up|lost)/);
      },
    );
  });
}
