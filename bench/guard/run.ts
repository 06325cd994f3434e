/**
 * `npm run bench:guard [-- base] [-- --quick]`: the working tree against a base revision (HEAD by default), kernel by
 * kernel in turn, and what changed in generated code. The exit status is 1 where a kernel is slower beyond the noise.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { ModelSpec } from '@cellc/compiler';
import { show } from '../statistics.ts';
import { table } from '../terminal.ts';
import { checkOutBase } from './base.ts';
import { changedLines, judge, type Sample, withoutVersion } from './judge.ts';
import { guarded } from './kernels.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const child = fileURLToPath(new URL('./child.js', import.meta.url));
const PROCESSES = 3;

type Compile = (spec: ModelSpec, options: { readonly training: boolean }) => { readonly code: string };

const { values, positionals } = parseArgs({ options: { quick: { type: 'boolean' } }, allowPositionals: true });
const base = checkOutBase(repository, positionals[0] ?? 'HEAD');
process.once('SIGINT', () => {
  base.remove();
  process.exit(130);
});
try {
  console.log(`working tree against ${base.revision}\n`);
  console.log(await codeChanges(base.root));
  const slower = compareKernels(base.root);
  for (const name of slower) console.error(`slower: ${name}`);
  if (slower.length) process.exitCode = 1;
} finally {
  base.remove();
}

/** Process by process through all kernels, so that a busy moment does not hit one of them alone. */
function compareKernels(root: string): string[] {
  const samples = guarded.map((): Sample[] => []);
  for (let pass = 1; pass <= PROCESSES; pass++)
    for (const [at, { name }] of guarded.entries()) {
      console.error(`${pass}/${PROCESSES} ${name}`);
      const args = [child, root, repository, String(at), values.quick ? 'quick' : 'full'];
      const output = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
      samples[at]!.push(JSON.parse(output) as Sample);
    }
  const judged = guarded.map(({ name }, at) => ({ name, ...judge(samples[at]!) }));
  const rows = judged.map(({ name, ratio, noise, verdict }) => [
    name,
    show(ratio),
    `± ${(100 * noise).toFixed(0)} %`,
    verdict,
  ]);
  console.log(`\n${table(['kernel', 'times as long', 'noise', ''], rows)}`);
  return judged.filter(({ verdict }) => verdict === 'slower').map(({ name }) => name);
}

/** Every shipped cell, with and without training, compiled by both. */
async function codeChanges(root: string): Promise<string> {
  const compilerAt = async (root: string): Promise<Compile> =>
    (await import(pathToFileURL(join(root, 'compiler/dist/index.js')).href)).compileModel;
  const [before, after] = [await compilerAt(root), await compilerAt(repository)];
  const cells = readdirSync(join(repository, 'compiler/cells'))
    .filter((file) => file.endsWith('.cell'))
    .map((file) => file.slice(0, -'.cell'.length));
  const rows: string[][] = [];
  for (const cell of cells)
    for (const training of [false, true]) {
      const spec = { name: 'guarded', input: 6, layers: [{ cell, size: 20 }] };
      const [was, is] = [codeOf(before, spec, training), codeOf(after, spec, training)];
      if (was === is) continue;
      const { added, removed } = changedLines(was ?? '', is ?? '');
      const bytes = (is?.length ?? 0) - (was?.length ?? 0);
      const what = was === undefined ? 'new' : is === undefined ? 'gone' : `+${added} −${removed} lines`;
      rows.push([`${cell}${training ? ', training' : ''}`, what, `${bytes > 0 ? '+' : ''}${bytes} bytes`]);
    }
  if (!rows.length) return `the generated code of all ${cells.length} cells is the same`;
  return `changes in generated code:\n${table(['cell', 'code', 'size'], rows)}`;
}

/** Nothing where a cell needs more than a size, or is not known to this revision. */
function codeOf(compile: Compile, spec: ModelSpec, training: boolean): string | undefined {
  try {
    return withoutVersion(compile(spec, { training }).code);
  } catch {
    return undefined;
  }
}
