import { buttons, heading, list, note, paragraph, quote, sentence, type Block, type Button, type Card } from '../../bot/card.ts';
import { clockTime, joinTexts, moment, rich, type Text } from '../../bot/text.ts';
import { closeButton, READ_LABEL, readButton, rollButton } from '../attendance/buttons.ts';
import { concernButton } from '../concerns/buttons.ts';
import { meetingTitle } from '../meetings/cards.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { statementName } from '../statements/cards.ts';
import { conflictButton, openButton, overrideButton } from './buttons.ts';
import { listFailing, type GateFacts } from './gate.ts';
import { gateLines, overrideLine } from './gate-words.ts';
import { liveBlocks, liveSummary } from './live-blocks.ts';
import type { OpeningPage } from './lookup.ts';
import { wayOnButtons } from './way-on.ts';

export { checkLine, overrideLine } from './gate-words.ts';
export { conflictLine } from './conflict-words.ts';

/** The meeting from its opening to its end, to whoever runs it. */
export function openingPageCard(page: OpeningPage): Card {
  const { meeting, reading } = page.gate;
  if (meeting.state === 'cancelled') return sentence(`${meetingTitle(meeting)} was cancelled.`);
  if (page.live.roll !== null || page.now >= meeting.endsAt) return endedCard(page);
  return reading ? sessionCard(page, reading) : gateCard(page);
}

const joinLink = ({ link }: MeetingFacts): Button => ({ label: 'Join the meeting', url: link });

/** What is to be in place and to be read aloud. */
function gateCard({ gate, live, conflicts, isSecretariat }: OpeningPage): Card {
  const { meeting, statement } = gate;
  const lines = gateLines(gate);
  const next = `Read the anti-trust statement aloud, then press "${READ_LABEL}": that checks you in, too.`;
  const script: Block[] = statement ? [paragraph(`${statementName(statement)}. Please read it aloud:`), quote(statement.text)] : [];
  return {
    summary: rich`${meetingTitle(meeting)} opens. ${joinTexts(lines, '. ')}. ${next} ${liveSummary(live, conflicts)}`,
    blocks: [
      heading(`Open the meeting: ${meeting.subTopic}`),
      list(lines, true),
      ...wayOnBlocks(gate, isSecretariat),
      ...script,
      buttons(readButton(meeting.id, listFailing(gate).length === 0), joinLink(meeting), conflictButton(meeting.id)),
      ...liveBlocks(live, conflicts, 'gate'),
    ],
  };
}

function wayOnBlocks(gate: GateFacts, isSecretariat: boolean): Block[] {
  const ways = wayOnButtons(gate, isSecretariat);
  const askedAt = isSecretariat || listFailing(gate).length === 0 ? null : gate.askedAt;
  const asked = askedAt ? [note(rich`The Secretariat was asked to let it open at ${clockTime(askedAt)}.`)] : [];
  const isAway = isSecretariat && listFailing(gate).some(({ check }) => check === 'secretariat');
  const counts = isAway ? [note('Opening the meeting yourself counts as the Secretariat being present.')] : [];
  return [...(ways.length > 0 ? [buttons(...ways)] : []), ...counts, ...asked];
}

const overrideNotes = ({ overrides }: GateFacts): Block[] => overrides.map((one) => note(rich`${overrideLine(one)}.`));

/** While it goes on. */
function sessionCard({ gate, live, conflicts }: OpeningPage, reading: NonNullable<GateFacts['reading']>): Card {
  const { meeting } = gate;
  const opened = rich`Read aloud: recorded at ${clockTime(reading.at)} by ${reading.by}. Began at ${clockTime(meeting.startsAt)}.`;
  return {
    summary: rich`${meetingTitle(meeting)} is in session. ${opened} ${liveSummary(live, conflicts)}`,
    blocks: [
      heading(`In session: ${meeting.subTopic}`),
      paragraph(opened),
      ...overrideNotes(gate),
      buttons(joinLink(meeting), concernButton(meeting.id), conflictButton(meeting.id), closeButton(meeting.id)),
      ...liveBlocks(live, conflicts),
    ],
  };
}

/** After the end: how it ended, and the roll while nobody confirmed it. */
function endedCard({ gate, live, conflicts }: OpeningPage): Card {
  const { meeting, reading } = gate;
  const ended = rich`${meetingTitle(meeting)} ended at ${moment(meeting.endsAt)}.`;
  const read = reading
    ? rich`The statement was read aloud at ${clockTime(reading.at)} by ${reading.by}.`
    : 'It is not recorded that the statement was read aloud.';
  const { roll } = live;
  const rolled: Text = roll
    ? rich`The roll is confirmed by ${roll.confirmedBy.name}, ${moment(roll.at)}.`
    : 'The roll waits to be confirmed.';
  const ways = roll ? [] : [buttons(rollButton(meeting.id), ...(reading ? [] : [readButton(meeting.id)]))];
  const after = rich`${ended} ${read} ${rolled}`;
  return {
    summary: rich`${after} ${liveSummary(live, conflicts, 'ended')}`,
    blocks: [
      heading(`Ended: ${meeting.subTopic}`),
      paragraph(after),
      ...overrideNotes(gate),
      ...ways,
      ...liveBlocks(live, conflicts, 'ended'),
    ],
  };
}

/** To the Secretariat: somebody who runs a meeting asks to let it open. */
export function askedCard(gate: GateFacts, now: Date): Card {
  const { meeting, reading } = gate;
  const failing = listFailing(gate);
  if (meeting.state === 'cancelled') return sentence(`${meetingTitle(meeting)} was cancelled.`);
  if (reading) return sentence(rich`${meetingTitle(meeting)} is open: ${reading.by} read the statement aloud at ${clockTime(reading.at)}.`);
  const lines = gateLines(gate);
  const isOver = now >= meeting.endsAt;
  const words = isOver
    ? rich`${meetingTitle(meeting)} ended at ${moment(meeting.endsAt)} and was not opened. Who runs it asks you to help.`
    : rich`${meetingTitle(meeting)} starts at ${moment(meeting.startsAt)} and can't be opened yet. Who runs it asks you to let it open.`;
  const closing = isOver && !gate.overrides.some(({ check }) => check === 'not_opened');
  const ways = [...wayOnButtons(gate, true), ...(closing ? [overrideButton(meeting.id, 'not_opened', 'Let it be closed')] : [])];
  const done = failing.length === 0 ? ['Nothing stands in the way any more: it can be opened.'] : [];
  return {
    summary: rich`${words} ${joinTexts(lines, '. ')}. ${done.join('')}`,
    blocks: [
      heading(`Let it open? ${meeting.subTopic}`),
      paragraph(words),
      list(lines, true),
      ...done.map(paragraph),
      ...(ways.length > 0 ? [buttons(...ways)] : []),
      note('Checking in to the meeting yourself counts as the Secretariat being present.'),
    ],
  };
}

/** To whoever runs a meeting that was let open: what let it pass, and the button that opens it. */
export function letOpenCard(gate: GateFacts): Card {
  const { meeting } = gate;
  const words = rich`${meetingTitle(meeting)} can be opened now: nothing stands in the way any more.`;
  const passed = gate.overrides.map(overrideLine);
  const next = `Read the anti-trust statement aloud, then press "${READ_LABEL}".`;
  return {
    summary: rich`${words} ${joinTexts([...passed, next], '. ')}`,
    blocks: [
      heading(`You can open: ${meeting.subTopic}`),
      paragraph(words),
      ...passed.map((line) => note(rich`${line}.`)),
      paragraph(next),
      buttons(readButton(meeting.id), openButton(meeting.id, 'See the opening page'), joinLink(meeting)),
    ],
  };
}
