// Collects the shipped .cell files into one TypeScript module, so that the compiler core needs no file system.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const cells = new URL('../cells/', import.meta.url);
const target = new URL('../src/model/library.generated.ts', import.meta.url);

const entries = (folder) =>
  readdirSync(new URL(folder, cells))
    .filter((file) => file.endsWith('.cell'))
    .sort()
    .map((file) => [basename(file, '.cell'), readFileSync(new URL(`${folder}${file}`, cells), 'utf8')]);

const literal = (name, folder) =>
  `export const ${name}: Readonly<Record<string, string>> = ${JSON.stringify(Object.fromEntries(entries(folder)), null, 2)};\n`;

/** Also the test runner's global set-up: a new .cell file is picked up without a build. */
export function setup() {
  const text = `// Generated from compiler/cells by scripts/library.mjs; do not edit.\n${literal('cells', './')}${literal('losses', 'losses/')}${literal('optimizers', 'optimizers/')}`;
  writeFileSync(target, text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setup();
