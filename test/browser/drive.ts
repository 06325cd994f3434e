/** Starts a browser and opens pages in it. */
import { basename } from 'node:path';
import { chromium, type Page } from 'playwright-core';
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

/** WebGL2 and WebGPU without a GPU. */
const software = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
];

/** Pages can collect what they no longer need, and measure exactly what they hold. */
const memory = ['--js-flags=--expose-gc', '--enable-precise-memory-info'];

async function startChromium(executablePath: string): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath,
    // Continuous integration runs as root in a container, which has neither a sandbox nor much shared memory.
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--enable-unsafe-webgpu',
      ...software,
      ...memory,
    ],
  });
  return {
    version: `Chromium ${browser.version()}`,
    async during(url, answer) {
      const page = await browser.newPage();
      try {
        const broken = new Promise<never>((_, reject) => {
          page.on('pageerror', reject);
          page.on('crash', () => reject(new Error(`${url} crashed`)));
        });
        return await Promise.race([page.goto(url).then(() => answer), broken]);
      } finally {
        await page.close();
      }
    },
    newPage: () => browser.newPage(),
    close: () => browser.close(),
  };
}
