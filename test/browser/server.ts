/** A static web server for pages under test, which hands them tasks and takes their answers. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
};

/** A part of the server with an address of its own: `/js/…`. */
export interface Site {
  /** The Content-Security-Policy of all its answers; none where absent. */
  readonly policy?: string;
  /** Files besides those of the repository, by their path in the site. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

interface Task {
  readonly text: string;
  readonly settle: (answer: Answer) => void;
}

type Answer = { readonly result: unknown } | { readonly error: string };

export interface Server {
  readonly origin: string;
  /** A task for a page of a site: its address, and what the page will answer. */
  task(site: string, page: string, name: string, given: unknown): { url: string; answer: Promise<unknown> };
  /** Sends a page that waits at `/next` to an address; one after the other. */
  visit(url: string): void;
  close(): void;
}

/** Serves the repository to this machine, once for each site. */
export async function startServer(root: string, sites: ReadonlyMap<string, Site>): Promise<Server> {
  const tasks = new Map<string, Task>();
  const addresses: string[] = [];
  const waiting: ((url: string) => void)[] = [];

  async function answer(
    request: IncomingMessage,
  ): Promise<{ status: number; type?: string; body: string | Uint8Array }> {
    const [, name = '', path = ''] = /^\/(\w+)\/(.*)$/.exec(decodeURIComponent(request.url!.replace(/\?.*/, ''))) ?? [];
    if (request.url === '/next')
      return { status: 200, body: addresses.shift() ?? (await new Promise((go) => waiting.push(go))) };
    const task = name === 'task' ? tasks.get(path) : undefined;
    if (task && request.method === 'POST') {
      task.settle(JSON.parse(await readBody(request)) as Answer);
      return { status: 200, body: '' };
    }
    if (task) return { status: 200, type: '.json', body: task.text };
    const site = sites.get(name);
    const isInside = !normalize(path).startsWith('..');
    const body =
      site?.files.get(path) ?? (site && isInside ? await readFile(join(root, path)).catch(() => undefined) : undefined);
    return body === undefined ? { status: 404, body: `no ${path}` } : { status: 200, type: extname(path), body };
  }

  const server = createServer(async (request, response) => {
    const { status, type = '', body } = await answer(request);
    const policy = sites.get(request.url!.split('/')[1]!)?.policy;
    response.writeHead(status, {
      'content-type': types[type] ?? 'application/octet-stream',
      // What is served stays as it is, but for tasks.
      'cache-control': request.url!.startsWith('/task/') || request.url === '/next' ? 'no-store' : 'max-age=3600',
      ...(policy && { 'content-security-policy': policy }),
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    task(site, page, name, given) {
      const id = String(tasks.size);
      const answer = new Promise<unknown>((resolve, reject) => {
        const settle = (answer: Answer): void =>
          'error' in answer ? reject(new Error(`${name} in the page: ${answer.error}`)) : resolve(answer.result);
        tasks.set(id, { text: JSON.stringify({ name, given }), settle });
      });
      return { url: `${origin}/${site}/test/browser/site/${page}?task=${id}`, answer };
    },
    visit(url) {
      const go = waiting.shift();
      if (go) go(url);
      else addresses.push(url);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
