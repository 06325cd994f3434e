/** What the programs of the examples share: arguments, files, and errors that are the user's. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CellcError } from '@cellc/compiler';
import { RuntimeError } from '@cellc/runtime';

/** Something is wrong with what the program was given: its message is all that is printed. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
}

export interface Arguments {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | undefined>>;
}

/** Runs a program and sets the exit code: 1 where the input is wrong, 2 where the command line is. */
export async function run(
  usage: string,
  options: readonly string[],
  positionals: readonly [least: number, most: number],
  main: (args: Arguments) => Promise<void>,
): Promise<void> {
  let parsed: Arguments | undefined;
  try {
    const config = Object.fromEntries(options.map((name) => [name, { type: 'string' as const }]));
    const found = parseArgs({ options: config, allowPositionals: true });
    const [least, most] = positionals;
    if (found.positionals.length >= least && found.positionals.length <= most)
      parsed = { positionals: found.positionals, options: found.values };
  } catch {
    // Node's words are about its own options; the usage says what can be written.
  }
  if (!parsed) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  try {
    await main(parsed);
  } catch (error) {
    if (!(error instanceof Complaint || error instanceof CellcError || error instanceof RuntimeError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** @throws Complaint */
export function read(path: string | URL): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new Complaint(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** @throws Complaint */
export function write(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    throw new Complaint(`${path} cannot be written: ${(error as NodeJS.ErrnoException).code}`);
  }
}
