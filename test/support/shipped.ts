import { v7 as uuidv7 } from 'uuid';
import type { Button, Card, Form } from '../../src/bot/card.ts';
import type { Actor, Ctx } from '../../src/bot/context.ts';
import { createBot, RUN_COMMAND, type Bot, type Caller } from '../../src/bot/dispatch.ts';
import type { NoticeFacts, NoticeKind, Reply } from '../../src/bot/define.ts';
import { raise } from '../../src/features/concerns/raise.ts';
import { features } from '../../src/features/index.ts';
import { declineSuggestion } from '../../src/features/meetings/decline-suggestion.ts';
import { rsvp } from '../../src/features/meetings/rsvp.ts';
import { standIn } from '../../src/features/meetings/stand-in.ts';
import { suggest } from '../../src/features/meetings/suggest.ts';
import { cancel } from '../../src/features/meetings/cancel.ts';
import { move } from '../../src/features/meetings/move.ts';
import { schedule } from '../../src/features/meetings/schedule.ts';
import { buttonsIn } from './card-words.ts';
import { addActions } from './shipped-actions.ts';
import { minutesOf } from './shipped-minutes.ts';
import { offices } from './shipped-offices.ts';
import { NOON, openWorld, type TestBody, type TestPerson, type World } from './world.ts';

const HOUR = 3_600_000;
const daysAgo = (days: number): Date => new Date(NOON.getTime() - days * 24 * HOUR);
const STRANGER_ACCOUNT = uuidv7();
/** What people type and are called at worst: pings, markup, right to left, emoji, accents, and long. */
const HOSTILE = '<!channel> <@U1> *bold* `code` https://x.invalid/?a=1&b=2 مرحبا 👩‍🚀 Ångström';
const long = (length: number) => `${HOSTILE} ${'Überlänge '.repeat(length / 10)}`.slice(0, length).trim();

/** All that people can reach, as the features gave it, with where it came from. */
export interface Shipped {
  readonly cards: { readonly from: string; readonly card: Card }[];
  readonly forms: { readonly from: string; readonly form: Form }[];
  /** The presses whose answer held a form. */
  readonly openers: Extract<Button, { press: string }>[];
  readonly commands: Set<string>;
  readonly presses: Set<string>;
  readonly notices: Set<string>;
  readonly faults: string[];
}

/** Kinds that need nothing but their meeting. */
const ABOUT_MEETINGS = /^(meetings\.(?!suggestion|alternate)|attendance\.(?!correction))/;

/** Everything people can reach from commands, home and notices, on a crowded body full of hostile texts. */
export async function sweepShipped(): Promise<Shipped> {
  const world = await openWorld();
  try {
    return await explored(world, await world.newBody());
  } finally {
    await world.close();
  }
}

async function explored(world: World, body: TestBody): Promise<Shipped> {
  const people: Record<'member' | 'chair' | 'secretariat' | 'board', TestPerson> = {} as never;
  let series = '';
  let flagged = '';
  const minutes: Extract<Button, { press: string }>[] = [];
  const seen: Shipped = {
    cards: [],
    forms: [],
    openers: [],
    commands: new Set(),
    presses: new Set(),
    notices: new Set(),
    faults: [],
  };
  const known = new Set<string>();
  await crowd();
  for (const who of ['member', 'chair', 'secretariat', 'board', 'stranger'] as const) await explore(who);
  await renderNotices();
  return seen;

  async function crowd(): Promise<void> {
    await body.statement(1, long(2400));
    people.member = await body.person({ name: long(80) });
    people.chair = await body.person({ name: `Chair ${long(70)}` });
    people.secretariat = await body.person({ name: `Secretary ${long(70)}` });
    people.board = await body.person({ name: 'Board' });
    const { workspaceId } = body;
    await world.db.account.create({
      data: { id: STRANGER_ACCOUNT, bodyId: body.body.id, workspaceId, externalUserId: 'U1', name: long(80), seenAt: NOON },
    });
    await body.appoint(people.secretariat.id, 'secretariat');
    await body.appoint(people.board.id, 'board');
    await offices(world, body, long(80));
    for (let i = 0; i < 7; i++) {
      const group = await body.group({ slug: `group-${String(i)}`, name: `${String(i)} ${long(70)}`, interests: [long(70), 'Two'] });
      if (i > 4) continue;
      await body.member(group.id, people.chair.id, 'chair');
      await body.member(group.id, people.member.id);
      await body.channel(group.id);
      if (i > 1) continue;
      for (let n = 0; n < 40; n++) {
        const one = await body.person({ name: `${String(n)} ${long(70)}` });
        await body.member(group.id, one.id);
      }
      const next = await meeting(group.id, new Date(NOON.getTime() + (i === 0 ? 0 : 9 * 24 * HOUR)));
      await meeting(group.id, new Date(NOON.getTime() - (2 + i) * 24 * HOUR));
      await addActions(body, { group: group.slug, meeting: next }, people, long);
      if (i === 1) await repeated(group.slug);
      if (i === 1) await asked(next);
    }
    const live = await world.db.meeting.findFirstOrThrow({ where: { bodyId: body.body.id, startsAt: NOON } });
    await importedNames(live.id);
    const { groupId } = live;
    const [draft, issued] = [await meeting(groupId, daysAgo(8)), await meeting(groupId, daysAgo(9))];
    await minutesOf(body, people, { draft, issued }, HOSTILE);
    minutes.push(
      { label: 'Draft', press: 'minutes.show', with: { meeting: draft } },
      { label: 'Issued', press: 'minutes.show', with: { meeting: issued, page: '1' } },
    );
    await concern('open', { meeting: live.id, item: '1' });
    await concern('secretariat', { group: live.groupId, which: HOSTILE.slice(0, 60), nameless: ['yes'] });
  }

  /** Two alternates are named, of whom one answers; two suggestions are made, of which one is answered. */
  async function asked(meeting: string): Promise<void> {
    const ctx = body.asMember(people.member);
    const { organisationId } = await world.db.person.findUniqueOrThrow({ where: { id: people.member.id } });
    const colleague = await body.person({ name: `Colleague ${long(70)}`, organisationId });
    await rsvp(ctx, { meeting, answer: 'declined', alternate: colleague.id, note: long(1900) });
    await standIn(body.asMember(colleague), { meeting, by: people.member.id, takes: 'no' });
    const other = await body.person({ name: `Other ${long(70)}`, organisationId });
    await rsvp(ctx, { meeting, answer: 'declined', alternate: other.id });
    const [answered, open] = [uuidv7(), uuidv7()];
    for (const draft of [answered, open]) await suggest(ctx, { meeting, draft, text: long(490) });
    await declineSuggestion(body.asMember(people.chair), { meeting, suggestion: answered, reason: long(290) });
  }

  async function importedNames(meetingId: string): Promise<void> {
    const stay = { from: NOON.toISOString(), until: new Date(NOON.getTime() + HOUR).toISOString() };
    const row = { bodyId: body.body.id, meetingId, stays: Array.from({ length: 30 }, () => stay), importedAt: NOON };
    const waiting = ['1', '2'].map((n) => ({
      ...row,
      id: uuidv7(),
      key: n,
      name: `${n} ${long(190)}`,
      email: null,
      state: 'waiting' as const,
    }));
    const ignored = { ...waiting[0]!, id: uuidv7(), key: '3', state: 'ignored' as const, reason: long(490), decidedAt: NOON };
    await world.db.importedName.createMany({ data: [...waiting, { ...ignored, decidedById: people.secretariat.id }] });
  }

  async function concern(how: 'open' | 'secretariat', about: object): Promise<void> {
    await raise(body.asMember(people.member), { draft: uuidv7(), how, agenda: '1', ...about });
  }

  /** As many meetings as a series may have; the later ones were moved, the last ones cancelled. */
  async function repeated(group: string): Promise<void> {
    const ctx = body.asMember(people.chair);
    const agenda = Array.from({ length: 15 }, (_, i) => `${String(i)} prices ${long(130)}, 5 min (lead: ${long(30)})`).join('\n');
    const wall = { date: '2026-12-10', time: '10:00', minutes: 60, zone: 'Europe/Zurich' };
    const rule = { repeats: 'custom' as const, rule: 'FREQ=DAILY;COUNT=60' };
    const link = 'https://meet.invalid/2';
    const all = await schedule(ctx, { group, subTopic: long(150), kind: 'sub_topic', link, agenda, ...wall, ...rule });
    series = all.meeting.series?.id ?? '';
    flagged = all.meeting.id;
    const told = { bodyId: body.body.id, kind: 'meetings.series-announced' };
    await world.db.notice.updateMany({ where: told, data: { state: 'expanded' } });
    await move(ctx, { meeting: all.meetings[20]!.id, sequence: 0, ...wall, date: '2026-12-31', scope: 'following' });
    await cancel(ctx, { meeting: all.meetings[40]!.id, reason: long(450), scope: 'following' });
  }

  async function meeting(groupId: string, startsAt: Date): Promise<string> {
    const id = uuidv7();
    const items = Array.from({ length: 20 }, (_, i) => ({ title: `${String(i)} ${long(140)}`, minutes: 5, lead: long(80) }));
    const documents = Array.from({ length: 10 }, (_, i) => ({ title: `${String(i)} ${long(140)}`, url: 'https://docs.invalid/a?b=1&c=2' }));
    await world.db.meeting.create({
      data: {
        id,
        bodyId: body.body.id,
        groupId,
        kind: 'sub_topic',
        subTopic: long(150),
        localStart: '2026-11-23T13:00',
        zone: 'Europe/Zurich',
        minutes: 60,
        startsAt,
        endsAt: new Date(startsAt.getTime() + HOUR),
        link: 'https://meet.invalid/1',
        state: 'announced',
        chairId: people.chair.id,
        secretariatId: people.secretariat.id,
        createdAt: NOON,
        updatedAt: NOON,
      },
    });
    await world.db.agendaVersion.create({ data: { id: uuidv7(), bodyId: body.body.id, meetingId: id, n: 1, items, documents, at: NOON } });
    const members = await world.db.membership.findMany({ where: { groupId } });
    for (const { personId } of members.slice(0, 30)) {
      const rsvpId = uuidv7();
      const row = { bodyId: body.body.id, meetingId: id, personId, at: NOON };
      const answer = personId === people.chair.id ? ('declined' as const) : ('attending' as const);
      await world.db.rsvp.create({ data: { ...row, id: rsvpId, answer, note: long(1900), surface: 'slack' } });
      await world.db.rsvpCurrent.create({ data: { ...row, rsvpId, answer } });
    }
    return id;
  }

  function actorOf(who: string): Actor {
    const account = { id: STRANGER_ACCOUNT, workspaceId: body.workspaceId, externalUserId: 'U1', name: long(80), email: null, zone: null };
    if (who === 'stranger') return { kind: 'stranger', account };
    const { id, name } = people[who as keyof typeof people];
    return { kind: 'person', person: { id, name, zone: 'Asia/Kolkata', isSecretariat: who === 'secretariat' }, account };
  }

  /** Whatever is found is shown but nothing is submitted; buttons that change something may be pressed, as people do. */
  async function explore(who: string): Promise<void> {
    const caller: Caller = {
      body: body.body,
      workspaceId: body.workspaceId,
      externalUserId: who,
      surface: 'slack',
      profile: () => Promise.reject(new Error('known')),
    };
    const failed: object[] = [];
    const bot: Bot = createBot({
      features,
      context: (): Ctx => body.ctx({ kind: 'operator' }),
      recognise: () => Promise.resolve(actorOf(who)),
      log: { warn: (fields) => failed.push(fields), error: (fields) => failed.push(fields) },
    });
    const pressed = new Set<string>();
    const queue: Button[] = [];
    const take = (from: string, reply: Reply, opener?: Extract<Button, { press: string }>) => {
      for (const card of [reply.whisper, reply.replace]) if (card) queue.push(...takeCard(`${who}: ${from}`, card));
      if (!reply.form) return;
      if (opener) seen.openers.push(opener);
      queue.push(...takeForm(`${who}: ${from}`, reply.form));
    };
    for (const { word } of bot.commands)
      for (const rest of ['', '0', 'group-1', 'group-6']) {
        seen.commands.add(word);
        take(`/wg ${word} ${rest}`, await bot.command(caller, `${word} ${rest}`, { channelId: 'C1', channelName: 'general' }));
      }
    queue.push(...takeCard(`${who}: home`, await bot.home(caller)));
    queue.push({ label: 'Reword', press: 'meetings.open-reword', with: { meeting: flagged, n: '1', item: '1' } });
    queue.push(...minutes);
    queue.push({ label: 'All dates', press: 'meetings.series', with: { series } });
    for (let button = queue.shift(); button; button = queue.shift()) {
      if (!('press' in button)) continue;
      const key = button.press + (button.press === RUN_COMMAND || button.press === 'minutes.show' ? JSON.stringify(button.with) : '');
      if (pressed.has(key)) continue;
      pressed.add(key);
      seen.presses.add(button.press);
      take(button.press, await bot.press(caller, button.press, button.with ?? {}), button);
    }
    seen.faults.push(...failed.map((fields) => `${who}: failed unexpectedly: ${String((fields as { err?: unknown }).err)}`));
  }

  /** Those that exploring planned, and every kind about a meeting for every meeting. */
  async function renderNotices(): Promise<void> {
    const meetings = await world.db.meeting.findMany({ where: { bodyId: body.body.id } });
    const planned = await world.db.notice.findMany({ where: { bodyId: body.body.id } });
    for (const kind of features.flatMap((feature) => feature.notices)) {
      const subjects = planned
        .filter((one) => one.kind === kind.kind)
        .map((one) => ({ meetingId: one.meetingId, subject: one.subject as Record<string, string> }));
      if (ABOUT_MEETINGS.test(kind.kind) && subjects.length === 0)
        subjects.push(...meetings.map((one) => ({ meetingId: one.id, subject: { sequence: String(one.sequence) } })));
      for (const subject of subjects) await renderNotice(kind, { id: uuidv7(), kind: kind.kind, dueAt: NOON, ...subject });
    }
  }

  async function renderNotice(kind: NoticeKind, notice: NoticeFacts): Promise<void> {
    const ctx = body.asScheduler();
    const targets = await kind.targets(ctx, notice);
    if ('skip' in targets) return;
    for (const target of targets.slice(0, 3)) {
      const card = await kind.render(ctx, notice, target);
      if ('skip' in card) continue;
      seen.notices.add(kind.kind);
      takeCard(`notice ${kind.kind}`, card);
    }
  }

  /** Keeps a card, unless the same came before, and gives its buttons. */
  function takeCard(from: string, card: Card): Button[] {
    const said = JSON.stringify(card);
    if (!known.has(said)) seen.cards.push({ from, card });
    known.add(said);
    return buttonsIn(card.blocks);
  }

  function takeForm(from: string, form: Form): Button[] {
    seen.forms.push({ from, form });
    return buttonsIn(form.body);
  }
}
