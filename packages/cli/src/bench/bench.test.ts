/** The tuner as a user runs it: a process that starts others. What is fast is not looked at. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseTuning } from '../tuning/file.ts';
import type { Verdict } from './report.ts';
import { modeName } from './variants.ts';

let path = '';

/** A child process reads no TypeScript: the command line and its worker, bundled from their sources. */
beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'cellc-bench-'));
  const conditions = ['@cellc/source', 'node'];
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions },
    ssr: { noExternal: true, external: ['ts-morph', 'benchmark'], resolve: { conditions } },
    build: {
      ssr: true,
      outDir: path,
      emptyOutDir: false,
      minify: false,
      rollupOptions: {
        input: { main: join(import.meta.dirname, '../main.ts'), worker: join(import.meta.dirname, 'worker.ts') },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  // The benchmark package finds its own dependencies only where it is.
  const packages = resolve(import.meta.dirname, '../../../../node_modules');
  await symlink(packages, join(path, 'node_modules'), 'junction');
  await writeFile(join(path, 'package.json'), '{ "type": "module" }');
  await writeFile(join(path, 'cellc.mjs'), "import { main } from './main.js';\nawait main();\n");
}, 120_000);

afterAll(() => rm(path, { recursive: true, force: true }));

const cellc = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(path, 'cellc.mjs'), ...args], { cwd: path }).catch((error) => {
    throw new Error(error.stdout + error.stderr);
  });

test('bench checks, times, reports and saves; compile uses what it saved', async () => {
  const spec = {
    name: 'tiny',
    input: 2,
    layers: [{ cell: 'rnn', size: 3 }],
    loss: 'mse',
    optimizer: 'sgd',
  };
  await writeFile(join(path, 'tiny.json'), JSON.stringify(spec));
  const { stdout, stderr } = await cellc(
    ...['bench', 'tiny.json', '--quick', '--target', 'wasm', '--steps', '3', '--batch', '5', '--only', 'train'],
    ...['--json', '--save', '--csv', 'tiny.csv', '--html', 'tiny.html'],
  );
  expect(stderr).not.toContain('rror');
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({ name: 'tiny', T: 3, B: 5, saved: 'tiny.tuning.json' });
  expect(report.sections.map(({ title }: { title: string }) => title)).toEqual(['training step, T 3, B 5']);
  expect(report.tried).toMatchObject([{ target: 'wasm', missing: [], excluded: [] }]);
  const found = Object.fromEntries(report.verdicts.map(({ mode, flags }: Verdict) => [mode, flags]));
  const flags = expect.toSatisfy((given: string[]) => given.every((flag) => flag.includes('relaxed')));
  expect(found).toEqual({ wasm: [], 'wasm fast': [], 'wasm relaxed': flags, 'wasm fast relaxed': flags });
  for (const { rows } of report.sections) {
    expect(rows.length).toBeGreaterThan(2);
    for (const { seconds, gflops, error } of rows) {
      expect(seconds.low).toBeGreaterThan(0);
      expect(seconds.high).toBeGreaterThanOrEqual(seconds.median);
      expect(gflops).toBeGreaterThan(0);
      expect(error).toBeLessThan(1e-3);
    }
  }
  expect((await readFile(join(path, 'tiny.csv'), 'utf8')).split('\n').length).toBeGreaterThan(4);
  expect(await readFile(join(path, 'tiny.html'), 'utf8')).toContain('<svg');
  const { entries } = parseTuning('tiny.tuning.json', await readFile(join(path, 'tiny.tuning.json'), 'utf8'));
  expect(modeName(entries[0]!.mode)).toBe('wasm');
  expect(entries[0]!.measured).toMatchObject([{ work: 'train' }]);
  expect(entries[2]!.engine.flags ?? []).toEqual(found['wasm relaxed']);

  const compile = await cellc('compile', 'tiny.json', '--target', 'wasm', '--no-types');
  expect(compile.stdout).toMatch(/^generated\/tiny\.js .* tuned by tiny\.tuning\.json\n$/);
  const { wasm } = await import(pathToFileURL(join(path, 'generated/tiny.js')).href);
  expect(wasm.manifest.name).toBe('tiny');
}, 300_000);
