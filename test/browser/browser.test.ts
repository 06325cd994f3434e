/** The public API in real browsers: the compiler in a page; modules under strict policies, in workers and worklets. */
import { expect, test } from 'vitest';
import { serve } from '../../packages/examples/src/serve.ts';
import { emit } from './emitted.ts';
import { testGpuJs } from './gpujs.ts';
import { inBrowsers } from './pages.ts';
import { testBits, testPolicies } from './policies.ts';
import type { Site } from './server.ts';
import { testSuites } from './suites.ts';
import { rows } from './targets.ts';
import { testWebGpu } from './webgpu.ts';

async function sites(): Promise<ReadonlyMap<string, Site>> {
  const found = new Map<string, Site>();
  for (const row of rows) found.set(row.target, await emit(row));
  return found;
}

inBrowsers(sites, (pages) => {
  testSuites(pages);
  testBits(pages);
  testPolicies(pages);
  testWebGpu(pages);
  testGpuJs(pages);

  test('the example page learns', async (context) => {
    if (!pages.browser().newPage) return context.skip('needs a browser that Playwright drives');
    const { url, server: example } = await serve(0);
    const page = await pages.browser().newPage!();
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
