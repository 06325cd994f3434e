/** The pages' scripts, bundled by esbuild from what is built: each peer in chunks of its own. */
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import { benchFolder, isInstalled, load, packagesFolder } from '../peers/packages.ts';
import { presence } from '../peers/peers.ts';
import { peers } from './contenders.ts';
import type { Presence } from './plan.ts';

interface Esbuild {
  build(options: object): Promise<{ readonly outputFiles: readonly { path: string; contents: Uint8Array }[] }>;
}

const built = join(benchFolder, 'dist/browser/page');
const pages = join(benchFolder, 'browser/page');
const modules = join(packagesFolder, 'node_modules');

/** Everything that is served, by path. */
export async function bundle(): Promise<Map<string, Uint8Array>> {
  const { build } = await load<Esbuild>('esbuild');
  const packages = [...peers.values()].flatMap(({ packages }) => packages);
  const shared = {
    outdir: '/',
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'es2023',
    logLevel: 'silent',
    nodePaths: [modules],
    // Who is not installed is never asked for; some packages name Node.js's modules on paths that no page takes.
    external: [...packages.filter((name) => !isInstalled(name)), 'gpu.js', ...builtinModules, 'node:*'],
  };
  const outputs = await Promise.all([
    build({ ...shared, entryPoints: [join(built, 'benchmark.js')], format: 'iife' }),
    build({ ...shared, entryPoints: [join(built, 'trial.js')], format: 'esm', splitting: true }),
    build({ ...shared, entryPoints: [join(built, 'overview.js')], format: 'esm' }),
  ]);
  const fetched = [...peers.values()].flatMap(({ files = [] }) => files);
  return new Map([
    ...outputs.flatMap(({ outputFiles }) => outputFiles.map(({ path, contents }) => [path, contents] as const)),
    ...[...fetched, 'gpu.js/dist/gpu-browser.min.js'].flatMap((file) =>
      isInstalled(packageOf(file)) ? [[`/files/${basename(file)}`, readFileSync(join(modules, file))] as const] : [],
    ),
    ...['trial.html', 'index.html'].map((page) => [`/${page}`, readFileSync(join(pages, page))] as const),
    ['/remarks.json', readFileSync(join(benchFolder, 'browser/remarks.json'))],
    ['/presences.json', Buffer.from(JSON.stringify([...presences([...peers.keys()])]))],
  ]);
}

/** Whose packages are installed, by id. */
export function presences(ids: readonly string[]): Map<string, Presence> {
  return new Map(ids.map((id) => [id, presence({ packages: peers.get(id)!.packages })]));
}

/** `@scope/name/file` to `@scope/name`. */
function packageOf(file: string): string {
  return file.split('/', file.startsWith('@') ? 2 : 1).join('/');
}
