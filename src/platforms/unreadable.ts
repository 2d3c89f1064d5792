import type { ErrorRequestHandler } from 'express';

/** Answers a body that could not be taken in: too large, malformed, cut off. */
export const refuseUnreadable: ErrorRequestHandler = (problem: unknown, _request, response, next) => {
  if (response.headersSent) next(problem);
  else response.status(statusOf(problem)).end();
};

function statusOf(problem: unknown): number {
  const status: unknown = problem instanceof Error ? Reflect.get(problem, 'status') : undefined;
  return typeof status === 'number' ? status : 400;
}
