import { buttons, note, paragraph, sentence, type Button, type Card } from '../../bot/card.ts';
import { rich, when, type Text } from '../../bot/text.ts';
import { joinButton } from '../groups/buttons.ts';
import type { Naming } from './alternates.ts';
import { agendaButton, calendarButton, cantComeButton } from './buttons.ts';
import { meetingTitle } from './cards.ts';
import type { MeetingFacts } from './lookup.ts';

const standInButton = ({ meeting, by }: Naming, takes: 'yes' | 'no', label: string): Button => ({
  label,
  ...(takes === 'yes' ? { style: 'primary' as const } : {}),
  press: 'meetings.stand-in',
  with: { meeting: meeting.id, by: by.id, takes },
});

/** To whom somebody named as their alternate. Who is not in the group joins it first, and then stands in. */
export function namedCard(naming: Naming, isMember: boolean): Card {
  const { meeting, by } = naming;
  const which: Text = naming.scope === 'this' ? '' : ' and the meetings of the same series that follow';
  const asks = rich`${by.name} can't come to ${meetingTitle(meeting)}, ${when(meeting.startsAt, meeting.endsAt)}${which}, and names you as their alternate.`;
  const group = { slug: meeting.groupSlug, name: meeting.groupName };
  const how = isMember
    ? 'Can you stand in?'
    : `Can you stand in? Alternates take part as members of the group: join ${meeting.groupName} first.`;
  const first = isMember ? [] : [{ ...joinButton(group), label: `Join ${meeting.groupName}`, style: 'primary' as const }];
  const accept = standInButton(naming, 'yes', 'Accept');
  return {
    summary: rich`${asks} ${how}`,
    blocks: [
      paragraph(asks),
      paragraph(how),
      buttons(...first, isMember ? accept : { ...accept, label: 'Accept, I have joined' }, standInButton(naming, 'no', "I can't")),
      buttons(agendaButton(meeting.id), calendarButton(meeting.id)),
      note(`${by.name} and the chair see your answer.`),
    ],
  };
}

/** To who named an alternate: whether they come. */
export function alternateAnsweredCard(meeting: MeetingFacts, alternate: string, comes: boolean): Card {
  const what = rich`${meetingTitle(meeting)}, ${when(meeting.startsAt, meeting.endsAt)}`;
  return comes
    ? sentence(rich`${alternate} stands in for you at ${what}.`)
    : sentence(rich`${alternate} can't stand in for you at ${what}. You can name somebody else; your apologies stay.`, [
        cantComeButton(meeting.id, meeting.sequence, 'Name somebody else'),
      ]);
}
