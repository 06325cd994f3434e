import { expect, test } from 'vitest';
import { serve } from './server.ts';

test('files are served by path with their types, and nothing else', async () => {
  const files = new Map([
    ['/index.html', Buffer.from('<p>here</p>')],
    ['/files/a.wasm', Buffer.from([0])],
  ]);
  const { origin, close } = await serve(files, 0);
  try {
    const page = await fetch(`${origin}/?quick`);
    expect(await page.text()).toBe('<p>here</p>');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    // Compiling while it loads needs the type.
    expect((await fetch(`${origin}/files/a.wasm`)).headers.get('content-type')).toBe('application/wasm');
    expect((await fetch(`${origin}/package.json`)).status).toBe(404);
  } finally {
    close();
  }
});
