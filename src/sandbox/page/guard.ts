import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Headers that let the page load only what the sandbox serves, and images. */
export const pageHeaders: RequestHandler = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'https:', 'data:'],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // The sandbox is served over plain http on the loopback address.
  strictTransportSecurity: false,
});

/** Lets a request that changes something through only when it comes from the sandbox's own page. */
export const sameOrigin: RequestHandler = (req, res, next) => {
  const site = req.get('sec-fetch-site');
  const origin = req.get('origin');
  const fromHere = origin !== undefined && URL.canParse(origin) && new URL(origin).host === req.get('host');
  if ((site === undefined || site === 'same-origin') && fromHere) {
    next();
    return;
  }
  res.status(403).json({ ok: false, message: 'Only the sandbox page may do this.' });
};
