import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Document, Format } from './document.ts';

export interface RenderJob {
  readonly document: Document;
  readonly format: Format;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * The document as a file, made in a thread of its own so that nobody waits for it, one after the other. The same bytes
 * for the same document. Rejects when it cannot be made.
 */
export function render(document: Document, format: Format): Promise<Uint8Array> {
  const made = last.then(() => inThread({ document, format }));
  last = made.catch(() => undefined);
  return made;
}

function inThread(job: RenderJob): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(path.join(import.meta.dirname, 'render-worker.ts'), { workerData: job, name: 'documents', execArgv: [] });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => {
      reject(new Error('The thread that makes documents ended without one.'));
    });
  });
}
