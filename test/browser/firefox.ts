/** Drives a stock Firefox without a driver: one page of it asks the server where to go, and goes there in a frame. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from './drive.ts';
import type { Server } from './server.ts';

/** A new profile neither greets nor updates. */
const settings = {
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
};

export async function startFirefox(path: string, server: Server): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'cellc-firefox-'));
  const lines = Object.entries(settings).map(([name, value]) => `user_pref('${name}', ${value});\n`);
  await writeFile(join(profile, 'user.js'), lines.join(''));
  const page = `${server.origin}/open/test/browser/site/host.html`;
  const program = spawn(path, ['--headless', '--no-remote', '--profile', profile, page], { stdio: 'ignore' });
  const ended = new Promise<never>((_, reject) => {
    program.on('error', reject);
    program.on('exit', (code) => reject(new Error(`Firefox ended with ${code}`)));
  });
  // It ends in `close`, too, when nobody waits for it any more.
  ended.catch(() => undefined);
  return {
    version: execFileSync(path, ['--version'], { encoding: 'utf8' }).trim(),
    during(url, answer) {
      server.visit(url);
      return Promise.race([answer, ended]);
    },
    async close() {
      program.removeAllListeners('exit');
      const gone = new Promise((resolve) => program.once('exit', resolve));
      program.kill();
      await gone;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
