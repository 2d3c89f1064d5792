import { subscribe } from 'node:diagnostics_channel';
import type { WebClientOptions } from '@slack/web-api';
import type pg from 'pg';
import type { Chat } from '../../src/bot/chat.ts';

/**
 * The awaits of a replica, seen from outside of production code: before and after every statement to the database, every call
 * of the chat port, and every request as it leaves the process.
 */
export type Step = (label: string) => void;

/** Where the six points that every sender has stand among the steps. */
export const POINTS = {
  'before-claim': /^before UPDATE Delivery claim/,
  'after-claim': /^after UPDATE Delivery claim/,
  'before-post': /^before post/,
  // In between, "stored but not answered", is the platform's to tell.
  'after-post': /^after post/,
  'before-request': /^before request chat.postMessage/,
  connected: /^connected chat.postMessage/,
  'before-fate': /^before UPDATE Delivery fate/,
  'after-fate': /^after (UPDATE Delivery fate|COMMIT fate)/,
} as const;

export type Point = keyof typeof POINTS;

export function watchDatabase(sql: pg.Pool, step: Step): void {
  sql.on('connect', (client) => {
    let isFateOpen = false;
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const watched = (...args: unknown[]): unknown => {
      const label = labelOf(args, isFateOpen);
      if (label.endsWith('fate')) isFateOpen = !label.startsWith('COMMIT');
      step(`before ${label}`);
      const done = args.at(-1);
      if (typeof done === 'function') {
        const callback = (...results: unknown[]): unknown => {
          step(`after ${label}`);
          return Reflect.apply(done, undefined, results);
        };
        return query(...args.slice(0, -1), callback);
      }
      const result = query(...args);
      if (!(result instanceof Promise)) return result;
      return result.then((value: unknown) => {
        step(`after ${label}`);
        return value;
      });
    };
    client.query = watched as typeof client.query;
  });
}

interface Query {
  readonly text?: string;
  readonly values?: readonly unknown[];
}

/** `UPDATE Delivery claim`: the verb, the table, and what it is for where that matters. */
function labelOf([first, second]: readonly unknown[], isFateOpen: boolean): string {
  const query: Query = typeof first === 'string' ? { text: first } : (first ?? {});
  const text = query.text ?? '';
  const values = query.values ?? (Array.isArray(second) ? second : []);
  const verb = /\b(INSERT|UPDATE|DELETE|SELECT|BEGIN|COMMIT|ROLLBACK|SET|DEALLOCATE)\b/i.exec(
    text.replace(/^\s*WITH\b.*?(?=\bUPDATE\b|$)/is, ''),
  )?.[1];
  const table = /(?:UPDATE|INTO|FROM)\s+(?:"public"\.)?"(\w+)"/i.exec(text)?.[1];
  const isUpdate = /\bUPDATE\s+(?:"public"\.)?"Delivery"/i.test(text);
  if (isUpdate && /SET\s+(?:\w+\.)?"?state"?\s*=\s*'claimed'/i.test(text)) return 'UPDATE Delivery claim';
  if (isUpdate && (values.includes('sent') || /=\s*'sent'/.test(text))) return 'UPDATE Delivery fate';
  if (verb?.toUpperCase() === 'COMMIT') return isFateOpen ? 'COMMIT fate' : 'COMMIT';
  return [verb?.toUpperCase() ?? 'other', table].filter(Boolean).join(' ');
}

export function watchChat(chat: Chat, step: Step): Chat {
  const watched = async <T>(name: string, call: () => Promise<T>): Promise<T> => {
    step(`before ${name}`);
    const result = await call();
    step(`after ${name}`);
    return result;
  };
  return {
    ...chat,
    post: (...args) => watched('post', () => chat.post(...args)),
    update: (...args) => watched('update', () => chat.update(...args)),
    pin: (...args) => watched('pin', () => chat.pin(...args)),
    find: (...args) => watched('find', () => chat.find(...args)),
  };
}

/** The connection stands and the request is about to be written: what comes between the library's call and its bytes. */
export function watchConnections(step: Step): void {
  subscribe('undici:client:sendHeaders', (message) => {
    const { request } = message as { readonly request: { readonly path: string } };
    step(`connected ${request.path.replace(/.*\//, '')}`);
  });
}

/** The request as it leaves: after whatever the platform's library does before it. */
export function watchFetch(send: NonNullable<WebClientOptions['fetch']>, step: Step): NonNullable<WebClientOptions['fetch']> {
  return async (input, init) => {
    const method = String(input instanceof Request ? input.url : input).replace(/.*\//, '');
    step(`before request ${method}`);
    const response = await send(input, init);
    step(`after request ${method}`);
    return response;
  };
}
