import { bold, clockTime, joinTexts, moment, rich, type Text } from '../../bot/text.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import type { Check } from './checks.ts';
import { listFailing, type GateFacts, type OverrideFacts } from './gate.ts';

/** What a check is called on buttons and in lists. */
export const CHECK_NAMES = {
  agenda: 'agenda',
  secretariat: 'Secretariat',
  statement: 'statement',
  not_opened: 'reading',
} as const satisfies Record<OverrideFacts['check'], string>;

const MINUTE_MS = 60_000;

/** "7 days", "26 hours", "40 minutes". */
function span(from: Date, to: Date): string {
  const minutes = Math.floor((to.getTime() - from.getTime()) / MINUTE_MS);
  const [n, unit] = minutes >= 2_880 ? [minutes / 1_440, 'day'] : minutes >= 120 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  const whole = Math.floor(n);
  return `${String(whole)} ${unit}${whole === 1 ? '' : 's'}`;
}

const before = (at: Date, { startsAt }: MeetingFacts): string =>
  at < startsAt ? `${span(at, startsAt)} before the start` : 'after the start';

/** What to do before beginning without it. */
const ADVICE: Partial<Record<Check['fact'], string>> = {
  none: '. Say what the meeting is about before you begin',
  late: '. Give people time to read it',
  not_sent: '. Show it before you begin',
  sending: '. This takes a moment',
};

/** One check in words. */
export function checkLine(found: Check, meeting: MeetingFacts): Text {
  const { fact, at, who } = found;
  switch (fact) {
    case 'sent':
      return at ? rich`Agenda: sent ${moment(at)}, ${before(at, meeting)}, ok` : 'Agenda: sent, ok';
    case 'late':
      return at ? rich`Agenda: sent ${moment(at)}, ${before(at, meeting)}, which is too late` : 'Agenda: sent too late';
    case 'not_sent':
      return 'Agenda: it has not gone out to a channel';
    case 'none':
      return 'Agenda: there is none yet';
    default:
      return presenceLine(found, meeting, who ?? 'somebody');
  }
}

function presenceLine(found: Check, meeting: MeetingFacts, who: string): Text {
  const { fact, at } = found;
  if (fact === 'here') return at ? rich`Secretariat: ${who} is here since ${clockTime(at)}, ok` : `Secretariat: ${who} is here, ok`;
  if (fact === 'opens') return `Secretariat: ${who} opens the meeting, ok`;
  if (fact === 'left') return `Secretariat: ${who} has left, and nobody else of the Secretariat is here`;
  if (fact === 'nobody')
    return meeting.secretariat
      ? `Secretariat: ${meeting.secretariat.name} has not checked in, nor anybody else of the Secretariat`
      : 'Secretariat: nobody is named for this meeting, and nobody of the Secretariat has checked in';
  return statementLine(found);
}

function statementLine({ fact, at }: Check): Text {
  if (fact === 'posted') return at ? rich`Statement: posted at ${clockTime(at)}, ok` : 'Statement: posted, ok';
  if (fact === 'sending') return 'Statement: on its way to the channel';
  if (fact === 'no_channel') return 'Statement: the group has no channel, so it is posted nowhere';
  if (fact === 'unpublished') return 'Statement: none is published, so there is nothing to read aloud';
  return 'Statement: not posted in a channel of the group';
}

export const overrideLine = ({ check, reason, by, at }: OverrideFacts): Text =>
  check === 'not_opened'
    ? rich`Closed without a reading, by ${by} at ${clockTime(at)}: ${reason}`
    : rich`Went on without the ${CHECK_NAMES[check]} check, by ${by} at ${clockTime(at)}: ${reason}`;

/** The three checks, each with what let it pass where it is not in place. */
export const gateLines = ({ checks, overrides, meeting }: GateFacts): Text[] =>
  checks.map((one): Text => {
    const passed = one.isOk ? undefined : overrides.find(({ check }) => check === one.check);
    const line = checkLine(one, meeting);
    if (passed) return rich`${line}. ${passed.by} let it pass at ${clockTime(passed.at)}: ${passed.reason}`;
    return one.isOk ? line : rich`${bold('Missing:')} ${line}${ADVICE[one.fact] ?? ''}`;
  });

/** What stands in the way of opening, as one text. */
export const failingWords = (gate: GateFacts): Text =>
  joinTexts(
    listFailing(gate).map((one) => rich`${checkLine(one, gate.meeting)}${ADVICE[one.fact] ?? ''}.`),
    ' ',
  );
