import { createHmac, timingSafeEqual } from 'node:crypto';

const PAST_S = 5 * 60;
const FUTURE_S = 60;

export type Refusal = 'no-signature' | 'no-timestamp' | 'expired' | 'future' | 'forged';

/**
 * Why a request is not one that Slack signed just now; null when it is. One HMAC over the bytes as
 * they came, compared in constant time. Slack's own library accepts any time in the future; we do not.
 */
export function findRefusal(
  secret: string,
  request: { readonly signature: string | undefined; readonly timestamp: string | undefined; readonly body: Buffer },
  nowMs: number,
): Refusal | null {
  const { signature, timestamp, body } = request;
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return 'no-timestamp';
  if (signature === undefined || !/^v0=[0-9a-f]{64}$/.test(signature)) return 'no-signature';
  const age = Math.floor(nowMs / 1000) - Number(timestamp);
  if (age > PAST_S) return 'expired';
  if (age < -FUTURE_S) return 'future';
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature.slice(3), 'hex')) ? null : 'forged';
}
