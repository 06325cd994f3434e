import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closure, packagesFolder, readLock } from './packages.ts';
import { loadPeer, peerIds, presence } from './peers.ts';

test('a closure has what a package needs, nested versions first', () => {
  const lock = {
    '': { dependencies: { a: '1', z: '1' } },
    'node_modules/a': { dependencies: { b: '1', c: '1' }, optionalDependencies: { absent: '1' } },
    'node_modules/a/node_modules/b': { dependencies: { c: '1', d: '1' } },
    'node_modules/a/node_modules/d': { peerDependencies: { a: '1' } },
    'node_modules/b': { dependencies: { z: '1' } },
    'node_modules/c': {},
    'node_modules/d': {},
    'node_modules/z': {},
  };
  expect(closure(lock, ['a'])).toEqual([
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/a/node_modules/d',
    'node_modules/c',
  ]);
});

test('every package that a peer names is pinned and locked', async () => {
  const { dependencies } = JSON.parse(readFileSync(join(packagesFolder, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const lock = readLock();
  const used = (await Promise.all(peerIds.map(loadPeer))).flatMap(({ packages }) => packages);
  for (const name of used) expect(dependencies, name).toHaveProperty([name], expect.stringMatching(/^\d+\.\d+\.\d+$/));
  for (const name of Object.keys(dependencies))
    expect(existsSync(packagesFolder) && lock).toHaveProperty([`node_modules/${name}`]);
});

test('a peer that is not installed says what to do', async () => {
  const peer = { ...(await loadPeer('synaptic')), packages: ['synaptic', 'no-such-package-here'] };
  expect(presence(peer)).toEqual({ missing: expect.stringContaining('npm run bench:peers:install') });
  await expect(loadPeer('keras')).rejects.toThrow("there is no peer 'keras': they are onnxruntime-node");
});
