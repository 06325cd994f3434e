/** What a page that runs one LSTM step weighs, minified and gzipped, and what an install puts on the disk. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { compileFor, specOf, targets } from './cellc.ts';
import { benchFolder, bytesIn, installedBytes, load, packagesFolder } from './packages.ts';
import type { Page, Peer } from './peer.ts';
import { START } from './workloads.ts';

/** Bytes. */
export interface Weight {
  readonly name: string;
  /** The page's script; absent where there is no page to be had. */
  readonly minified?: number;
  readonly gzipped?: number;
  /** What the page fetches besides, gzipped. */
  readonly fetched?: number;
  readonly installed?: number;
  /** Why there is no script. */
  readonly failing?: string;
}

interface Esbuild {
  build(options: object): Promise<{ readonly outputFiles: readonly [{ readonly contents: Uint8Array }] }>;
}

/** The compiled module alone, without the runtime; then whole pages: cellc's and the peers'. */
export async function weigh(peers: readonly Peer[]): Promise<Weight[]> {
  const weights: Weight[] = [];
  for (const target of targets()) {
    const folder = mkdtempSync(join(tmpdir(), 'cellc-page-'));
    try {
      const { code } = compileFor(specOf(START), target);
      writeFileSync(join(folder, 'lstm.js'), code);
      const page = {
        code: `import { load } from '@cellc/runtime/inference';
import * as lstm from '${join(folder, 'lstm.js')}';
const weights = new Uint8Array(await (await fetch('lstm.safetensors')).arrayBuffer());
console.log((await load(lstm, { weights })).step(new Float32Array(${START.I})));`,
      };
      const installed = code.length + runtimeBytes();
      weights.push({ name: `cellc ${target.name}`, ...(await bundle(page, join(benchFolder, '..'))), installed });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  for (const { name, page, packages } of peers) {
    if (!packages.length) continue;
    const bundled = page ? await bundle(page, packagesFolder) : {};
    weights.push({ name, ...bundled, installed: installedBytes(packages) });
  }
  return weights;
}

async function bundle({ code, files = [] }: Page, resolveDir: string): Promise<Partial<Weight>> {
  const { build } = await load<Esbuild>('esbuild');
  try {
    const { outputFiles } = await build({
      stdin: { contents: code, resolveDir, loader: 'js' },
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      logLevel: 'silent',
      // Some packages name Node.js's modules on paths that no page takes.
      external: [...builtinModules, 'node:*'],
    });
    const { contents } = outputFiles[0];
    const fetched = files.map((file) => gzipSync(readFileSync(join(packagesFolder, file)), { level: 9 }).length);
    return {
      minified: contents.length,
      gzipped: gzipSync(contents, { level: 9 }).length,
      ...(files.length && { fetched: fetched.reduce((sum, bytes) => sum + bytes) }),
    };
  } catch (error) {
    return { failing: (error as Error).message.split('\n').slice(0, 2).join(' ') };
  }
}

/** The runtime package, sources included; where a module runs nobody needs the compiler. */
function runtimeBytes(): number {
  return ['dist', 'src'].reduce((sum, folder) => sum + bytesIn(join(benchFolder, '../runtime', folder)), 0);
}
