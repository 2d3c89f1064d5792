import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { ChatFailure } from '../../bot/chat.ts';
import { createCalling } from '../calling.ts';

/** Slack's own faults: it may have done what was asked before it failed. */
const IN_DOUBT = new Set(['internal_error', 'fatal_error', 'service_unavailable']);
const LIMITED = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);
const DEFAULT_WAIT_MS = 30_000;

/** Runs a call to Slack. */
export const calling = createCalling(toChatFailure);

export function toChatFailure(error: unknown): ChatFailure {
  if (error instanceof ChatFailure) return error;
  const own = error instanceof WebAPIRequestError ? ownFailure(error.original) : null;
  if (own) return own;
  if (error instanceof WebAPIRateLimitedError)
    return new ChatFailure('limited', 'ratelimited', { retryAfterMs: Math.max(error.retryAfter, 1) * 1000, cause: error });
  if (error instanceof WebAPIPlatformError) return ofAnswer(error);
  if (error instanceof WebAPIHTTPError) return ofStatus(error);
  if (error instanceof WebAPIRequestError && wasNeverSent(error.original))
    return new ChatFailure('unsent', causeCode(error.original), { cause: error });
  // The SDK words a 429 without a usable Retry-After as a plain error.
  if (error instanceof Error && error.message.startsWith('Retry header'))
    return new ChatFailure('limited', 'ratelimited', { retryAfterMs: DEFAULT_WAIT_MS, cause: error });
  return new ChatFailure('unknown', error instanceof WebAPIRequestError ? causeCode(error.original) : 'no_answer', { cause: error });
}

/** Ours, thrown as the request was about to leave; fetch wraps what its body throws. */
function ownFailure(original: Error): ChatFailure | null {
  if (original instanceof ChatFailure) return original;
  return original.cause instanceof ChatFailure ? original.cause : null;
}

function ofAnswer(error: WebAPIPlatformError): ChatFailure {
  const code = error.data.error;
  // A page of a proxy, or half an answer, stands where Slack's code should be.
  if (typeof code !== 'string' || !/^[\w.:-]{1,100}$/.test(code)) return new ChatFailure('unknown', 'unreadable_answer', { cause: error });
  if (IN_DOUBT.has(code)) return new ChatFailure('unknown', code, { cause: error });
  if (LIMITED.has(code)) {
    const retryAfter = error.data.response_metadata?.retryAfter;
    return new ChatFailure('limited', code, { retryAfterMs: retryAfter === undefined ? DEFAULT_WAIT_MS : retryAfter * 1000, cause: error });
  }
  return new ChatFailure('refused', code, { cause: error });
}

function ofStatus(error: WebAPIHTTPError): ChatFailure {
  const certain = error.statusCode >= 400 && error.statusCode < 500 && error.statusCode !== 408;
  return new ChatFailure(certain ? 'refused' : 'unknown', `http_${String(error.statusCode)}`, { cause: error });
}

/** True only when the connection was never made; a connection that broke may have carried the call. */
function wasNeverSent(error: unknown): boolean {
  return causes(error).some(
    (one) =>
      one.code === 'UND_ERR_CONNECT_TIMEOUT' || one.code === 'ECONNREFUSED' || one.syscall === 'connect' || one.syscall === 'getaddrinfo',
  );
}

const causeCode = (error: unknown): string => {
  const all = causes(error);
  return all.find((one) => one.code !== undefined)?.code ?? (all.some((one) => one.name === 'TimeoutError') ? 'timeout' : 'no_answer');
};

interface Cause {
  readonly name: string;
  readonly code: string | undefined;
  readonly syscall: string | undefined;
}

function causes(error: unknown): Cause[] {
  if (!(error instanceof Error)) return [];
  const found = (name: 'code' | 'syscall'): string | undefined => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' ? value : undefined;
  };
  const inner = error instanceof AggregateError ? error.errors.flatMap(causes) : [];
  return [{ name: error.name, code: found('code'), syscall: found('syscall') }, ...inner, ...causes(error.cause)];
}
