import type { Express } from 'express';

export interface Check {
  readonly ok: boolean;
  /** One plain sentence without secrets. */
  readonly detail: string;
}

/**
 * GET /health says that the process lives; GET /ready that it can do its work: every named check is
 * run on each call, and one that fails makes the answer 503.
 */
export function serveHealth(web: Express, checks: Readonly<Record<string, () => Promise<Check>>>): void {
  web.get('/health', (_request, response) => {
    response.set('cache-control', 'no-store').json({ ok: true });
  });
  web.get('/ready', async (_request, response) => {
    const results = await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await outcome(check)] as const));
    const ok = results.every(([, result]) => result.ok);
    response
      .set('cache-control', 'no-store')
      .status(ok ? 200 : 503)
      .json({ ok, checks: Object.fromEntries(results) });
  });
}

const CHECK_LIMIT_MS = 2_500;

async function outcome(check: () => Promise<Check>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Check>((resolve) => {
    timer = setTimeout(() => {
      resolve({ ok: false, detail: 'no answer in time' });
    }, CHECK_LIMIT_MS);
  });
  try {
    return await Promise.race([check(), late]);
  } catch {
    return { ok: false, detail: 'failed; the log says why' };
  } finally {
    clearTimeout(timer);
  }
}
