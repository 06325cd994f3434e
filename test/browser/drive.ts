/** Starts a browser and opens pages in it. */
import { basename } from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { startFirefox } from './firefox.ts';
import type { Server } from './server.ts';

export interface Browser {
  readonly version: string;
  /** Opens a page until the answer it gives is there. @throws what goes wrong in the page before it answers */
  during<T>(url: string, answer: Promise<T>): Promise<T>;
  /** A page to click in, where the browser can be driven so far. */
  newPage?(): Promise<Page>;
  close(): Promise<void>;
}

/** A browser of this machine, without a window. Playwright drives any Chromium, but of Firefox only builds of its own. */
export function startBrowser(path: string, server: Server): Promise<Browser> {
  return basename(path).startsWith('firefox') ? startFirefox(path, server) : startChromium(path);
}

async function startChromium(path: string): Promise<Browser> {
  const browser = await launchChromium(path);
  // A page that goes to another address has nothing left of the one before, and a new one takes a second.
  let page: Page | undefined;
  return {
    version: `Chromium ${browser.version()}`,
    async during(url, answer) {
      const own = page ?? (await browser.newPage());
      page = undefined;
      try {
        const broken = new Promise<never>((_, reject) => {
          own.on('pageerror', reject);
          own.on('crash', () => reject(new Error(`${url} crashed`)));
        });
        const result = await Promise.race([own.goto(url).then(() => answer), broken]);
        own.removeAllListeners();
        await own.goto('about:blank');
        page = own;
        return result;
      } catch (error) {
        await own.close();
        throw error;
      }
    },
    newPage: () => browser.newPage(),
    close: () => browser.close(),
  };
}
