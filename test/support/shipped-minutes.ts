import { v7 as uuidv7 } from 'uuid';
import { confirmRoll } from '../../src/features/attendance/confirm-roll.ts';
import { comment } from '../../src/features/minutes/comment.ts';
import { correct } from '../../src/features/minutes/correct.ts';
import { issue } from '../../src/features/minutes/issue.ts';
import { keepFlag } from '../../src/features/minutes/keep-flag.ts';
import { NOTE_LIMIT } from '../../src/features/minutes/notes.ts';
import { saveNotes } from '../../src/features/minutes/save-notes.ts';
import { sendForReview } from '../../src/features/minutes/send-for-review.ts';
import type { TestBody, TestPerson } from './world.ts';

interface People {
  readonly member: TestPerson;
  readonly chair: TestPerson;
  readonly secretariat: TestPerson;
}

/** Minutes in review, full of what is flagged, and issued ones with a correction and a suggestion; all as long as they may be. */
export async function minutesOf(
  body: TestBody,
  people: People,
  meetings: { readonly draft: string; readonly issued: string },
  hostile: string,
) {
  const chair = body.asMember(people.chair);
  const office = body.asSecretariat(people.secretariat);
  const long = (begin: string) => `${begin} ${hostile} `.repeat(NOTE_LIMIT).slice(0, NOTE_LIMIT).trim();
  const notes = (begin: string) =>
    Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => String(i + 1)).flatMap((n) => [
        [`note:${n}`, long(begin)],
        [`input:${n}`, long(begin)],
      ]),
    );
  for (const meeting of [meetings.draft, meetings.issued]) await confirmRoll(chair, { meeting, version: 0 });
  await saveNotes(chair, { meeting: meetings.draft, version: 0, ...notes('The group decided on prices') });
  await saveNotes(chair, { meeting: meetings.draft, version: 1, departure: long('').slice(0, 120), departureNote: long('We voted') });
  await sendForReview(chair, { meeting: meetings.draft, version: 2 });
  await keepFlag(office, { meeting: meetings.draft, version: 3, flag: '1:note:decided', reason: hostile });
  await saveNotes(chair, { meeting: meetings.issued, version: 0, ...notes('Input') });
  await issue(office, { meeting: meetings.issued, version: 1 });
  const suggested = { meeting: meetings.issued, version: 2, item: '1', text: long('Wrong') };
  const [declined, open] = [uuidv7(), uuidv7()];
  for (const draft of [declined, open]) await comment(body.asMember(people.member), { draft, ...suggested });
  const reason = hostile.slice(0, 290);
  await correct(office, { meeting: meetings.issued, version: 2, comment: declined, reason, 'note:1': 'Other input.' });
}
