import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves at a free port of this machine; `here` is where an address that was handed out leads in the test. */
export async function serveLocally(app: RequestListener) {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return { base, here: (url: string) => url.replace('https://convenor.invalid', base), close: () => server.close() };
}

export type LocalServer = Awaited<ReturnType<typeof serveLocally>>;
