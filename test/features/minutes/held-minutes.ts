import { v7 as uuidv7 } from 'uuid';
import type { Card, Form } from '../../../src/bot/card.ts';
import type { Ctx } from '../../../src/bot/context.ts';
import { isSkip, type NoticeFacts, type Target } from '../../../src/bot/define.ts';
import { confirmRoll } from '../../../src/features/attendance/confirm-roll.ts';
import { minutes } from '../../../src/features/minutes/index.ts';
import { issue } from '../../../src/features/minutes/issue.ts';
import { saveNotes } from '../../../src/features/minutes/save-notes.ts';
import { fieldsOf, words } from '../../support/card-words.ts';
import type { World } from '../../support/world.ts';
import { answers, at, heldMeeting, type Held } from '../attendance/held-meeting.ts';

export const initialOf = (form: Form | undefined, name: string): unknown => {
  const found = fieldsOf(form).find((one) => one.name === name);
  return found && 'initial' in found.input ? found.input.initial : undefined;
};

export const typed = (ctx: Ctx, rest = '') => {
  const command = minutes.commands.find((one) => one.word === 'minutes')!;
  return command.run(ctx, command.input(rest, null));
};
export const press = (ctx: Ctx, id: string, payload: object) => minutes.buttons.find((one) => one.id === id)!.run(ctx, payload);
export const submit = (ctx: Ctx, form: Form | undefined, values: object) =>
  minutes.forms.find((one) => one.id === form?.id)!.run(ctx, { ...values, ...form?.hidden });

export type HeldMinutes = Awaited<ReturnType<typeof afterRoll>>;

/** A meeting at noon with an agenda, of which the roll is not confirmed yet: Ann was there, Bea sent apologies. */
export async function afterMeeting(world: World, titles: readonly string[] = ['Welcome', 'Pathway methods']) {
  const held = await heldMeeting(world);
  const { body, group, meeting, chair, secretary } = held;
  const row = { id: uuidv7(), bodyId: body.body.id, meetingId: meeting.id, n: 1, at: at('08:00') };
  const documents = [{ title: 'Draft v2', url: 'https://docs.invalid/2' }];
  await world.db.agendaVersion.create({ data: { ...row, items: titles.map((title) => ({ title })), documents } });
  await world.db.meeting.update({ where: { id: meeting.id }, data: { chairId: chair.id, secretariatId: secretary.id } });
  const channel = await body.channel(group.id);
  const ann = await held.member('Ann Adams');
  const bea = await held.member('Bea Baker');
  await answers(world, body, meeting.id, bea.id, 'declined');
  return { ...held, channel, ann, bea };
}

/** The same with its roll confirmed. */
export async function afterRoll(world: World, titles?: readonly string[]) {
  const held = await afterMeeting(world, titles);
  const { body, chair, meeting, ann, bea } = held;
  await confirmRoll(body.asMember(chair, at('13:05')), {
    ...{ meeting: meeting.id, version: 0, guests: 'Gus Guest, Visitors Ltd' },
    ...{ [`person:${chair.id}`]: 'here', [`person:${ann.id}`]: 'here', [`person:${bea.id}`]: 'apologies' },
    [`others:${chair.id}`]: [chair.id, ann.id],
  });
  return held;
}

export const asChair = (held: Held, time = '13:30') => held.body.asMember(held.chair, at(time));
export const asSecretary = (held: Held, time = '14:00') => held.body.asSecretariat(held.secretary, at(time));

/** With notes on both items. */
export async function drafted(world: World, notes: Record<string, string> = {}) {
  const held = await afterRoll(world);
  const values = { 'note:1': 'Those present were welcomed.', 'note:2': 'The group put in three views.', ...notes };
  await saveNotes(asChair(held), { meeting: held.meeting.id, version: 0, ...values });
  return held;
}

export async function issued(world: World, notes: Record<string, string> = {}) {
  const held = await drafted(world, notes);
  await issue(asSecretary(held), { meeting: held.meeting.id, version: 1 });
  return held;
}

export interface Told {
  readonly to: readonly Target[] | string;
  readonly says: string;
  readonly card: Card | null;
}

/** What goes out about minutes, by kind, the latest of each: who gets it and what it says. */
export async function toldBy(world: World, held: Held, time = '14:10'): Promise<Record<string, Told>> {
  const ctx = held.body.asScheduler(at(time));
  const planned = await world.db.notice.findMany({
    where: { bodyId: held.body.body.id, kind: { startsWith: 'minutes.' } },
    orderBy: { createdAt: 'asc' },
  });
  const told: Record<string, Told> = {};
  for (const row of planned) {
    const notice: NoticeFacts = { ...row, subject: row.subject as Record<string, string> };
    const kind = minutes.notices.find((one) => one.kind === row.kind)!;
    const to = await kind.targets(ctx, notice);
    const card = isSkip(to) ? to : await kind.render(ctx, notice, to[0]!);
    told[row.kind] = isSkip(card)
      ? { to: isSkip(to) ? to.skip : to, says: card.skip, card: null }
      : { to: isSkip(to) ? to.skip : to, says: words(card), card };
  }
  return told;
}
