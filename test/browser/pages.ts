/** Tests in every browser that is found, on pages that do a task of `site/tasks`. */
import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type Browser, startBrowser } from './drive.ts';
import { findBrowsers } from './find.ts';
import { type Server, type Site, startServer } from './server.ts';

export const root = join(import.meta.dirname, '../..');

export interface Pages {
  readonly name: string;
  /** Once the tests run. */
  browser(): Browser;
  /** The names of `targets.ts` of what there is to run models on, and the WebGPU adapter, if there is one. */
  found(): { readonly there: readonly string[]; readonly adapter: string };
  /** Has a page of a site do a task. */
  ask<T>(site: string, task: string, given?: object): Promise<T & { violations: string[] }>;
  /** The same; fails where the page runs against its policy. */
  inPage<T>(site: string, task: string, given?: object): Promise<T>;
}

/** Declares tests for each browser, or none, with a word. `sites` are made besides the one without a policy, `open`. */
export function inBrowsers(sites: () => Promise<ReadonlyMap<string, Site>>, declare: (pages: Pages) => void): void {
  const browsers = findBrowsers();
  if (browsers.length === 0)
    console.warn(
      'SKIPPED: nothing is tested in a browser, for none is found: apt-get install chromium, or set CELLC_BROWSER to the path of one',
    );
  let server: Server;

  beforeAll(async () => {
    if (browsers.length === 0) return;
    // Pages load what users load, the built packages, and never an old build.
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [compiler, '-b', 'test', 'packages/examples'], { cwd: root, stdio: 'inherit' });
    server = await startServer(root, new Map([['open', { files: new Map() }], ...(await sites())]));
  }, 300_000);

  afterAll(() => server?.close());

  for (const path of browsers.length ? browsers : ['no browser'])
    describe.skipIf(browsers.length === 0)(basename(path), { timeout: 300_000 }, () => {
      let browser: Browser;
      let found = { there: [] as string[], adapter: '' };

      beforeAll(async () => {
        browser = await startBrowser(path, server);
        found = await inPage('open', 'executors');
        console.log(browser.version, found.adapter);
      }, 120_000);

      afterAll(() => browser?.close());

      async function ask<T>(site: string, name: string, given: object = {}): Promise<T & { violations: string[] }> {
        const { url, answer } = server.task(site, site === 'open' ? 'page.html' : 'strict.html', name, given);
        return (await browser.during(url, answer)) as T & { violations: string[] };
      }

      async function inPage<T>(site: string, name: string, given: object = {}): Promise<T> {
        const result = await ask<T>(site, name, given);
        expect(result.violations).toEqual([]);
        return result;
      }

      declare({ name: basename(path), browser: () => browser, found: () => found, ask, inPage });
    });
}
