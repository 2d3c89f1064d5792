import { randomUUID } from 'node:crypto';
import type { Connector } from './teams-connector.ts';
import { TEAM_ID, type Conversation, type TeamsPerson } from './teams-desk.ts';

export type Activity = Readonly<Record<string, unknown>>;

/** An activity as the service sends it: who, where, in which tenant, with the person's zone and language. */
export function activityOf(connector: Connector, person: TeamsPerson, place: Conversation, more: Activity): Activity {
  const { desk, serviceUrl } = connector;
  const channel = place.kind === 'channel' && {
    teamsChannelId: place.id,
    teamsTeamId: TEAM_ID,
    channel: { id: place.id, name: place.name },
    team: { id: TEAM_ID, name: 'Working groups' },
  };
  return {
    id: more.type === 'invoke' ? `f:${randomUUID()}` : desk.nextId(),
    channelId: 'msteams',
    serviceUrl,
    timestamp: new Date().toISOString(),
    from: { id: desk.memberOf(person), name: person.name, aadObjectId: person.id },
    recipient: { id: desk.bot, name: 'Convenor' },
    conversation: {
      id: place.id,
      conversationType: place.kind,
      tenantId: desk.tenantId,
      ...(place.kind !== 'personal' && { isGroup: true, name: place.name }),
    },
    channelData: { tenant: { id: desk.tenantId }, ...channel },
    locale: person.locale ?? 'en-GB',
    localTimezone: person.zone ?? 'Europe/Zurich',
    entities: [
      { type: 'clientInfo', locale: person.locale ?? 'en-GB', country: 'CH', platform: 'Web', timezone: person.zone ?? 'Europe/Zurich' },
    ],
    ...more,
  };
}

/** Delivers an activity to the bot, signed as the service does unless another token is given. */
export async function deliver(connector: Connector, endpoint: string, activity: Activity, token = connector.tokenFor()): Promise<Response> {
  return fetch(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json; charset=utf-8', Authorization: `Bearer ${token}` },
    body: JSON.stringify(activity),
  });
}
