import { PGlite } from '@electric-sql/pglite';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { prepareFolder } from './template.ts';
import { serveWire } from './wire.ts';

/** What the main thread hands to the worker. */
export interface EmbeddedJob {
  folder: string;
  socketPath: string;
}

/** What the worker tells; after `broken` it ends. */
export type EmbeddedNews = { kind: 'ready' } | { kind: 'broken'; reason: string };

async function serveJob(job: EmbeddedJob, port: MessagePort): Promise<void> {
  const tell = (news: EmbeddedNews) => {
    port.postMessage(news);
  };
  await prepareFolder(job.folder);
  const db = await PGlite.create(job.folder);
  const broken = (error: unknown) => {
    tell({ kind: 'broken', reason: String(error) });
    process.exit(1);
  };
  const server = await serveWire(db, job.socketPath, { broken });
  port.once('message', () => {
    void server
      .stop()
      .then(() => db.close())
      .then(() => process.exit(0));
  });
  tell({ kind: 'ready' });
}

if (!parentPort) throw new Error('embedded-worker.ts runs as a worker thread only');
await serveJob(workerData as EmbeddedJob, parentPort);
