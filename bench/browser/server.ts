/** Serves the pages to this machine alone. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** Port 0 is any that is free. */
export async function serve(
  files: ReadonlyMap<string, Uint8Array>,
  port: number,
): Promise<{ origin: string; close(): void }> {
  const server = createServer(({ url = '/' }, response) => {
    const path = url.replace(/\?.*/, '');
    const body = files.get(path === '/' ? '/index.html' : path);
    response.writeHead(body ? 200 : 404, {
      'content-type': types[extname(path) || '.html'] ?? 'application/octet-stream',
    });
    response.end(body ?? `there is no ${path}\n`);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
