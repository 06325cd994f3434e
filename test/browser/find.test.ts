import { expect, test } from 'vitest';
import { findBrowsers } from './find.ts';

test('a list of browsers is taken as it is', () => {
  const { execPath } = process;
  expect(findBrowsers({ CELLC_BROWSER: `${execPath}:${execPath}` })).toEqual([execPath, execPath]);
});

test('a browser that is asked for and not there is no reason to skip', () => {
  expect(() => findBrowsers({ CELLC_BROWSER: '/nowhere/chromium' })).toThrow(
    "CELLC_BROWSER names '/nowhere/chromium', which is no program",
  );
});
