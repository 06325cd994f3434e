/** What keeps the code small: sizes, the direction of imports, and that nothing but the op table knows ops by name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { compileModel } from '@cellc/compiler';
import { expect, test } from 'vitest';
import { ops } from '../compiler/src/ir/ops.ts';

const root = join(import.meta.dirname, '..');
const isProduct = (path: string): boolean => !/\.test\.ts$|\.testing\.ts$|\/testing\/|\.generated\.ts$/.test(path);
const list = (folder: string): string[] =>
  existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }) : [];
/** The TypeScript of a package, without tests and generated files, as paths from the root. */
const sources = (folder: string): string[] =>
  list(`${folder}/src`)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/src/${path}`)
    .filter(isProduct)
    .sort();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
const product = ['compiler', 'runtime', ...packages].flatMap(sources);

/** A file is one idea. */
const mostLines = 350;
/**
 * Lines of code; blank lines and comments are free. Whoever needs more says here why. The runtime: running a module takes
 * 1,100 of them, and training the rest (data, passes, checkpoints,
 * schedules; 150 check what is resumed), which `./inference` imports nothing of.
 */
// WebAssembly needs an encoder of its own, and functions in single precision: 900 lines. C headers take 360.
// WebGPU: what may run at once, tiles, and shaders, 750 lines; what threads keep close by, 350; a host that is awaited, and
// updates that it does not see, 500.
// gpu.js: what a thread computes of a kernel, what shares a dispatch, and how few arrays it reads, 1,200 lines; a host, 650.
// The equations that head lines of generated code, and hints for what papers and other languages write: 50.
const mostCode = { compiler: 12800, runtime: 4500 };

test('every file is short', () => {
  const long = product.map((path) => [path, read(path).split('\n').length - 1] as const);
  expect(long.filter(([, lines]) => lines > mostLines)).toEqual([]);
});

test('compiler and runtime are small', () => {
  const isCode = (line: string): boolean => !/^\s*$|^\s*(\/\/|\/\*|\*)/.test(line);
  const count = (folder: string): number =>
    sources(folder).flatMap((path) => read(path).split('\n').filter(isCode)).length;
  for (const [folder, most] of Object.entries(mostCode)) {
    const lines = count(folder);
    console.log(`${lines} of ${most} lines of code in ${folder}`);
    expect(lines, folder).toBeLessThanOrEqual(most);
  }
});

test('a compiled LSTM is less than 4 kB for WebAssembly', () => {
  const spec = { name: 'lstm_10_20', input: 10, layers: [{ cell: 'lstm', size: 20 }] };
  const { code } = compileModel(spec, { target: 'wasm' });
  const bytes = gzipSync(code, { level: 9 }).length;
  console.log(`${bytes} bytes of LSTM 10 → 20, gzipped`);
  expect(bytes).toBeLessThan(4000);
});

interface Import {
  readonly from: string;
  /** A file of the repository, or the name of a package. */
  readonly to: string;
  readonly isType: boolean;
  /** On demand. */
  readonly isLazy: boolean;
}

/** Static imports, re-exports and imports on demand. */
function importsOf(from: string): Import[] {
  const text = read(from);
  const found = [...text.matchAll(/^\s*(import|export)\s(type\s)?(?:[^'";]*?\sfrom\s)?'([^']+)'/gm)].map((match) => ({
    isType: match[2] !== undefined,
    isLazy: false,
    name: match[3]!,
  }));
  const lazy = [...text.matchAll(/\bimport\('([^']+)'\)/g)].map((match) => ({
    isType: false,
    isLazy: true,
    name: match[1]!,
  }));
  return [...found, ...lazy].map(({ isType, isLazy, name }) => ({
    from,
    to: name.startsWith('.') ? relative(root, join(root, dirname(from), name)) : name,
    isType,
    isLazy,
  }));
}

const imports = product.flatMap(importsOf);

test('imports lead to files', () => {
  expect(imports.length).toBeGreaterThan(100);
  expect(imports.filter(({ to }) => to.endsWith('.ts') && !existsSync(join(root, to)))).toEqual([]);
});

/** What the files of a folder may import, types included. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  // The module format's types are known everywhere: a cell says how parameters start in its words.
  'compiler/src/lang/': ['compiler/src/error.ts', 'compiler/src/lang/', '@cellc/runtime/module'],
  'compiler/src/ir/': ['compiler/src/error.ts', 'compiler/src/lang/', 'compiler/src/ir/'],
  'compiler/src/passes/': ['compiler/src/error.ts', 'compiler/src/lang/', 'compiler/src/ir/', 'compiler/src/passes/'],
  'runtime/src/': ['runtime/src/'],
};

for (const [folder, targets] of Object.entries(allowed))
  test(`${folder} imports from the stages before it alone`, () => {
    const own = imports.filter(({ from }) => from.startsWith(folder));
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter(({ to }) => !targets.some((target) => to.startsWith(target)))).toEqual([]);
  });

test('of the runtime, the compiler knows types alone', () => {
  const known = imports.filter(({ from, to }) => from.startsWith('compiler/') && /^(@cellc\/)?runtime/.test(to));
  expect(known.filter(({ isType }) => !isType)).toEqual([]);
});

test('running a model needs nothing of training', () => {
  const known = new Set(['runtime/src/inference.ts']);
  for (const path of known) for (const { from, to, isType } of imports) if (from === path && !isType) known.add(to);
  expect(known.size).toBeGreaterThan(5);
  expect([...known].filter((path) => path.startsWith('runtime/src/training/'))).toEqual([]);
});

const kinds = [
  ['types included', imports.filter(({ isLazy }) => !isLazy)],
  ['imports on demand included', imports.filter(({ isType }) => !isType)],
] as const;

test.each(kinds)('no file imports itself in a circle, %s', (_, edges) => {
  const targets = new Map(product.map((path) => [path, edges.filter(({ from }) => from === path).map(({ to }) => to)]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, above: readonly string[]): void => {
    if (above.includes(path)) circles.push([...above.slice(above.indexOf(path)), path].join(' → '));
    if (done.has(path) || above.includes(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...above, path]);
    done.add(path);
  };
  for (const path of product) visit(path, []);
  expect(circles).toEqual([]);
});

/** Ops that the structure of expressions and graphs is made of: everything else is known by its row alone. */
const structural = ['lit', 'input', 'state', 'param', 'cotangent', 'noise', 'add', 'sub', 'mul', 'neg', 'sum'];
const shapes = ['transpose', 'slice', 'pad', 'concat', 'broadcast', 'matmul', 'matmat', 'outer'];

test('no file but the op table branches on the name of an op', () => {
  const names = new Set(Object.keys(ops).filter((op) => !structural.includes(op) && !shapes.includes(op)));
  const branches = product
    .filter((path) => path !== 'compiler/src/ir/ops.ts')
    .flatMap((path) =>
      [...read(path).matchAll(/(?:\bop\b[^=\n]{0,3}[!=]==\s*|\bcase\s+)'(\w+)'/g)].map((match) => ({
        path,
        op: match[1]!,
      })),
    );
  expect(branches.length).toBeGreaterThan(10);
  expect(branches.filter(({ op }) => names.has(op))).toEqual([]);
});
