import { mkdtemp, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeAll } from './write.ts';

test('a link stays a link, and what it names is written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cellc-write-'));
  const [file, link] = [join(folder, 'file'), join(folder, 'link')];
  await writeFile(file, 'old');
  await symlink(file, link);
  await writeAll(folder, folder, [{ path: link, content: 'new' }]);
  expect(await readlink(link)).toBe(file);
  expect(await readFile(file, 'utf8')).toBe('new');
});
