/** Which browsers the tests run in. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const apps = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The browsers whose paths CELLC_BROWSER lists, as PATH lists folders, or else a Chromium that is installed, if one is.
 * @throws where CELLC_BROWSER names what is no program: whoever sets it wants these tests to run
 */
export function findBrowsers({ CELLC_BROWSER: wanted, PATH = '' }: NodeJS.ProcessEnv = process.env): readonly string[] {
  if (wanted) {
    const paths = wanted.split(delimiter);
    const missing = paths.find((path) => !isProgram(path));
    if (missing !== undefined) throw new Error(`CELLC_BROWSER names '${missing}', which is no program`);
    return paths;
  }
  const folders = PATH.split(delimiter);
  const found = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...apps].find(isProgram);
  return found === undefined ? [] : [found];
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
