/** What `cellc bench` refuses before it starts. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folder, spec } from '../testing.ts';

test.each([
  [['--only', 'stop'], "E_OPTION: --only stop is not possible\nhint: did you mean 'step'?\n", 2],
  [['--only', 'run,train'], 'E_OPTION: m has no train\nhint: give its spec a loss and an optimizer\n', 2],
  [['--csv', 'dir'], 'E_FILE: dir cannot be written: it is a directory\n', 1],
  [
    ['--save=bad.json'],
    /^E_TUNING: bad\.json is no tuning file: it is not JSON \(.*\)\nhint: cellc bench SPEC --save writes such files; /,
    1,
  ],
] as const)('cellc bench m.json %j', async (args, err, code) => {
  const { path, cellc } = await folder({ 'm.json': spec('m'), 'bad.json': '{' });
  await mkdir(join(path, 'dir'));
  const found = await cellc('bench', 'm.json', ...args);
  expect(found).toMatchObject({ code, out: '' });
  if (typeof err === 'string') expect(found.err).toBe(err);
  else expect(found.err).toMatch(err);
});
