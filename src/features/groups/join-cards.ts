import { buttons, heading, note, paragraph, type Block, type Button, type Card, type Field, type Form } from '../../bot/card.ts';
import { bold, channelName, count, joinTexts, link, rich } from '../../bot/text.ts';
import { feedButton } from '../calendar/buttons.ts';
import { seriesAnswerButtons, seriesButton } from '../meetings/buttons.ts';
import { seriesLine } from '../meetings/cards.ts';
import type { MeetingFacts, SeriesFacts } from '../meetings/lookup.ts';
import { statementBlocks } from '../statements/cards.ts';
import { joinButton, leaveButton, listGroupsButton, myGroupsButton, openGroupButton } from './buttons.ts';
import { answerBlocks } from './cards.ts';
import type { ChannelFacts, GroupFacts } from './lookup.ts';
import type { JoinFormFacts } from './open-join.ts';
import { dialogTitle } from './titles.ts';

/** The join form: what the group is for, whom one takes part for, the statement and its acceptance. */
export function joinForm(facts: JoinFormFacts): Form {
  const { group, statement } = facts;
  const terms: Block[] = group.termsUrl === null ? [] : [paragraph(['Terms of reference: ', link(group.termsUrl, 'open')])];
  return {
    id: 'groups.join',
    title: dialogTitle(`Join ${group.name}`),
    submit: 'Join',
    close: 'Cancel',
    hidden: { groupId: group.id, statementVersionId: statement.id },
    body: [
      paragraph(rich`${bold('What it is for:')} ${group.remit}`),
      ...terms,
      paragraph(takesPartFor(facts)),
      note(`Not right? Tell ${facts.contact}.`),
      ...statementBlocks(statement),
      complyField,
      ...interestsField(group),
      ...(facts.hasChannel ? [remindField] : []),
    ],
  };
}

function takesPartFor({ basis, organisation, className }: JoinFormFacts): string {
  if (basis === 'secretariat') return 'You take part for: the Secretariat';
  if (basis === 'ipaf') return 'You take part for: the Indigenous Peoples Advisory Forum';
  const as = basis === 'expert' ? 'invited expert' : className;
  if (organisation === null) return 'You take part as: an invited expert';
  return `You take part for: ${organisation}${as === null ? '' : ` (${as})`}`;
}

const complyField: Field = {
  type: 'field',
  name: 'comply',
  label: 'I have read this and will comply',
  input: { kind: 'checkboxes', options: [{ value: 'yes', label: 'Yes, I have read this and will comply' }] },
};

const interestsField = ({ interests }: GroupFacts): Field[] =>
  interests.length === 0
    ? []
    : [
        {
          type: 'field',
          name: 'interests',
          label: 'Interests',
          optional: true,
          input: { kind: 'checkboxes', options: interests.map((one) => ({ value: one, label: one })) },
        },
      ];

const remindField: Field = {
  type: 'field',
  name: 'remindBy',
  label: 'Remind me',
  optional: true,
  input: {
    kind: 'radio',
    options: [
      { value: 'direct', label: 'Here in a message' },
      { value: 'channel', label: "In the group's channel only" },
    ],
    initial: 'direct',
  },
};

/** As many groups as fit one row of buttons after another. */
const CHOICES = 20;

/** The groups somebody can join, when they named none. */
export function chooseToJoinCard(groups: readonly GroupFacts[]): Card {
  if (groups.length === 0) {
    const text = 'There is no other group you can join now. "My groups" shows the ones you are in.';
    return { summary: text, blocks: [paragraph(text), buttons(myGroupsButton, listGroupsButton)] };
  }
  return choose('Which group would you like to join?', groups, joinButton);
}

/** The groups somebody can leave, when they named none. */
export function chooseToLeaveCard(groups: readonly GroupFacts[]): Card {
  if (groups.length > 0) return choose('Which group would you like to leave?', groups, leaveButton);
  const text = 'You are in no working group, so there is none to leave.';
  return { summary: text, blocks: [paragraph(text), buttons(listGroupsButton)] };
}

function choose(question: string, groups: readonly GroupFacts[], button: (group: GroupFacts) => Button): Card {
  const names = groups.map((group) => group.name).join(', ');
  const pressed = groups.slice(0, CHOICES).map((group) => ({ ...button(group), label: group.name }));
  return { summary: `${question} There are: ${names}.`, blocks: [paragraph(question), buttons(...pressed)] };
}

/** The page that takes the join form's place. */
export function joinedCard(group: GroupFacts): Card {
  const text = `You are in ${group.name}. The welcome is in your messages with Convenor.`;
  return { summary: text, blocks: [paragraph(text), buttons(openGroupButton(group), myGroupsButton)] };
}

/** Asks before leaving, with what it means. */
export function leaveForm(group: GroupFacts): Form {
  return {
    id: 'groups.leave',
    title: dialogTitle(`Leave ${group.name}`),
    submit: 'Leave',
    close: 'Stay',
    hidden: { groupId: group.id },
    body: [
      paragraph(`You leave ${group.name}. Your answers to its coming meetings are withdrawn, and its reminders stop.`),
      note('The record of what you did in it stays. You can join again later.'),
    ],
  };
}

/** The page that takes the leave form's place. */
export function leftCard(group: GroupFacts): Card {
  const text = `You have left ${group.name}. Your answers to its coming meetings are withdrawn; the record stays.`;
  return { summary: text, blocks: [paragraph(text), buttons({ ...joinButton(group), label: 'Join again' }, myGroupsButton)] };
}

export interface WelcomeFacts {
  readonly group: GroupFacts;
  readonly members: { readonly people: number; readonly organisations: number };
  readonly channels: readonly Pick<ChannelFacts, 'name' | 'at'>[];
  readonly upcoming: readonly MeetingFacts[];
}

/** The series among these meetings, each once, by its next meeting. */
function firstOfSeries(upcoming: readonly MeetingFacts[]): { readonly subTopic: string; readonly series: SeriesFacts }[] {
  const seen = new Set<string>();
  return upcoming.flatMap(({ subTopic, series }) => {
    if (!series || seen.has(series.id)) return [];
    seen.add(series.id);
    return [{ subTopic, series }];
  });
}

/** The first message to who joined: who else takes part, and the meetings that are already planned. */
export function welcomeCard({ group, members, channels, upcoming }: WelcomeFacts): Card {
  const taking = `${count(members.people, 'person', 'people')} from ${count(members.organisations, 'organisation', 'organisations')} ${members.people === 1 ? 'takes' : 'take'} part.`;
  const planned =
    upcoming.length === 0
      ? 'No meeting is planned yet; you hear of the next one here.'
      : `${count(upcoming.length, 'meeting is', 'meetings are')} already planned.`;
  const blocks: Block[] = [heading(`Welcome to ${group.name}`), paragraph(`You are in ${group.name}. ${taking}`)];
  const places = joinTexts(
    channels.map(({ name, at }) => channelName(name, at)),
    ' and ',
  );
  if (channels.length > 0) blocks.push(paragraph(rich`The group talks in ${places}. If you are not in it yet, open it and join it there.`));
  blocks.push(paragraph(upcoming.length === 0 ? planned : 'Already planned:'));
  for (const meeting of upcoming) blocks.push(...answerBlocks(meeting));
  for (const { subTopic, series } of firstOfSeries(upcoming))
    blocks.push(
      paragraph(`All meetings of the series "${subTopic}": ${seriesLine(series)}.`),
      buttons(...seriesAnswerButtons(series.id, series.sequence), seriesButton(series.id)),
    );
  blocks.push(buttons(feedButton, myGroupsButton));
  return { summary: `You are in ${group.name}. ${taking} ${planned}`, blocks };
}
