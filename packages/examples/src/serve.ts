/** Serves the page that trains a network: `node packages/examples/dist/serve.js [port]`. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { compileModel } from '@cellc/compiler';
import { folder, isMain } from './build.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
};

const files = new Map([
  ['/', 'page/index.html'],
  ['/page.css', 'page/page.css'],
  ['/page.js', 'page/page.js'],
  ['/sunspots.csv', 'data/sunspots_yearly.csv'],
]);

/** Serves to this machine alone; port 0 is any that is free. */
export async function serve(port: number): Promise<{ url: string; server: Server }> {
  // `npx cellc compile` writes the same module to a file, which any server of static files could serve.
  const text = readFileSync(new URL('page/page.model.json', folder), 'utf8');
  const { code } = compileModel({ name: 'page.model.json', text });

  const find = async (path: string): Promise<string | Buffer | undefined> => {
    if (path === '/sunspots.js') return code;
    const file =
      files.get(path) ?? (/^\/runtime\/[\w/-]+\.js$/.test(path) && `../..${path.replace('runtime', 'runtime/dist')}`);
    return file ? readFile(new URL(file, folder)).catch(() => undefined) : undefined;
  };
  const server = createServer(async ({ url = '/' }, response) => {
    const body = await find(url);
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': types[extname(url) || '.html'] ?? 'text/plain',
    });
    response.end(body ?? `there is no ${url}\n`);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

if (isMain(import.meta.url)) {
  const port = process.argv[2];
  const { url } = await serve(Number(port ?? 8080)).catch((error: NodeJS.ErrnoException) => {
    // That another program has the port is no reason not to show the page, unless it was asked for.
    if (port !== undefined || error.code !== 'EADDRINUSE') throw error;
    return serve(0);
  });
  console.log(`${url} trains a network in the page. Stop with Ctrl-C.`);
}
