import type { Section } from '../../bot/pages.ts';
import { moment, rich, type Text } from '../../bot/text.ts';
import { isGivenOut, versionName, type CommentFacts, type MinuteVersionFacts } from '../minutes/lookup.ts';
import type { MeetingRecord } from './meeting-record.ts';

const kindWords = { issued: 'issued', correction: 'correction' } as const;

/** The minutes in a meeting's record: their versions, to whom they went, what was kept though flagged, and what was suggested. */
export function minutesSections({ minutes, comments, deliveries }: Pick<MeetingRecord, 'minutes' | 'comments' | 'deliveries'>): Section[] {
  const sent = deliveries.flatMap(({ kind, to, sentAt }): Text[] =>
    sentAt && isGivenOut(kind) ? [rich`Sent to ${to}, ${moment(sentAt)}`] : [],
  );
  const distribution = minutes.some((one) => one.kind !== 'draft') && sent.length === 0 ? ['Sent to nobody'] : sent;
  return [
    { title: 'Minutes', lines: [...minutes.map(versionLine), ...keptLines(minutes), ...distribution], none: 'None were written.' },
    { title: 'Suggested corrections of the minutes', lines: comments.map(commentLine) },
  ];
}

function versionLine(version: MinuteVersionFacts): Text {
  const { kind, by, at, reason, content } = version;
  const roll = content.rollVersion === null ? '' : rich`, roll version ${content.rollVersion}`;
  return rich`${versionName(version)}${kind === 'draft' ? '' : `, ${kindWords[kind]}`}, ${by}, ${moment(at)}${roll}${reason === null ? '' : `. Reason: ${reason}`}`;
}

const keptLines = (minutes: readonly MinuteVersionFacts[]): Text[] =>
  (minutes.at(-1)?.content.kept ?? []).map(
    ({ topic, text, by, at, reason }) =>
      rich`Kept though flagged (${topic}): "${text}", ${by.name}, ${moment(new Date(at))}. Reason: ${reason}`,
  );

function commentLine({ item, text, by, at, answer }: CommentFacts): Text {
  const what = answer?.edition == null ? 'not taken up' : `taken up in version ${String(answer.edition)}`;
  const came = answer ? rich`${what} by ${answer.by}, ${moment(answer.at)}: ${answer.reason}` : 'not answered yet';
  return rich`${item ?? 'The minutes as a whole'}: ${text} (${by}, ${moment(at)}); ${came}`;
}
