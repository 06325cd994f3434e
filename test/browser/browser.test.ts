/** The public API in real browsers: the compiler in a page; modules under strict policies, in workers and worklets. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { load } from '@cellc/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from '../../packages/examples/src/serve.ts';
import { compileFor, type Variant } from '../conformance/network.ts';
import { chooseSeed } from '../random/declare.ts';
import { worstError } from '../support/differences.ts';
import { instantiate } from '../support/instantiate.ts';
import { exerciseCells } from './cells.ts';
import { type Browser, startBrowser } from './drive.ts';
import { emit, learner, samples } from './emitted.ts';
import { exercise, fromBits, toBits } from './exercise.ts';
import { findBrowsers } from './find.ts';
import { type Server, type Site, startServer } from './server.ts';
import { gpuSample, rows } from './targets.ts';

const root = join(import.meta.dirname, '../..');
// What needs the importer is skipped in a page.
const conformance = readdirSync(join(root, 'test/data/conformance')).filter((name) => name.endsWith('.json'));
/** Double precision is compared with the oracle, on random models: for whole cases, time is short. */
const variants = rows.map(({ target }): Variant => ({ target, precision: 'f32' }));
const seed = chooseSeed();
const cases = Number(process.env.CELLC_CASES ?? 10);

/** A software adapter compiles shaders slowly: CELLC_GPU_CASES=all runs everything there is. */
const isWhole = process.env.CELLC_GPU_CASES === 'all';
const gpuFiles = isWhole ? conformance : ['variants.json', 'torch_lengths.json', 'training.json'];
const gpuCases = isWhole ? [''] : gpuSample;
const gpuModels = isWhole ? cases : Math.min(cases, 3);
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

const browsers = findBrowsers();
if (browsers.length === 0)
  console.warn(
    'SKIPPED: nothing is tested in a browser, for none is found: apt-get install chromium, or set CELLC_BROWSER to the path of one',
  );

const exactVariants = rows.flatMap(({ target, exact }) => exact.map((precision): Variant => ({ target, precision })));
const isExact = ({ target, precision }: Variant): boolean =>
  rows.some((row) => row.target === target && row.exact.includes(precision));

/** Computed once for all browsers. */
const numbers = new Map<Variant, Promise<Record<string, string>>>();
function inNode(variant: Variant): Promise<Record<string, string>> {
  if (!numbers.has(variant)) numbers.set(variant, exerciseCells(load, variant));
  return numbers.get(variant)!;
}

let server: Server;

beforeAll(async () => {
  if (browsers.length === 0) return;
  // Pages load what users load, the built packages, and never an old build.
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-b', 'test', 'packages/examples'], { cwd: root, stdio: 'inherit' });
  const sites = new Map<string, Site>([['open', { files: new Map() }]]);
  for (const row of rows) sites.set(row.target, await emit(row));
  server = await startServer(root, sites);
}, 300_000);

afterAll(() => server?.close());

for (const path of browsers.length ? browsers : ['no browser'])
  describe.skipIf(browsers.length === 0)(basename(path), { timeout: 300_000 }, () => {
    let browser: Browser;

    beforeAll(async () => {
      browser = await startBrowser(path, server);
      console.log(browser.version);
    }, 60_000);

    afterAll(() => browser?.close());

    /** Has a page do a task of `site/tasks`. */
    async function ask<T>(site: string, name: string, given: object = {}): Promise<T & { violations: string[] }> {
      const { url, answer } = server.task(site, site === 'open' ? 'page.html' : 'strict.html', name, given);
      return (await browser.during(url, answer)) as T & { violations: string[] };
    }

    /** The same; fails where the page runs against its policy. */
    async function inPage<T>(site: string, name: string, given: object = {}): Promise<T> {
      const result = await ask<T>(site, name, given);
      expect(result.violations).toEqual([]);
      return result;
    }

    test('the conformance cases hold, compiled in the page', async () => {
      type Result = { passed: number; failed: number; worst: number; report: string };
      const { passed, failed, worst, report } = await inPage<Result>('open', 'conformance', {
        files: conformance,
        variants,
      });
      console.log(`${passed} conformance cases passed, worst error ${worst.toPrecision(2)} of its tolerance`);
      if (failed) expect.fail(report);
      expect(passed).toBeGreaterThan(0);
    });

    test(`${cases} random models agree with the oracle in the page (CELLC_SEED=${seed})`, async () => {
      type Result = { summary: string; failures: string[] };
      const { summary, failures } = await inPage<Result>('open', 'random', { seed, cases });
      console.log(summary);
      expect(failures.length, [summary, ...failures].join('\n\n')).toBe(0);
    });

    test.each(exactVariants)('every cell gives the same bits as in Node.js: %o', async (variant) => {
      const [here, { cells: there }] = await Promise.all([
        inNode(variant),
        inPage<{ cells: Record<string, string> }>('open', 'cells', { variant }),
      ]);
      const names = Object.keys(here);
      const differing = names.filter((cell) => here[cell] !== there[cell]);
      const errors = differing.map((cell) => worstError(fromBits(there[cell]!), fromBits(here[cell]!)));
      const summary = `of ${names.length} cells, ${differing.length} differ, by at most ${Math.max(0, ...errors)}`;
      expect(differing, summary).toEqual([]);
    });

    describe.each(rows.map((row) => [row.target, row] as const))('%s, under a strict policy', (target, { allows }) => {
      const variant: Variant = { target, precision: 'f32' };

      test('a module runs and trains', async () => {
        const here = await exercise(load, await instantiate(compileFor(variant, learner, true)));
        const { bits } = await inPage<{ bits: string }>(target, 'use');
        if (isExact(variant)) expect(bits).toBe(toBits(here));
        expect(worstError(fromBits(bits), here)).toBeLessThan(1e-6);
      });

      test('what it does not allow is refused', async () => {
        const { allowed, violations } = await ask<{ allowed: string[] }>(target, 'forbidden');
        expect(allowed).toEqual(allows);
        expect(violations).toContain('script-src: eval');
        expect(await ask('open', 'forbidden')).toEqual({ allowed: ['eval', 'blob', 'data', 'wasm'], violations: [] });
      });

      test.each(['worker', 'worklet'])('a module streams in a %s', async (place) => {
        type Result = { samples: number; differing: number; worst: number; factor?: number; microseconds?: number };
        const result = await inPage<Result>(target, place);
        const { factor, microseconds } = result;
        if (factor && microseconds)
          console.log(
            `${target}, AudioWorklet at 44.1 kHz, LSTM 1 → 16 → 1: ${microseconds.toFixed(0)} µs for 128 samples, ${factor.toFixed(3)} of real time`,
          );
        expect(result.samples).toBe(samples);
        if (isExact(variant)) expect(result.differing).toBe(0);
        expect(result.worst).toBeLessThan(1e-6);
      });

      test('a page goes on while a model trains in it', async () => {
        type Counts = { frames: number; timers: number };
        const { loss, first, last } = await inPage<{ loss: number[]; first: Counts; last: Counts }>(target, 'fit');
        expect(loss.at(-1)).toBeLessThan(loss[0]! / 2);
        expect(last.frames).toBeGreaterThan(first.frames);
        expect(last.timers).toBeGreaterThan(first.timers);
      });
    });

    describe('webgpu', () => {
      let adapter = '';

      beforeAll(async () => {
        ({ adapter } = await inPage<{ adapter: string }>('open', 'adapter'));
        if (!adapter) console.warn(`SKIPPED: nothing is tested on WebGPU, of which ${basename(path)} has no adapter`);
      });

      test('conformance cases hold on the GPU', async (context) => {
        if (!adapter) return context.skip('no WebGPU adapter');
        type Result = { passed: number; failed: number; worst: number; report: string };
        const { passed, failed, worst, report } = await inPage<Result>('open', 'conformance', {
          files: gpuFiles,
          variants: [{ target: 'webgpu', precision: 'f32' }],
          only: gpuCases,
        });
        console.log(
          `${adapter}: ${passed} conformance cases passed, worst error ${worst.toPrecision(2)} of its tolerance`,
        );
        if (failed) expect.fail(report);
        expect(passed).toBeGreaterThan(0);
      });

      test(`${gpuModels} random models agree with the oracle on the GPU (CELLC_SEED=${seed})`, async (context) => {
        if (!adapter) return context.skip('no WebGPU adapter');
        type Result = { summary: string; failures: string[] };
        const { summary, failures } = await inPage<Result>('open', 'gpu-random', { seed, cases: gpuModels });
        console.log(summary);
        expect(failures.length, [summary, ...failures].join('\n\n')).toBe(0);
      });

      test('a lost device, too large batches, many runs, and pages without a GPU', async (context) => {
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

    test('the example page learns', async (context) => {
      if (!browser.newPage) return context.skip('needs a browser that Playwright drives');
      const { url, server: example } = await serve(0);
      const page = await browser.newPage();
      const errors: Error[] = [];
      page.on('pageerror', (error) => errors.push(error));
      await page.goto(url);
      await page.click('text=Train');
      await page.waitForSelector('text=Train again', { timeout: 60_000 });
      const number = async (id: string) => Number(await page.textContent(`#${id}`));
      const [judged, persistence] = [await number('judged'), await number('persistence')];
      console.log(`example page: error ${judged}, as last year ${persistence}`);
      expect(persistence).toBe(33.2);
      expect(judged).toBeLessThan(0.65 * persistence);
      expect((await page.getAttribute('#forecast', 'points'))!.split(' ').length).toBe(308);
      expect(errors).toEqual([]);
      await page.close();
      example.close();
    });
  });
