import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { folder } from './build.ts';

const picture = () => readFileSync(new URL('out/sunspots.svg', folder), 'utf8');

/** Runs the demo and returns what it prints. */
async function demo(): Promise<string> {
  const written: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  vi.resetModules();
  await import('./demo.ts');
  write.mockRestore();
  return written.join('');
}

test('the demo’s forecast is clearly better than persistence, and the same every time', {
  timeout: 60_000,
}, async () => {
  const text = await demo();
  const first = picture();
  const rmse = (name: string) => Number(new RegExp(`${name}.*? (\\d+\\.\\d)`).exec(text)![1]);
  expect(rmse('persistence: as the year before')).toBe(33.2);
  expect(rmse('  LSTM')).toBeLessThan(0.65 * 33.2);
  await demo();
  expect(picture()).toBe(first);
});
