import type { IncomingMessage, ServerResponse } from 'node:http';

/** What is asked of the service. */
export type Asked = 'create' | 'post' | 'update' | 'delete' | 'targeted' | 'members' | 'team' | 'meeting';

/** How a request goes wrong. `stored` faults happen after the work is done. */
export type Fault =
  | { readonly status: number; readonly code?: string; readonly retryAfter?: number; readonly stored?: true }
  | { readonly broken: 'hang' | 'reset'; readonly stored?: true };

/** Which requests are to go wrong, one each, in order. */
export function createFaults() {
  const planned: { readonly asked: Asked; readonly conversation: string | undefined; readonly fault: Fault }[] = [];
  return {
    /** The next requests of this kind, to this conversation when one is named, go wrong like this, one each. */
    failNext: (asked: Asked | { readonly asked: Asked; readonly conversation: string }, ...faults: Fault[]): void => {
      const where = typeof asked === 'string' ? { asked, conversation: undefined } : asked;
      planned.push(...faults.map((fault) => ({ ...where, fault })));
    },
    take(asked: Asked, conversation: string | null): Fault | undefined {
      const at = planned.findIndex((one) => one.asked === asked && (one.conversation === undefined || one.conversation === conversation));
      return at < 0 ? undefined : planned.splice(at, 1)[0]?.fault;
    },
    clear: (): void => {
      planned.length = 0;
    },
  };
}

/** Answers as the fault says. A hanging answer is kept in `hanging` until the service closes. */
export function misbehave(fault: Fault, req: IncomingMessage, res: ServerResponse, hanging: ServerResponse[]): void {
  if ('status' in fault) {
    const headers = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
    const code = fault.code ?? 'ServiceError';
    res.writeHead(fault.status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify({ error: { code, message: code } }));
  } else if (fault.broken === 'hang') hanging.push(res);
  else req.socket.resetAndDestroy();
}
