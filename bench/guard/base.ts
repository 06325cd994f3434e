/** A base revision beside the working tree: checked out, linked to the installed packages, built. */
import { execFileSync, type StdioOptions } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Base {
  readonly root: string;
  readonly revision: string;
  remove(): void;
}

/** The workspaces that generated code depends on. */
const workspaces = ['compiler', 'runtime'];

export function checkOutBase(repository: string, name: string): Base {
  const git = (...args: string[]) => {
    const stdio: StdioOptions = ['ignore', 'pipe', 'pipe'];
    return execFileSync('git', args, { cwd: repository, encoding: 'utf8', stdio }).trim();
  };
  const revision = git('rev-parse', '--short', '--verify', `${name}^{commit}`);
  const folder = mkdtempSync(join(tmpdir(), 'cellc-guard-'));
  const root = join(folder, 'base');
  const remove = () => {
    if (existsSync(root)) git('worktree', 'remove', '--force', root);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    git('worktree', 'add', '--quiet', '--detach', root, revision);
    linkPackages(repository, root);
    const library = join(root, 'compiler/scripts/library.mjs');
    if (existsSync(library))
      execFileSync(process.execPath, [library], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    const tsc = join(repository, 'node_modules/.bin/tsc');
    execFileSync(tsc, ['-b', ...workspaces], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    return { root, revision, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The installed packages are the working tree's; cellc's own are the base's. */
function linkPackages(repository: string, root: string): void {
  const [from, to] = [join(repository, 'node_modules'), join(root, 'node_modules')];
  mkdirSync(join(to, '@cellc'), { recursive: true });
  for (const name of readdirSync(from))
    if (name !== '@cellc' && name !== '.cache') symlinkSync(join(from, name), join(to, name));
  for (const name of workspaces) symlinkSync(join(root, name), join(to, '@cellc', name));
}
