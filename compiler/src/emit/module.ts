/** The compiled file: kernels as text, and the manifest. */
import type { Manifest } from '@cellc/runtime/module';
import type { Printed } from '../backend/js.ts';

export function printModule(manifest: Manifest, printed: Printed): string {
  const head = [
    `// ${manifest.name}: ${manifest.input} → ${manifest.output} features a time step. Compiled by cellc ${manifest.version} for ${manifest.target}, ${manifest.precision}; do not edit.`,
    '// Kernels work on the arena m. T counts time steps, B sequences; row r = t * B + b.',
    '',
  ].join('\n');
  const kernels = printed.entries.map(({ name }) => name).join(', ');
  return `${head}\n${printed.code}\nexport const manifest = ${printData(manifest)};\n\nexport const kernels = { ${kernels} };\n`;
}

/** JSON with one line for each entry of the outer levels: the manifest is read by people, too. */
function printData(value: unknown, indent = ''): string {
  const isShort = JSON.stringify(value).length <= 100;
  if (isShort || typeof value !== 'object' || value === null) return spaced(value);
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return `[\n${value.map((item) => `${inner}${printData(item, inner)},\n`).join('')}${indent}]`;
  return `{\n${Object.entries(value)
    .map(([key, item]) => `${inner}${printKey(key)}: ${printData(item, inner)},\n`)
    .join('')}${indent}}`;
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, item]) => `${printKey(key)}: ${spaced(item)}`)
    .join(', ')} }`;
}

function printKey(key: string): string {
  return /^[A-Za-z]\w*$/.test(key) ? key : JSON.stringify(key);
}
