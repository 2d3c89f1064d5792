import { ASK_TO_BE_ADDED, KNOWN_ELSEWHERE } from '../../bot/actor.ts';
import { buttons, divider, heading, list, note, paragraph, type Block, type Button, type Card } from '../../bot/card.ts';
import { RUN_COMMAND } from '../../bot/dispatch.ts';
import { bold, calendarDay, channelName, count, joinTexts, link, rich, toPlain, typed, type Text } from '../../bot/text.ts';
import type { Answer, MembershipRole } from '../../db/generated/client.ts';
import { actionsButton } from '../actions/buttons.ts';
import { rsvpButtons } from '../meetings/buttons.ts';
import { meetingLine } from '../meetings/cards.ts';
import type { MeetingFacts } from '../meetings/lookup.ts';
import { groupNoticesButton } from '../preferences/buttons.ts';
import { joinButton, leaveButton, listGroupsButton, openGroupButton } from './buttons.ts';
import type { GroupList, ListedGroup } from './list.ts';
import type { GroupFacts } from './lookup.ts';
import type { MyPage } from './my.ts';
import type { GroupPage } from './show.ts';

export const roleNames: Readonly<Record<MembershipRole, string>> = {
  chair: 'chair',
  vice_chair: 'vice-chair',
  participant: 'participant',
  observer: 'observer',
};

const answerNames: Readonly<Record<Answer, string>> = { attending: 'attending', tentative: 'maybe', declined: "can't come" };

const helpButton: Button = { label: 'Help', press: RUN_COMMAND, with: { word: 'help' } };
const aboutButton: Button = { label: 'What are working groups?', press: 'groups.about' };
const askButton: Button = { label: 'Ask the Secretariat to add me', press: ASK_TO_BE_ADDED };

/** As many groups as one message can carry, each with its button. */
const SHOWN = 20;

/** The answer to /wg list. */
export function listCard({ bodyName, groups, isStranger, refusal }: GroupList): Card {
  const names = groups.map(({ group, hasJoined }) => (hasJoined ? `${group.name} (joined)` : group.name));
  const summary = groups.length === 0 ? `${bodyName} has no working group yet.` : `Working groups of ${bodyName}: ${names.join(', ')}.`;
  const blocks: Block[] = [heading(`Working groups of ${bodyName}`)];
  if (groups.length === 0) blocks.push(paragraph(`${summary} The Secretariat opens them; they appear here.`));
  if (refusal) blocks.push(paragraph(refusal.words), buttons(...refusal.buttons));
  for (const listed of groups.slice(0, SHOWN)) blocks.push(...listedBlocks(listed));
  if (groups.length > SHOWN) blocks.push(note(rich`And ${groups.length - SHOWN} more: type ${typed('join')} and a part of the name.`));
  if (isStranger)
    blocks.push(note(rich`You are not in the directory yet. The Secretariat checks each request to be added. ${KNOWN_ELSEWHERE}`));
  blocks.push(note('Groups advise; they do not decide.'), buttons(...(isStranger ? [askButton] : []), aboutButton, helpButton));
  return { summary, blocks };
}

function listedBlocks({ group, next, hasJoined, isJoinable, isOpenToReader }: ListedGroup): Block[] {
  const state = hasJoined ? 'joined' : statusWords(group, isJoinable);
  const coming: Text = next ? ['Next: ', meetingLine(next)] : 'No meeting planned.';
  const shown = isOpenToReader ? joinButton(group) : openGroupButton(group);
  return [paragraph(rich`${bold(group.name)}${state === '' ? '' : `, ${state}`}\n${group.remit}\n${coming}`), buttons(shown)];
}

/** What keeps people from joining, or until when they can; nothing for a group that is simply open. */
function statusWords({ status, applicationsUntil }: GroupFacts, isJoinable: boolean): string {
  if (status === 'draft') return 'being prepared';
  if (status === 'dormant') return 'resting';
  if (status === 'closed') return 'closed';
  if (status !== 'applications' || !applicationsUntil) return '';
  return `applications ${isJoinable ? 'until' : 'closed on'} ${calendarDay(applicationsUntil)}`;
}

/** "What are working groups?" */
export function aboutCard(bodyName: string): Card {
  const summary = `Working groups give ${bodyName} the input of its members. They advise; they do not decide.`;
  const items = [
    'Input from all members on the questions that are open.',
    'A place where everybody along the value chain can talk.',
    'Early warning of issues, risks and opportunities.',
    'Knowledge passed on between peers.',
  ];
  const rules = 'Meetings are online. Any membership class may take part, in as many groups as you like.';
  return { summary, blocks: [paragraph(summary), list(items), note(rules), buttons(listGroupsButton)] };
}

/** A meeting as one line with its answer buttons; each button says which meeting it is about. */
export function answerBlocks(meeting: MeetingFacts, line: Text = meetingLine(meeting)): Block[] {
  const described = rsvpButtons(meeting.id, meeting.sequence).map((one) => ({
    ...one,
    describe: `${toPlain(one.label)}: ${meeting.subTopic}`,
  }));
  return [paragraph(line), buttons(...described)];
}

/** One group, as its Open button shows it. */
export function groupCard(page: GroupPage): Card {
  const { group, membership, members } = page;
  const taking = `${count(members.people, 'person takes', 'people take')} part, from ${count(members.organisations, 'organisation', 'organisations')}.`;
  const mine = membership ? `You are in it as ${roleNames[membership.role]}.` : statusSentence(page);
  const facts: Text[] = [taking];
  if (page.chairs.length > 0) facts.push(`Chairs: ${page.chairs.join(', ')}.`);
  if (page.channels.length > 0)
    facts.push(
      rich`Channel: ${joinTexts(
        page.channels.map(({ name, at }) => channelName(name, at)),
        ', ',
      )}.`,
    );
  if (group.termsUrl !== null) facts.push(link(group.termsUrl, 'Terms of reference'));
  if (mine !== '') facts.push(mine);
  if (!membership && page.refusal) facts.push(page.refusal.words);
  const blocks: Block[] = [heading(group.name), paragraph(group.remit), list(facts), divider];
  if (page.upcoming.length === 0) blocks.push(paragraph('No meeting planned.'));
  for (const meeting of page.upcoming) blocks.push(...(membership ? answerBlocks(meeting) : [paragraph(meetingLine(meeting))]));
  const pressed = groupButtons(page);
  return { summary: `${group.name}: ${group.remit} ${taking}`, blocks: pressed.length > 0 ? [...blocks, buttons(...pressed)] : blocks };
}

function statusSentence({ group, isJoinable }: GroupPage): string {
  const words = statusWords(group, isJoinable);
  return words === '' ? '' : `Status: ${words}.`;
}

function groupButtons({ group, membership, isOpenToReader, refusal, isStranger, mayManage }: GroupPage): Button[] {
  const own = isStranger
    ? [askButton]
    : membership
      ? [leaveButton(group)]
      : isOpenToReader
        ? [joinButton(group)]
        : [...(refusal?.buttons ?? [])];
  return mayManage ? [...own, editButton(group), rolesButton(group), groupNoticesButton(group)] : own;
}

export const editButton = ({ name, slug }: GroupFacts): Button => ({
  label: 'Edit',
  press: 'groups.open-edit',
  with: { group: slug },
  describe: `Edit ${name}`,
});

export const rolesButton = ({ name, slug }: GroupFacts): Button => ({
  label: 'Roles',
  press: 'groups.open-roles',
  with: { group: slug },
  describe: `Roles in ${name}`,
});

/** Where several groups stand beside each other, each meeting names its own. */
const lineWithGroup = (meeting: MeetingFacts): Text => rich`${bold(meeting.groupName)}: ${meetingLine(meeting)}`;

/** The answer to /wg my. */
export function myCard({ groups, answered, waiting, actions }: MyPage): Card {
  const owned = actions === 0 ? [] : [paragraph(`You own ${count(actions, 'open action', 'open actions')}.`), buttons(actionsButton)];
  if (groups.length === 0) {
    const text = 'You are in no working group yet. The list shows what there is to join.';
    return { summary: text, blocks: [paragraph(text), buttons(listGroupsButton), ...owned] };
  }
  const names = groups.map(({ group }) => group.name).join(', ');
  const asks =
    waiting.length === 0 ? 'Nothing waits for you.' : `${count(waiting.length, 'meeting waits', 'meetings wait')} for your answer.`;
  const blocks: Block[] = [heading('Waiting for your answer')];
  if (waiting.length === 0) blocks.push(paragraph('Nothing waits for you.'));
  for (const meeting of waiting) blocks.push(...answerBlocks(meeting, lineWithGroup(meeting)));
  blocks.push(heading('Your next meetings'));
  if (answered.length === 0) blocks.push(paragraph(waiting.length === 0 ? 'No meeting planned.' : 'None answered yet.'));
  else blocks.push(list(answered.map(({ meeting, answer }) => rich`${lineWithGroup(meeting)}: ${answerNames[answer]}`)));
  blocks.push(...owned);
  blocks.push(heading('Your groups'), list(groups.slice(0, SHOWN).map(({ group, role }) => rich`${bold(group.name)}, ${roleNames[role]}`)));
  blocks.push(buttons(...groups.slice(0, SHOWN).map(({ group }) => ({ ...openGroupButton(group), label: group.name })), listGroupsButton));
  return { summary: `Your groups: ${names}. ${asks}`, blocks };
}
