import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';

export interface WebLog {
  error(fields: object, message: string): void;
}

/**
 * The one Express app. It has no body parser of its own: Slack's route needs the raw bytes, so each
 * route that takes a body parses it itself.
 */
export function createWeb(): Express {
  const web = express();
  web.disable('x-powered-by');
  web.set('trust proxy', 'loopback, uniquelocal');
  web.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          defaultSrc: ["'none'"],
          styleSrc: ["'self'"],
          scriptSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          connectSrc: ["'self'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
          upgradeInsecureRequests: null,
        },
      },
      strictTransportSecurity: false,
    }),
  );
  return web;
}

/** The last handlers: what is not there, and what went wrong. They tell nothing of the inside. */
export function finishWeb(web: Express, log: WebLog): void {
  const notFound: RequestHandler = (_request, response) => {
    response.status(404).type('text/plain').send('There is nothing at this address.\n');
  };
  const failed: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    const status = statusOf(error);
    if (status >= 500) log.error({ event: 'request-failed', err: error }, 'request failed');
    if (response.headersSent) {
      next(error);
      return;
    }

    response
      .status(status)
      .type('text/plain')
      .send(status >= 500 ? 'Something went wrong on our side.\n' : 'That request could not be read.\n');
  };
  web.use(notFound, failed);
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
