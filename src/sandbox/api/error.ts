/** The app asked for something Slack refuses; `code` is Slack's own name for it. */
export class SlackError extends Error {
  readonly code: string;
  readonly faults: string[];
  constructor(code: string, faults: string[] = []) {
    super(code);
    this.name = 'SlackError';
    this.code = code;
    this.faults = faults;
  }
}

/** Refusals that mean the app itself is wrong, not that the world changed under it. */
const MISTAKES = new Set([
  'unknown_method',
  'not_authed',
  'invalid_auth',
  'invalid_arguments',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_json',
  'invalid_metadata_format',
  'msg_too_long',
  'no_text',
  'expired_trigger_id',
  'exchanged_trigger_id',
  'invalid_trigger_id',
  'push_limit_reached',
  'expired_url',
  'used_url',
  'invalid_payload',
  'ratelimited',
]);

export function isMistake(error: SlackError): boolean {
  return MISTAKES.has(error.code);
}
