/** The compiled file: kernels as text, and the manifest. */
import { hexadecimal } from '../backend/wasm/bytes.ts';
import type { Build } from '../target.ts';

/** The names that code from files has in the module. */
const imported: Readonly<Record<string, string>> = { '.wasm': 'code', '.relaxed.wasm': 'relaxed' };

/** WebAssembly is written into the module, unless it is to be imported from `files` beside it. */
export function printModule(builds: readonly [Build, ...Build[]], files: readonly string[]): string {
  const targets = builds.map(({ target }) => target).join(' and ');
  const js = builds.find(({ target }) => target === 'js');
  const wasm = builds.find(({ target }) => target === 'wasm');
  const gpujs = builds.find(({ target }) => target === 'gpujs');
  const webgpu = builds.find(({ target }) => target === 'webgpu');
  const { manifest } = js ?? builds[0];
  const parts = [
    `// ${manifest.name}: ${manifest.input} → ${manifest.output} features a time step. Compiled by cellc ${manifest.version} for ${targets}, ${manifest.precision}; do not edit.`,
    ...(js ? ['// Kernels work on the arena m. T counts time steps, B sequences; row r = t * B + b.'] : []),
    ...files.map((file) => `import ${imported[file]} from './${manifest.name}${file}';`),
    ...(js ? ['', js.code.text] : ['']),
    `export const manifest = ${printData(manifest)};`,
    '',
    ...(js ? [`export const kernels = { ${js.code.entries.join(', ')} };`] : []),
    ...(wasm ? [printWasm(wasm, manifest === wasm.manifest, files)] : []),
    ...(webgpu ? [printWebgpu(webgpu, manifest === webgpu.manifest)] : []),
    ...(gpujs ? [printGpuJs(gpujs, manifest === gpujs.manifest)] : []),
  ];
  return `${parts.join('\n')}\n`;
}

/** The layout of WebAssembly's memory is its own, and so is its manifest. */
function printWasm({ manifest, code }: Build, isAlone: boolean, files: readonly string[]): string {
  const entries = [
    isAlone ? 'manifest' : `manifest: ${printData(manifest, '  ')}`,
    ...[...code.files].map(([file, bytes]) => {
      const name = imported[file]!;
      return files.includes(file) ? name : `${name}: '${hexadecimal(bytes)}'`;
    }),
  ];
  return `export const wasm = {\n${entries.map((entry) => `  ${entry},\n`).join('')}};`;
}

/** Kernels are texts, which no tool that shortens code rewrites; gpu.js is imported when a model is loaded. */
function printGpuJs({ manifest, code }: Build, isAlone: boolean): string {
  const { kernels, entries } = code.program!;
  const sources = [...kernels].map(
    ([name, { source, output }]) => `    ${name}: { output: ${spaced(output)}, source: \`${source}\` },\n`,
  );
  return [
    'export const gpujs = {',
    isAlone ? '  manifest,' : `  manifest: ${printData(manifest, '  ')},`,
    "  load: () => import('gpu.js'),",
    `  kernels: {\n${sources.join('')}  },`,
    `  entries: ${printData(Object.fromEntries(entries), '  ')},`,
    '};',
  ].join('\n');
}

/** Shaders are a text in the module, for the host to compile. */
function printWebgpu({ manifest, code }: Build, isAlone: boolean): string {
  const text = code.text.replace(/[\\`]|\$\{/g, '\\$&');
  const own = isAlone ? '  manifest,\n' : `  manifest: ${printData(manifest, '  ')},\n`;
  return `export const webgpu = {\n${own}  dispatches: ${printData(code.dispatches, '  ')},\n  code: \`\n${text}\`,\n};`;
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
