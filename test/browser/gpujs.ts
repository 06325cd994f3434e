/** Models on gpu.js in a page, in each of its modes: what runs them, many runs, lost devices, and what is refused. */
import { type Mode, modes } from '@cellc/runtime/gpujs';
import { describe, expect, test } from 'vitest';
import type { Pages } from './pages.ts';
import { isWhole } from './suites.ts';

type Counts = Readonly<Record<string, number>>;

interface Findings {
  readonly executor: { readonly mode: string; readonly kind: string };
  /** What the page holds of the device: without a model, with one, after many runs of it, and when it is given up. */
  readonly before: Counts;
  readonly held: Counts;
  readonly after: Counts;
  readonly left: Counts;
  /** After runs with sequences of many lengths, and after the same once more. */
  readonly sizes: readonly Counts[];
  /** Bytes of the page's own memory. */
  readonly perRun: number;
  readonly repeats: boolean;
  /** How a fit ends whose device is lost on the way, and a run after it. */
  readonly refused: readonly string[];
  /** What is off in a model that is loaded again with the weights that were there. */
  readonly off: number;
  readonly destroyed: string;
  /** Of WebGL, that are still there. */
  readonly contexts: number;
}

interface Found {
  readonly host?: string;
  readonly executor?: { readonly mode: string };
  readonly refused: string;
  readonly warnings: readonly string[];
}

/** gpu.js runs a pipeline as one program where it can. */
const kinds: Readonly<Record<Mode, RegExp>> = {
  webgpu: /^fused-encoder$/,
  webgl2: /^generic$/,
  webasm: /^fused-/,
  cpu: /^generic$/,
};

const lost =
  /^E_DEVICE: the device of model small was lost: .*\nhint: load the module again, with the weights that params\(\) or save\(\) of this model give$/;
const runs = isWhole ? 10_000 : 40;

const links = 'programs that link';

/** A page that lacks something: with the mode that is asked for, what becomes of a model. */
const lacking: readonly (readonly [without: readonly string[], mode: Mode | undefined, found: object])[] = [
  [
    ['webgpu'],
    'webgpu',
    {
      refused:
        'E_DEVICE: model small was to run in the mode webgpu of gpu.js, which is not there\nhint: here are webgl2, webasm, cpu',
      warnings: [],
    },
  ],
  [
    ['webgpu', 'webgl2'],
    undefined,
    {
      host: 'gpujs webasm',
      executor: expect.objectContaining({ mode: 'webasm' }),
      refused: '',
      warnings: ['small: gpu.js finds no GPU here; running in its mode webasm, on the CPU'],
    },
  ],
  [
    ['large textures'],
    'webgl2',
    {
      refused:
        'E_MEMORY: model small: at 5 time steps of 1 sequences the array values has 28 elements, and one in the mode webgl2 of gpu.js has at most 25\nhint: use smaller batches or shorter sequences',
    },
  ],
  [
    [links],
    'webgl2',
    {
      refused: 'E_DEVICE: WebGL failed on forward of model small with error 1282\nhint: load it in another mode',
    },
  ],
];

export function testGpuJs({ name, found: page, inPage }: Pages): void {
  describe('gpu.js', () => {
    test.for(modes)(
      `%s: ${runs} runs leave nothing behind, and a lost device is an error`,
      {
        timeout: 3_600_000,
      },
      async (mode, context) => {
        if (!page().there.includes(`gpujs ${mode}`)) return context.skip(`${name} has no ${mode}`);
        // More sizes than a model keeps plans for.
        const found = await inPage<Findings>('open', 'gpujs', { mode, runs, manySizes: isWhole ? 9 : 0 });
        expect(found.executor).toMatchObject({ mode, kind: expect.stringMatching(kinds[mode]) });
        expect(found.after).toEqual(found.held);
        expect(found.sizes[1]).toEqual(found.sizes[0]);
        expect(found.left).toEqual(found.before);
        // A leak is a tensor a run, at least.
        if (isWhole) expect(found.perRun).toBeLessThan(64);
        expect(found.repeats).toBe(true);
        const isDevice = mode === 'webgpu' || mode === 'webgl2';
        const error = expect.stringMatching(lost);
        expect(found.refused).toEqual(isDevice ? [error, error] : ['']);
        expect(found.off).toBeLessThan(1e-6);
        if (mode === 'webgl2') expect(found.contexts).toBe(0);
        expect(found.destroyed).toMatch(/^E_DEVICE: the device of model small was (given up|lost)/);
      },
    );

    test.for(lacking)('without %o, asked for %s', async ([without, mode, expected], context) => {
      if (!page().there.includes('gpujs webgl2')) return context.skip(`${name} has no webgl2`);
      const breaks = without.includes(links);
      const given = { without: without.filter((what) => what !== links), breaks, mode };
      expect(await inPage<Found>('open', 'gpujs-without', given)).toMatchObject(expected);
    });
  });
}
