/** The command line as a process of its own: stopped with Ctrl-C, and killed where it hurts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSafetensors } from '@cellc/runtime';
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
const train = ['train', 'wave.json', 'wave.csv', ...options];
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
/** How many epochs the checkpoint of a run has. */
async function epochsDone(name: string): Promise<number> {
  const bytes = await readFile(join(path, name, 'checkpoint.safetensors'));
  return JSON.parse(readSafetensors(bytes).metadata.progress!).epoch;
}
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until a process that does not end by itself has written another checkpoint than there was. */
async function waitForCheckpoint(child: ChildProcess, name: string, before: string | undefined): Promise<void> {
  while (child.exitCode === null && (await stateOf(name)) === before) await sleep(1);
}
const stateOf = async (name: string): Promise<string | undefined> => {
  const { mtimeNs, ino } = await stat(join(path, name, 'checkpoint.safetensors'), { bigint: true }).catch(() => absent);
  return mtimeNs === undefined ? undefined : `${mtimeNs} ${ino}`;
};
const absent = { mtimeNs: undefined, ino: undefined };

test('killed again and again, and resumed, it ends with the same bits', { timeout: 120_000 }, async () => {
  // It does not end by itself, and so is killed wherever it is then, some time after it has begun.
  const endless = [...train, '--epochs', '100000', '--checkpoint-every', '1', '--out', 'parts'];
  for (const ms of [0, 5, 20, 50, 90]) {
    const before = await stateOf('parts');
    const child = start(...endless, '--resume');
    const ended = end(child);
    await waitForCheckpoint(child, 'parts', before);
    await sleep(ms);
    child.kill('SIGKILL');
    const { code, err } = await ended;
    expect(code, err).toBe('SIGKILL');
  }
  const epochs = String((await epochsDone('parts')) + 5);
  expect(
    await end(start('train', 'wave.json', 'wave.csv', '--out', 'parts', '--resume', '--epochs', epochs)),
  ).toMatchObject({ code: 0 });
  expect(await end(start(...train, '--epochs', epochs, '--out', 'whole'))).toMatchObject({ code: 0 });
  expect((await weightsOf('parts')).equals(await weightsOf('whole'))).toBe(true);
  // What a killed process left behind is gone.
  expect((await readdir(join(path, 'parts'))).sort()).toEqual((await readdir(join(path, 'whole'))).sort());
});

test('after Ctrl-C, the command that is printed ends with the same bits', { timeout: 120_000 }, async () => {
  // The epochs count twice: as the end, and in the schedule.
  const run = [...train, '--epochs', '1000', '--schedule', 'cosine'];
  const child = start(...run, '--out', 'stopped');
  const ended = end(child);
  // The line of the first epoch: by then Ctrl-C is listened to.
  await new Promise<void>((resolve) => {
    child.stderr!.on('data', (text) => /^epoch/m.test(String(text)) && resolve());
  });
  child.kill('SIGINT');
  const { code, out } = await ended;
  expect(code).toBe(130);
  const [, command] = /\n {2}cellc (train wave\.json wave\.csv --out stopped --resume)\n$/.exec(out)!;
  expect(await epochsDone('stopped')).toBeLessThan(1000);
  expect(await end(start(...command!.split(' ')))).toMatchObject({ code: 0 });
  expect(await end(start(...run, '--out', 'straight'))).toMatchObject({ code: 0 });
  expect((await weightsOf('stopped')).equals(await weightsOf('straight'))).toBe(true);
});
