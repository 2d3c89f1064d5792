import type { Response } from 'express';
import { COULD_NOT_SAVE } from '../../bot/failures.ts';
import type { Envelope } from './envelope.ts';
import { inputsOf, toViewErrors } from './modal.ts';

type Addressed = Exclude<Envelope, { kind: 'verification' | 'check' }>;

const PRIVATELY = { response_type: 'ephemeral', replace_original: false, text: COULD_NOT_SAVE };

/** The answer while it cannot be known for which workspace this is: a sentence where Slack shows one; events are asked for again. */
export async function answerAway(envelope: Addressed, res: Response): Promise<void> {
  if (envelope.kind === 'command') {
    res.json(PRIVATELY);
    return;
  }
  const errors = envelope.kind === 'interaction' ? toViewErrors({ '': COULD_NOT_SAVE }, inputsOf(envelope.body.view?.blocks)) : null;
  if (errors && envelope.body.type === 'view_submission') {
    res.json({ response_action: 'errors', errors });
    return;
  }
  if (envelope.kind === 'interaction' && envelope.body.response_url !== undefined) {
    res.status(200).end();
    const headers = { 'Content-Type': 'application/json' };
    const signal = AbortSignal.timeout(5000);
    await fetch(envelope.body.response_url, { method: 'POST', headers, body: JSON.stringify(PRIVATELY), signal });
    return;
  }
  res.status(503).end();
}
