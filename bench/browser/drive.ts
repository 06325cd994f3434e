/** Measures in pages of a Chromium without a window: one after the other, each in a process of its own. */
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '#browser/chromium';
import type { Machine } from './machine.ts';
import type { TrialPage } from './page/trial.ts';
import type { Measure } from './plan.ts';

const PATIENCE_MS = 5 * 60_000;

export interface Driver {
  readonly version: string;
  lookAround(): Promise<Machine>;
  readonly measure: Measure;
  close(): Promise<void>;
}

export async function startDriver(executablePath: string, origin: string): Promise<Driver> {
  let browser = await launchChromium(executablePath);
  const version = `Chromium ${browser.version()}`;
  return {
    version,
    lookAround: () => inPage(browser, origin, (page) => page.evaluate(() => trialPage.lookAround())),
    async measure(peerId, workloadId, effort) {
      try {
        return await inPage(browser, origin, (page) =>
          page.evaluate(([peer, workload, effort]) => trialPage.measure(peer, workload, effort), [
            peerId,
            workloadId,
            effort,
          ] as const),
        );
      } catch (error) {
        // What a page leaves behind on a device must not disturb the next.
        await browser.close();
        browser = await launchChromium(executablePath);
        return { failing: (error as Error).message.split('\n')[0]! };
      }
    },
    close: () => browser.close(),
  };
}

/** The page's own, for functions that run there. */
declare const trialPage: TrialPage;

async function inPage<Result>(
  browser: Browser,
  origin: string,
  work: (page: Page) => Promise<Result>,
): Promise<Result> {
  const page = await browser.newPage();
  let late: NodeJS.Timeout | undefined;
  const broken = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error(`no result in ${PATIENCE_MS / 60_000} minutes`)), PATIENCE_MS);
    page.on('crash', () => reject(new Error('the page crashed')));
  });
  try {
    const result = async () => {
      await page.goto(`${origin}/trial.html`);
      await page.waitForFunction('globalThis.trialPage');
      return work(page);
    };
    return await Promise.race([result(), broken]);
  } finally {
    clearTimeout(late);
    await page.close();
  }
}
