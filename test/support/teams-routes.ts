import type { Asked } from './teams-faults.ts';
import { TEAM_ID, type Conversation, type Desk, type TeamsPerson } from './teams-desk.ts';
import type { Limits } from './teams-limits.ts';

/** A request as it came in, and what the service does with it when all goes well. */
export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status: number;
  readonly body: object;
}

export interface Route {
  readonly asked: Asked;
  readonly conversation: string | null;
  run(): Answer;
}

/** The Bot Connector's routes. Null for an address that is none of them. */
export function routeOf(desk: Desk, limits: Limits, request: Request): Route | null {
  const [, version, what, id, part, item] = request.path.split('/').map(decodeURIComponent);
  if (version === 'v1' && what === 'meetings' && id) return { asked: 'meeting', conversation: null, run: () => meeting(desk, id) };
  if (version !== 'v3') return null;
  if (what === 'teams' && id) return { asked: 'team', conversation: null, run: () => team(desk, id, part) };
  if (what !== 'conversations') return null;
  if (!id) return { asked: 'create', conversation: null, run: () => create(desk, limits, request.body) };
  if (part === 'activities') return activityRoute(desk, limits, request, id, item);
  if (part === 'members' || part?.toLowerCase() === 'pagedmembers') {
    return { asked: 'members', conversation: id, run: () => inConversation(desk, id, (place) => members(desk, place, part, item)) };
  }
  return null;
}

function activityRoute(desk: Desk, limits: Limits, { method, query, body }: Request, id: string, item: string | undefined): Route | null {
  const targeted = query.get('isTargetedActivity') === 'true';
  const sends = (run: (place: Conversation) => Answer) => () =>
    inConversation(desk, id, (place) => {
      limits.countSend(place.id);
      if (method !== 'DELETE' && !limits.fits(body, place.id)) return failed(413, 'MessageSizeTooBig');
      limits.checkCards(body, place.id);
      return run(place);
    });
  if (method === 'POST' && !item) {
    const run = sends((place) => post(desk, place, id, body, targeted));
    return { asked: targeted ? 'targeted' : 'post', conversation: id, run };
  }
  if (method === 'PUT' && item) return { asked: 'update', conversation: id, run: sends((place) => change(desk, place, item, body)) };
  if (method === 'DELETE' && item) return { asked: 'delete', conversation: id, run: sends((place) => change(desk, place, item, null)) };
  return null;
}

/** Where the app is granted to know of meetings. */
function meeting(desk: Desk, id: string): Answer {
  const joinUrl = desk.meetings.get(id);
  return joinUrl === undefined ? failed(403, 'Forbidden') : { status: 200, body: { id, details: { id, joinUrl } } };
}

export const failed = (status: number, code: string): Answer => ({ status, body: { error: { code, message: code } } });

function inConversation(desk: Desk, id: string, run: (place: Conversation) => Answer): Answer {
  const place = desk.find(id);
  if (!place) return failed(404, 'ConversationNotFound');
  return run(place);
}

/** Whether the person has the app out of reach: then nothing can be written to them. */
function isOut(desk: Desk, place: Conversation): boolean {
  return place.kind === 'personal' && desk.people.some((one) => place.members.has(desk.memberOf(one)) && desk.without.has(one.id));
}

function post(desk: Desk, place: Conversation, id: string, body: Readonly<Record<string, unknown>>, targeted: boolean): Answer {
  if (isOut(desk, place)) return failed(403, 'MessageWritesBlocked');
  if (body.text && Array.isArray(body.attachments)) return split(desk, id, body);
  if (!targeted) return { status: 201, body: { id: desk.store(id, body, null).id } };
  const to = (body.recipient as { id?: string } | undefined)?.id;
  if (place.kind === 'personal' || !to || !place.members.has(to)) return failed(400, 'BadRequest');
  return { status: 201, body: { id: desk.store(id, body, to).id } };
}

/** learn.microsoft.com, "Messages in bot conversations": words and a card in one activity become two, and no id is told. */
function split(desk: Desk, id: string, { text, attachments, ...body }: Readonly<Record<string, unknown>>): Answer {
  for (const part of [{ text }, { attachments }]) desk.store(id, { ...body, ...part }, null);
  return { status: 202, body: {} };
}

function change(desk: Desk, place: Conversation, item: string, body: Readonly<Record<string, unknown>> | null): Answer {
  const message = place.messages.find((one) => one.id === item && !one.deleted);
  if (!message) return failed(404, 'ActivityNotFoundInConversation');
  if (isOut(desk, place)) return failed(403, 'MessageWritesBlocked');
  if (body) message.activity = body;
  else message.deleted = true;
  message.edits += 1;
  desk.changed();
  return { status: 200, body: { id: item } };
}

function create(desk: Desk, limits: Limits, body: Readonly<Record<string, unknown>>): Answer {
  const wanted = (body.members as { id?: string }[] | undefined)?.[0]?.id ?? '';
  const person = desk.findPerson(wanted);
  if (body.tenantId !== desk.tenantId) return failed(400, 'BadSyntax');
  if (!person) return failed(404, 'BotNotInConversationRoster');
  if (desk.without.has(person.id)) return failed(403, 'MessageWritesBlocked');
  const { id } = desk.personal(person);
  limits.countSend(id);
  return { status: 201, body: { id } };
}

const toMember = (desk: Desk, person: TeamsPerson) => ({
  id: desk.memberOf(person),
  name: person.name,
  objectId: person.id,
  aadObjectId: person.id,
  email: person.email,
  userPrincipalName: person.email,
  tenantId: desk.tenantId,
  userRole: person.role ?? 'user',
});

function members(desk: Desk, place: Conversation, part: string, item: string | undefined): Answer {
  const there = desk.people.filter((one) => place.members.has(desk.memberOf(one)));
  if (item) {
    const one = there.find((person) => person.id === item || desk.memberOf(person) === item);
    return one ? { status: 200, body: toMember(desk, one) } : failed(404, 'MemberNotFoundInConversation');
  }
  const all = there.map((one) => toMember(desk, one));
  return { status: 200, body: part === 'members' ? all : { members: all } };
}

function team(desk: Desk, id: string, part: string | undefined): Answer {
  if (id !== TEAM_ID) return failed(404, 'TeamNotFound');
  const channels = [...desk.conversations.values()].filter((one) => one.teamId === id);
  if (part !== 'conversations') return { status: 200, body: { id, name: 'Working groups', channelCount: channels.length } };
  return { status: 200, body: { conversations: channels.map(({ id: channel, name }) => ({ id: channel, name })) } };
}
