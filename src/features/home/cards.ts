import { ASK_TO_BE_ADDED, KNOWN_ELSEWHERE } from '../../bot/actor.ts';
import { buttons, divider, heading, list, note, paragraph, type Block, type Button, type Card } from '../../bot/card.ts';
import { RUN_COMMAND } from '../../bot/dispatch.ts';
import { bold, count, rich, toPlain, type Text } from '../../bot/text.ts';
import type { Answer } from '../../db/generated/client.ts';
import { doneButton, actionsButton } from '../actions/buttons.ts';
import { actionLine } from '../actions/cards.ts';
import { hereButton, rollButton } from '../attendance/buttons.ts';
import { joinButton, listGroupsButton, openGroupButton } from '../groups/buttons.ts';
import { agendaButton, calendarButton, changeAnswerButton, rsvpButtons } from '../meetings/buttons.ts';
import { meetingLine } from '../meetings/cards.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { showMinutesButton } from '../minutes/buttons.ts';
import { preferencesButton } from '../preferences/buttons.ts';
import { accountsButton } from '../directory/buttons.ts';
import type { HomeFacts, OwnGroup, SecretariatDesk, StrangerFacts } from './facts.ts';

/** A home takes 100 blocks; these keep it far below, and readable. */
const MEETINGS_SHOWN = 5;
const ACTIONS_SHOWN = 5;
const GROUPS_SHOWN = 12;

const run = (word: string, label: string): Button => ({ label, press: RUN_COMMAND, with: { word } });
const named = (meeting: MeetingFacts): Text => rich`${bold(meeting.groupName)}: ${meetingLine(meeting)}`;
const describing = (shown: readonly Button[], what: string): Button[] =>
  shown.map((one) => ({ ...one, describe: `${toPlain(one.label)}: ${what}` }));

/** A person's home. */
export function homeCard(facts: HomeFacts): Card {
  const waits = waiting(facts);
  const state = waits.length === 0 ? 'Nothing waits for you.' : `${count(waits.length, 'thing waits', 'things wait')} for you.`;
  return {
    summary: rich`${facts.next ? rich`Your next meeting: ${named(facts.next.meeting)}. ` : 'No meeting is planned in your groups. '}${state}`,
    blocks: [
      ...nextBlocks(facts.next),
      heading('Waiting for you'),
      ...(waits.length === 0 ? [paragraph('Nothing waits for you.')] : waits.flat()),
      ...(facts.desk ? deskBlocks(facts.desk) : []),
      ...groupBlocks(facts.groups),
      ...joinBlocks(facts),
      divider,
      buttons(
        run('policy', 'Anti-trust policy'),
        run('calendar', 'Calendar'),
        run('record', 'My record'),
        preferencesButton,
        accountsButton,
        run('help', 'Help'),
      ),
      note('Groups advise; they do not decide.'),
    ],
  };
}

const answerWords: Readonly<Record<Answer, string>> = {
  attending: 'You are attending.',
  tentative: 'You said maybe.',
  declined: 'You sent apologies.',
};

function nextBlocks(next: HomeFacts['next']): Block[] {
  if (!next) return [heading('Next meeting'), paragraph('No meeting is planned in your groups.')];
  const { meeting, answer, canCheckIn } = next;
  const answering = answer === null ? rsvpButtons(meeting.id, meeting.sequence) : [changeAnswerButton(meeting.id)];
  const checkIn: Button[] = canCheckIn
    ? [
        { ...hereButton(meeting.id), style: 'primary' },
        { label: 'Join the meeting', url: meeting.link },
      ]
    : [];
  return [
    heading('Next meeting'),
    paragraph(named(meeting)),
    ...(answer === null ? [] : [paragraph(answerWords[answer])]),
    ...(checkIn.length > 0 ? [buttons(...checkIn)] : []),
    buttons(...answering, agendaButton(meeting.id), calendarButton(meeting.id)),
  ];
}

/** One entry a thing that waits. */
function waiting({ next, unanswered, rolls, minutes, actions }: HomeFacts): Block[][] {
  const first = next && next.answer === null ? [[paragraph(rich`Your answer to ${next.meeting.subTopic}, above.`)]] : [];
  const answers = unanswered
    .slice(0, MEETINGS_SHOWN)
    .map((meeting): Block[] => [
      paragraph(rich`Your answer: ${named(meeting)}`),
      buttons(...describing(rsvpButtons(meeting.id, meeting.sequence), meeting.subTopic)),
    ]);
  const confirm = rolls.map((meeting): Block[] => [
    paragraph(rich`The roll to confirm: ${named(meeting)}`),
    buttons(...describing([rollButton(meeting.id)], meeting.subTopic)),
  ]);
  const due = actions
    .slice(0, ACTIONS_SHOWN)
    .map((action): Block[] => [
      paragraph(rich`Your action: ${bold(action.group.name)}: ${actionLine(action)}`),
      buttons(doneButton(action), { ...actionsButton, describe: `All actions, after ${action.what}` }),
    ]);
  const write = minutes.map((meeting): Block[] => [
    paragraph(rich`${minutesWords(meeting)}: ${named(meeting)}`),
    buttons(...describing([showMinutesButton(meeting.id)], meeting.subTopic)),
  ]);
  return [...confirm, ...write, ...first, ...due, ...answers];
}

const minutesWords = ({ state }: MeetingFacts): string => (state === 'closed' ? 'The minutes to write' : 'The minutes in draft');

function deskBlocks(desk: SecretariatDesk): Block[] {
  const queue = desk.waiting === 0 ? 'Nobody waits to be added.' : `${count(desk.waiting, 'person waits', 'people wait')} to be added.`;
  const failed = desk.failed === 0 ? 'No notice failed.' : `${count(desk.failed, 'notice', 'notices')} could not be delivered.`;
  const pressed = [...(desk.waiting > 0 ? [run('queue', 'Who waits')] : []), ...(desk.failed > 0 ? [run('notices', 'What failed')] : [])];
  return [
    heading('Secretariat'),
    desk.today.length === 0 ? paragraph('No meeting today.') : list(desk.today.map((meeting) => rich`Today: ${named(meeting)}`)),
    list([queue, failed]),
    buttons(...pressed, run('schedule', 'Schedule a meeting'), run('records', 'Records')),
  ];
}

const roleNames = { chair: 'chair', vice_chair: 'vice-chair', participant: '', observer: 'observer' } as const;

function groupBlocks(groups: readonly OwnGroup[]): Block[] {
  if (groups.length === 0) return [heading('My groups'), paragraph('You are in no working group at the moment.')];
  const rows = groups.slice(0, GROUPS_SHOWN).flatMap(({ group, role }): Block[] => {
    const as = roleNames[role];
    return [paragraph(rich`${bold(group.name)}${as === '' ? '' : `, ${as}`}`), buttons(openGroupButton(group))];
  });
  return [heading('My groups'), ...rows, ...moreGroups(groups.length)];
}

function joinBlocks({ toJoin, refusal }: HomeFacts): Block[] {
  if (refusal) return [heading('Groups you can join'), paragraph(refusal.words), buttons(...refusal.buttons, listGroupsButton)];
  if (toJoin.length === 0) return [];
  const rows = toJoin
    .slice(0, GROUPS_SHOWN)
    .flatMap((group): Block[] => [paragraph(rich`${bold(group.name)}: ${group.remit}`), buttons(joinButton(group))]);
  return [heading('Groups you can join'), ...rows, ...moreGroups(toJoin.length)];
}

const moreGroups = (n: number): Block[] => (n > GROUPS_SHOWN ? [buttons(listGroupsButton)] : []);

/** The home of somebody who is not in the directory. */
export function strangerCard({ bodyName, groups }: StrangerFacts): Card {
  const words = rich`You are not in ${bodyName}'s directory yet. You can see what the working groups are for; to take part, ask the Secretariat to add you. ${KNOWN_ELSEWHERE}`;
  const rows = groups.slice(0, GROUPS_SHOWN).map((group) => rich`${bold(group.name)}: ${group.remit}`);
  return {
    summary: words,
    blocks: [
      paragraph(words),
      buttons({ label: 'Ask the Secretariat to add me', style: 'primary', press: ASK_TO_BE_ADDED }),
      heading(`Working groups of ${bodyName}`),
      rows.length === 0 ? paragraph('There are no working groups yet.') : list(rows),
      buttons(run('list', 'Show the groups'), run('policy', 'Anti-trust policy'), run('help', 'Help')),
      note('Groups advise; they do not decide.'),
    ],
  };
}
