import type { Button } from '../../bot/card.ts';
import { askButton, overrideButton, postNowButton } from './buttons.ts';
import { listFailing, type GateFacts } from './gate.ts';
import { CHECK_NAMES } from './gate-words.ts';

/** What can be done about checks that are not in place. */
export function wayOnButtons(gate: GateFacts, isSecretariat: boolean): Button[] {
  const failing = listFailing(gate);
  const { id } = gate.meeting;
  const post = failing.some(({ fact }) => fact === 'not_posted') ? [postNowButton(id)] : [];
  if (failing.length === 0) return [];
  if (!isSecretariat) return gate.askedAt ? post : [...post, askButton(id)];
  const [only, ...others] = failing;
  if (only && others.length === 0) return [...post, overrideButton(id, only.check)];
  return [...post, ...failing.map(({ check }) => overrideButton(id, check, `Go on anyway: ${CHECK_NAMES[check]}`))];
}
