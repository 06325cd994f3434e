/** Random models on gpu.js in a browser, in each of its modes, against the oracle; a mode that is not there is told. */
import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { modes } from '@cellc/runtime/gpujs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, startBrowser } from '../browser/drive.ts';
import { findBrowsers } from '../browser/find.ts';
import { type Server, startServer } from '../browser/server.ts';
import { chooseSeed } from '../random/declare.ts';

const root = join(import.meta.dirname, '../..');
const seed = chooseSeed();
/** Software renderers compile WebGL's shaders slowly. */
const cases = Number(process.env.CELLC_CASES ?? 1);

// Playwright drives Chromium, whose software renderers have both.
const browsers = findBrowsers().filter((path) => !basename(path).startsWith('firefox'));
if (browsers.length === 0) console.warn('SKIPPED: gpu.js is not tested in a browser, for no Chromium is found');

let server: Server;

beforeAll(async () => {
  if (browsers.length === 0) return;
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-b', 'test'], { cwd: root, stdio: 'inherit' });
  server = await startServer(root, new Map([['open', { files: new Map() }]]));
}, 300_000);

afterAll(() => server?.close());

for (const path of browsers.length ? browsers : ['no browser'])
  describe.skipIf(browsers.length === 0)(basename(path), { timeout: 600_000 }, () => {
    let browser: Browser;

    beforeAll(async () => {
      browser = await startBrowser(path, server);
    }, 60_000);

    afterAll(() => browser?.close());

    async function inPage<T>(name: string, given: object = {}): Promise<T> {
      const { url, answer } = server.task('open', 'page.html', name, given);
      return (await browser.during(url, answer)) as T;
    }

    test.for(modes)(`%s: ${cases} random models agree with the oracle (CELLC_SEED=${seed})`, async (mode, context) => {
      const { there } = await inPage<{ there: string[] }>('gpujs-modes');
      if (!there.includes(mode)) {
        console.warn(`SKIPPED: gpu.js has no ${mode} in ${browser.version}`);
        return context.skip();
      }
      type Result = { summary: string; failures: string[] };
      const { summary, failures } = await inPage<Result>('gpujs-random', { seed, cases, mode });
      console.log(summary);
      expect(failures.length, [summary, ...failures].join('\n\n')).toBe(0);
    });

    test('arrays of a device do not pile up, and a lost context is an error', async () => {
      type Result = { before: number; after: number; code: string; restored: number };
      const { before, after, code, restored } = await inPage<Result>('gpujs-lost');
      expect(after).toBe(before);
      expect(code).toBe('E_DEVICE');
      expect(restored).toBe(0);
    });
  });
