import { buttons, heading, list, note, paragraph, quote, sentence, type Block, type Button, type Card } from '../../bot/card.ts';
import { clockTime, count, rich, typed, type Text } from '../../bot/text.ts';
import { meetingLine } from '../meetings/cards.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { statementName } from '../statements/cards.ts';
import { readButton, rollButton } from './buttons.ts';
import type { OpeningGate } from './opening.ts';
import type { ReadAloud } from './read.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What to have in place and to read aloud at the opening, to whoever runs the meeting. */
export function openingChairCard(gate: OpeningGate, now: Date): Card {
  const { meeting, statement, reading } = gate;
  if (meeting.state === 'cancelled') return sentence(`${meeting.groupName}: ${meeting.subTopic} was cancelled.`);
  const lines = [agendaLine(gate, now), secretariatLine(meeting), postedLine(gate)];
  const name = `${meeting.groupName}: ${meeting.subTopic}`;
  const blocks: Block[] = [heading(`Open the meeting: ${meeting.subTopic}`), list(lines, true)];
  if (statement) blocks.push(paragraph(`${statementName(statement)}. Please read it aloud:`), quote(statement.text));
  const done = reading && rich`Read aloud: recorded at ${clockTime(reading.at)} by ${reading.byName}.`;
  const link: Button = { label: 'Join the meeting', url: meeting.link };
  if (done) blocks.push(paragraph(done), buttons(link));
  else blocks.push(buttons(readButton(meeting.id), link));
  const what = done ?? 'Read the anti-trust statement aloud, then press "Statement read aloud".';
  return { summary: rich`${name} opens. ${lines.flatMap((line) => [line, '. '])}${what}`, blocks };
}

function agendaLine({ agendaSentAt, meeting }: OpeningGate, now: Date): Text {
  if (agendaSentAt) {
    const days = Math.floor((now.getTime() - agendaSentAt.getTime()) / DAY_MS);
    const ago = days === 0 ? rich`at ${clockTime(agendaSentAt)} today` : `${count(days, 'day', 'days')} ago`;
    return rich`Agenda: sent ${ago}, ok`;
  }
  return meeting.agenda.items.length === 0
    ? 'Agenda: there is none yet. Say what the meeting is about before you begin'
    : 'Agenda: it has not gone out to a channel. Show it before you begin';
}

const secretariatLine = ({ secretariat }: MeetingFacts): string =>
  secretariat
    ? `Secretariat: ${secretariat.name} is named for this meeting, ok`
    : 'Secretariat: nobody is named for this meeting. Ask the Secretariat who attends before you begin';

function postedLine({ statementPostedAt, isBeingPosted }: OpeningGate): Text {
  if (statementPostedAt) return rich`Statement: posted at ${clockTime(statementPostedAt)}, ok`;
  return isBeingPosted
    ? 'Statement: on its way to the channel'
    : rich`Statement: not posted in a channel. Reading it aloud matters the more; people can check in with ${typed('here')}`;
}

/** What whoever pressed "Statement read aloud" hears. */
export function readCard(result: ReadAloud): Card {
  if (result.outcome === 'choose') return chooseCard('Which meeting was it read aloud in?', result.meetings, (id) => readButton(id));
  const { meeting, by, at } = result;
  if (result.outcome === 'already') return sentence(rich`It is already recorded: ${by} read the statement aloud at ${clockTime(at)}.`);
  return sentence(
    rich`Recorded: the statement was read aloud in ${meeting.subTopic} at ${clockTime(at)} by ${by}. The meeting is in session.`,
  );
}

/** One line and one button a meeting. */
export function chooseCard(question: string, meetings: readonly MeetingFacts[], toButton: (id: string) => Button): Card {
  const blocks = meetings.flatMap((meeting): Block[] => {
    const line = rich`${meeting.groupName}: ${meetingLine(meeting)}`;
    return [paragraph(line), buttons({ ...toButton(meeting.id), describe: `${meeting.groupName}, ${meeting.subTopic}` })];
  });
  return { summary: question, blocks: [paragraph(question), ...blocks] };
}

/** A person put something right that only the Secretariat can change. */
export function correctionCard(facts: {
  readonly meeting: MeetingFacts;
  readonly name: string;
  readonly organisation: string | null;
  readonly says: Text;
  readonly reason: string | null;
}): Card {
  const who = facts.organisation === null ? facts.name : `${facts.name} (${facts.organisation})`;
  const words = rich`About ${meetingLine(facts.meeting)}: ${who} says: ${facts.says}.`;
  const blocks: Block[] = [paragraph(words)];
  if (facts.reason !== null) blocks.push(quote(facts.reason));
  const roll = rollButton(facts.meeting.id, 'Open the roll');
  blocks.push(buttons(roll), note('What was recorded stays; a correction of the roll is its next version.'));
  return { summary: facts.reason === null ? words : rich`${words} ${facts.reason}`, blocks };
}
