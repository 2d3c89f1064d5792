import type { Button } from '../../bot/card.ts';
import type { BodyFacts } from '../../bot/context.ts';
import { calendarDay } from '../../bot/text.ts';
import { askSecretariatButton } from './cards.ts';
import type { Refused } from './eligibility.ts';

/** Why somebody can't take part, and what to do: the sentence shown in place of what they asked for. */
export function refusalWords(refused: Refused, groupName: string, body: BodyFacts): string {
  switch (refused.reason) {
    case 'board': {
      const until = refused.until ? ` (until ${calendarDay(refused.until)})` : '';
      return `You can't take part in ${groupName} while you are a sitting Board member${until}: the terms of reference keep Board members out of the groups.`;
    }
    case 'lapsed':
      return `The membership of ${refused.organisation ?? 'your organisation'} in ${body.name} has lapsed, so its people can't take part in ${groupName}. The Secretariat can tell you what is open.`;
    case 'no-organisation':
      return `${nobodysMember(refused)}, so you can't take part in ${groupName} as a member. If that is not right, please tell the Secretariat.`;
    case 'not-invited-here':
      return `You are invited as an expert, but not to ${groupName}. The Secretariat can extend the invitation.`;
    case 'invitation-not-started':
      return `Your invitation to ${groupName} begins ${refused.from ? `on ${calendarDay(refused.from)}` : 'later'}. You can take part from that day.`;
    case 'invitation-ended':
      return `Your invitation to ${groupName} ended${refused.until ? ` on ${calendarDay(refused.until)}` : ''}. The Secretariat can renew it.`;
  }
}

const nobodysMember = (refused: Refused): string =>
  refused.organisation
    ? `${refused.organisation} is not in the directory as a member organisation`
    : 'The directory names no member organisation for you';

export const refusalButtons = (groupName: string): Button[] => [askSecretariatButton(`Taking part in ${groupName}`)];
