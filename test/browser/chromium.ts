/** Starts Chromium without a window, with WebGL2 and WebGPU wherever it runs. */
import { type Browser, chromium } from 'playwright-core';

/** WebGL2 and WebGPU without a GPU. */
const software = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  // The adapter writes out a store for every zero. No kernel reads shared memory before it writes it: test/webgpu shows.
  '--enable-dawn-features=disable_workgroup_init',
];

/** Pages can collect what they no longer need, and measure exactly what they hold. */
const memory = ['--js-flags=--expose-gc', '--enable-precise-memory-info'];

export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
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
}
