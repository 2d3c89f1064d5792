import { parentPort, workerData } from 'node:worker_threads';
import type { RenderJob } from './render.ts';

if (!parentPort) throw new Error('render-worker.ts runs as a worker thread only');
const { document, format } = workerData as RenderJob;
const bytes = format === 'pdf' ? await (await import('./pdf.ts')).toPdf(document) : await (await import('./docx.ts')).toDocx(document);
parentPort.postMessage(new Uint8Array(bytes));
