import { z } from 'zod';
import { ChatFailure } from '../../bot/chat.ts';
import { createCalling } from '../calling.ts';
import { TimedOut } from '../patience.ts';

const LIMITED_MS = 5000;
const CONFLICT_MS = 2000;
const LONGEST_WAIT_S = 3600;

/** An error of the SDK's HTTP client. It carries the request with its token, so it is never kept as a cause. */
const HttpError = z.object({
  isAxiosError: z.literal(true),
  message: z.string().catch(''),
  code: z.string().optional().catch(undefined),
  cause: z.unknown().optional(),
  syscall: z.string().optional().catch(undefined),
  response: z
    .object({
      status: z.number(),
      headers: z.looseObject({ 'retry-after': z.coerce.number().min(0).optional().catch(undefined) }).catch({}),
      data: z
        .looseObject({ error: z.looseObject({ code: z.string() }) })
        .nullable()
        .catch(null),
    })
    .optional()
    .catch(undefined),
});
type HttpError = z.infer<typeof HttpError>;

/** Runs a call to the Bot Connector. */
export const calling = createCalling(toChatFailure);

export function toChatFailure(error: unknown): ChatFailure {
  if (error instanceof ChatFailure) return error;
  if (error instanceof TimedOut) return new ChatFailure('unknown', 'timeout');
  // Its fields are getters of a class, so they are read one by one.
  const failed = error instanceof Error ? HttpError.safeParse(fieldsOf(error)).data : undefined;
  if (!failed) return new ChatFailure('unknown', 'unreadable_answer', { cause: error });
  return failed.response ? ofAnswer(failed.response) : ofSilence(failed);
}

const fieldsOf = (error: Error) => ({
  isAxiosError: Reflect.get(error, 'isAxiosError') as unknown,
  message: error.message,
  code: Reflect.get(error, 'code') as unknown,
  syscall: Reflect.get(error, 'syscall') as unknown,
  cause: error.cause,
  response: Reflect.get(error, 'response') as unknown,
});

function ofAnswer({ status, headers, data }: NonNullable<HttpError['response']>): ChatFailure {
  const said = data?.error.code;
  const code = said !== undefined && /^[\w.:-]{1,100}$/.test(said) ? said : `http_${String(status)}`;
  if (status === 429) return new ChatFailure('limited', code, { retryAfterMs: waitMs(headers['retry-after']) });
  if (status === 412) return new ChatFailure('limited', code, { retryAfterMs: CONFLICT_MS });
  if (status === 401) return new ChatFailure('refused', 'Unauthorized');
  const certain = status >= 400 && status < 500 && status !== 408;
  return new ChatFailure(certain ? 'refused' : 'unknown', code);
}

const waitMs = (seconds: number | undefined): number =>
  seconds === undefined ? LIMITED_MS : Math.min(Math.max(seconds, 1), LONGEST_WAIT_S) * 1000;

/** Only a connection that was never made certainly carried nothing. */
function ofSilence({ code, syscall, cause }: HttpError): ChatFailure {
  const neverMade = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
  const inner = cause instanceof Error ? (Reflect.get(cause, 'syscall') as unknown) : undefined;
  if (neverMade.has(code ?? '') || [syscall, inner].some((one) => one === 'connect' || one === 'getaddrinfo'))
    return new ChatFailure('unsent', code ?? 'not_connected');
  const isLate = code === 'ECONNABORTED' || code === 'ETIMEDOUT';
  return new ChatFailure('unknown', isLate ? 'timeout' : (code ?? 'no_answer'));
}
