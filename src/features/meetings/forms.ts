import { note, paragraph, type Form } from '../../bot/card.ts';
import { when } from '../../bot/text.ts';
import { agendaToText, documentsToText } from './agenda-text.ts';
import { plainMeeting, meetingTitle } from './cards.ts';
import * as fields from './form-fields.ts';
import { wallTimeOf } from './local-time.ts';
import type { MeetingFacts } from './lookup.ts';
import type { DeclineChoices } from './prepare-decline.ts';
import type { CancelChoices, ChangeChoices, EditChoices, MoveChoices } from './prepare-manage.ts';
import type { ScheduleChoices } from './prepare-schedule.ts';

export function scheduleForm(choices: ScheduleChoices): Form {
  const { group, groups, hosts, kinds, zones, date, draftId } = choices;
  const ordered = group ? [group, ...groups.filter((one) => one.id !== group.id)] : groups;
  return {
    id: 'meetings.schedule',
    title: 'Schedule a meeting',
    submit: 'Announce',
    hidden: { draft: draftId },
    body: [
      fields.field(
        'group',
        'Group',
        fields.select(
          ordered.map((one) => fields.toOption(one.slug, one.name)),
          group?.slug,
        ),
      ),
      fields.subTopicField(),
      fields.kindField(kinds, kinds[0]?.slug),
      fields.field('date', 'Date', { kind: 'date', initial: date }),
      fields.field('time', 'Start time', { kind: 'time', initial: '10:00' }),
      fields.lengthField('60'),
      fields.zoneField(zones),
      ...fields.repeatsFields(),
      fields.linkField(),
      fields.agendaField(''),
      ...(choices.confirms ? [fields.clearanceField()] : []),
      fields.documentsField(''),
      fields.chairField(hosts.chairs, groups.length > 1),
      fields.secretariatField(hosts.secretariat),
    ],
  };
}

export function changeForm({ meeting, hosts, kinds, inSeries, confirms }: ChangeChoices): Form {
  return {
    id: 'meetings.change',
    title: 'Change the meeting',
    submit: 'Save',
    hidden: { meeting: meeting.id },
    body: [
      paragraph(plainMeeting(meeting)),
      ...fields.scopeFields(inSeries),
      fields.subTopicField(meeting.subTopic),
      fields.kindField(kinds, meeting.kind),
      fields.linkField(meeting.link),
      fields.chairField(hosts.chairs, false, meeting.chair?.id),
      fields.secretariatField(hosts.secretariat, meeting.secretariat?.id),
      ...(confirms ? [fields.clearanceField()] : []),
    ],
  };
}

export function moveForm({ meeting, zones, inSeries }: MoveChoices): Form {
  const { date, time } = wallTimeOf(meeting.startsAt, meeting.zone);
  return {
    id: 'meetings.move',
    title: 'Move the meeting',
    submit: 'Move',
    hidden: { meeting: meeting.id, sequence: String(meeting.sequence) },
    body: [
      paragraph(`Now: ${plainMeeting(meeting)}. The channels, and everybody who answered, will be told once.`),
      ...fields.scopeFields(inSeries),
      ...(inSeries > 1 ? [note('The others move by as many days, to the same time of day. Those moved by themselves before stay.')] : []),
      fields.field('date', 'Date', { kind: 'date', initial: date }),
      fields.field('time', 'Start time', { kind: 'time', initial: time }),
      fields.lengthField(String(meeting.minutes)),
      fields.zoneField(zones),
    ],
  };
}

export function cancelForm({ meeting, inSeries }: CancelChoices): Form {
  return {
    id: 'meetings.cancel',
    title: 'Cancel the meeting',
    submit: 'Cancel the meeting',
    close: 'Keep it',
    hidden: { meeting: meeting.id },
    body: [
      paragraph(`${plainMeeting(meeting)}. The channels, and everybody who answered, will be told once. This can't be undone.`),
      ...fields.scopeFields(inSeries),
      fields.field('reason', 'Reason', { kind: 'text', maxLength: 500 }, { hint: 'Everybody who is told reads it.' }),
    ],
  };
}

/** With a suggestion as its last line, where one is taken up. */
export function editAgendaForm({ meeting, agenda, confirms, suggestion }: EditChoices): Form {
  const { n, items, documents } = agenda;
  return {
    id: 'meetings.edit-agenda',
    title: 'Edit the agenda',
    submit: 'Save',
    hidden: { meeting: meeting.id, n: String(n), ...(suggestion ? { suggestion: suggestion.id } : {}) },
    body: [
      paragraph(plainMeeting(meeting)),
      ...(suggestion
        ? [note(`The last line is the suggestion of ${suggestion.by}. Once you save, they are told that it is on the agenda.`)]
        : []),
      fields.agendaField(
        [agendaToText(items), ...(suggestion ? [suggestion.text.replaceAll(/\s*\n\s*/g, '; ')] : [])].filter(Boolean).join('\n'),
      ),
      ...(confirms ? [fields.clearanceField()] : []),
      fields.documentsField(documentsToText(documents)),
    ],
  };
}

export function suggestForm({ meeting, draftId }: { meeting: MeetingFacts; draftId: string }): Form {
  return {
    id: 'meetings.suggest',
    title: 'Suggest an item',
    submit: 'Suggest',
    hidden: { meeting: meeting.id, draft: draftId },
    body: [
      paragraph([meetingTitle(meeting), ', ', when(meeting.startsAt, meeting.endsAt)]),
      fields.field(
        'text',
        'What should be on the agenda?',
        { kind: 'text', multiline: true, maxLength: 500 },
        {
          hint: "The chair hears of it. No prices, costs, or a company's unpublished plans, please.",
        },
      ),
    ],
  };
}

export function cantComeForm({ meeting, colleagues, scope, inSeries }: DeclineChoices): Form {
  const hint = 'Somebody from your organisation who comes for you.';
  const alternate =
    colleagues.length > 0
      ? fields.field('alternate', 'Alternate', fields.select(colleagues.map((one) => fields.toOption(one.id, one.name))), {
          hint,
          optional: true,
        })
      : fields.field(
          'alternateName',
          'Alternate',
          { kind: 'text', maxLength: 100 },
          { hint: `${hint} They are told, and join the group to take part.`, optional: true },
        );
  return {
    id: 'meetings.cant-come',
    title: "Can't come",
    submit: 'Send apologies',
    hidden: { meeting: meeting.id, answer: 'declined', sequence: String(meeting.sequence) },
    body: [
      paragraph([meetingTitle(meeting), ', ', when(meeting.startsAt, meeting.endsAt)]),
      ...fields.scopeFields(inSeries, scope),
      fields.field(
        'note',
        'Apologies note',
        { kind: 'text', multiline: true, maxLength: 2000 },
        {
          hint: 'The Secretariat and the chair see it, nobody else.',
          optional: true,
        },
      ),
      alternate,
    ],
  };
}
