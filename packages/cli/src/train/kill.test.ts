/** The command line as a process of its own: stopped with Ctrl-C, and killed where it hurts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

const spec = {
  name: 'wave',
  input: 1,
  layers: [{ cell: 'gru', size: 8, dropout: 0.2 }, { dense: 1 }],
  loss: 'mse',
  optimizer: { adam: { lr: 0.01 } },
};
const wave = Array.from({ length: 400 }, (_, i) => Math.sin(i / 4) + Math.sin(i / 9));
const options = ['--window', '20', '--stride', '5', '--batch-size', '8', '--seed', '3'];
const train = ['train', 'wave.json', 'wave.csv', ...options, '--epochs', '40'];
let path = '';

/** A child process reads no TypeScript: the command line in one file, from its sources. */
beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'cellc-kill-'));
  await writeFile(join(path, 'wave.json'), JSON.stringify(spec));
  await writeFile(join(path, 'wave.csv'), `y\n${wave.join('\n')}\n`);
  const conditions = ['@cellc/source', 'node'];
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions },
    ssr: { noExternal: true, external: ['ts-morph'], resolve: { conditions } },
    build: { ssr: join(import.meta.dirname, '../main.ts'), outDir: path, emptyOutDir: false, minify: false },
  });
  const [entry] = (await readdir(path)).filter((name) => /^main\.m?js$/.test(name));
  await writeFile(join(path, 'cellc.mjs'), `import { main } from './${entry}';\nawait main();\n`);
}, 120_000);

afterAll(() => rm(path, { recursive: true, force: true }));

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [join(path, 'cellc.mjs'), ...args], { cwd: path, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Waits for the end. @returns the exit code or the signal, and what was printed */
async function end(child: ChildProcess): Promise<{ code: number | string; out: string; err: string }> {
  let [out, err] = ['', ''];
  child.stdout!.on('data', (text) => (out += text));
  child.stderr!.on('data', (text) => (err += text));
  const [code, signal] = await once(child, 'close');
  return { code: code ?? signal, out, err };
}

const weightsOf = (name: string): Promise<Buffer> => readFile(join(path, name, 'weights.safetensors'));
const hasCheckpoint = async (name: string): Promise<boolean> =>
  (await readdir(join(path, name)).catch((): string[] => [])).includes('checkpoint.safetensors');
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('killed again and again, and resumed, it ends with the same bits', { timeout: 120_000 }, async () => {
  expect(await end(start(...train, '--out', 'whole'))).toMatchObject({ code: 0 });
  let kills = 0;
  for (const ms of [20, 90, 200, 350, 550]) {
    const child = start(...train, '--out', 'parts', '--resume');
    const ended = end(child);
    // Some time after it has begun, wherever it is then.
    await Promise.race([ended, once(child.stderr!, 'data')]);
    await sleep(ms);
    child.kill('SIGKILL');
    const { code, err } = await ended;
    if (code === 0) break;
    expect(code, err).toBe('SIGKILL');
    kills++;
  }
  expect(kills).toBeGreaterThan(0);
  expect(await end(start(...train, '--out', 'parts', '--resume'))).toMatchObject({ code: 0 });
  expect((await weightsOf('parts')).equals(await weightsOf('whole'))).toBe(true);
  // What a killed process left behind is gone.
  expect((await readdir(join(path, 'parts'))).sort()).toEqual((await readdir(join(path, 'whole'))).sort());
});

test('Ctrl-C keeps a checkpoint, from which it ends with the same bits', { timeout: 120_000 }, async () => {
  const child = start(...train, '--out', 'stopped', '--epochs', '100000');
  const ended = end(child);
  while (!(await hasCheckpoint('stopped'))) await sleep(5);
  child.kill('SIGINT');
  const { code, out } = await ended;
  expect(code).toBe(130);
  expect(out).toMatch(/\n {2}cellc train wave\.json wave\.csv --out stopped --resume\n$/);
  const { epoch } = JSON.parse(
    /"run":"((?:[^"\\]|\\.)*)"/
      .exec(await readFile(join(path, 'stopped/checkpoint.safetensors'), 'latin1'))![1]!
      .replaceAll('\\"', '"'),
  );
  const epochs = String(epoch + 5);
  expect(
    await end(start('train', 'wave.json', 'wave.csv', '--out', 'stopped', '--resume', '--epochs', epochs)),
  ).toMatchObject({ code: 0 });
  expect(await end(start(...train, '--out', 'straight', '--epochs', epochs))).toMatchObject({ code: 0 });
  expect((await weightsOf('stopped')).equals(await weightsOf('straight'))).toBe(true);
});
