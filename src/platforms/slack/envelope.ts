import { z } from 'zod';

const id = z.string().min(1).max(64);
const maybeId = id.nullish();
const named = z.looseObject({ id }).nullish();

const Command = z.looseObject({
  command: z.string().min(1),
  text: z.string().default(''),
  user_id: id,
  team_id: maybeId,
  enterprise_id: maybeId,
  response_url: z.string().optional(),
});

const Interaction = z.looseObject({
  type: z.string().min(1),
  user: z.looseObject({ id, team_id: maybeId }),
  team: named,
  enterprise: named,
  view: z.looseObject({ app_installed_team_id: maybeId, blocks: z.unknown().optional() }).nullish(),
  actions: z.array(z.looseObject({})).min(1).optional(),
  response_url: z.string().optional(),
});

const Event = z.looseObject({
  type: z.literal('event_callback'),
  event_id: id,
  event: z.looseObject({ type: z.string().min(1) }),
  team_id: maybeId,
  enterprise_id: maybeId,
  authorizations: z.array(z.looseObject({ team_id: maybeId, enterprise_id: maybeId })).optional(),
});

const Verification = z.object({ type: z.literal('url_verification'), challenge: z.string().max(1000) });

/** Slack says that it drops events of a workspace for a while. */
const RateLimited = z.looseObject({ type: z.literal('app_rate_limited') });

/** What Slack sent, as far as the receiver needs to understand it. `teams` are the ids of the workspace it is for, nearest first. */
export type Envelope =
  | { readonly kind: 'verification'; readonly challenge: string }
  | { readonly kind: 'check' }
  | { readonly kind: 'command'; readonly body: z.infer<typeof Command>; readonly teams: readonly (string | null | undefined)[] }
  | { readonly kind: 'interaction'; readonly body: z.infer<typeof Interaction>; readonly teams: readonly (string | null | undefined)[] }
  | { readonly kind: 'event'; readonly body: z.infer<typeof Event>; readonly teams: readonly (string | null | undefined)[] };

/** Null when it is nothing that Slack sends. A charset after the content type is fine. */
export function readEnvelope(raw: Buffer, contentType: string | undefined): Envelope | null {
  try {
    const text = raw.toString('utf8');
    const isForm = contentType?.toLowerCase().startsWith('application/x-www-form-urlencoded') === true;
    return isForm ? readForm(new URLSearchParams(text)) : readEvent(JSON.parse(text));
  } catch {
    return null;
  }
}

function readForm(form: URLSearchParams): Envelope {
  const payload = form.get('payload');
  if (payload !== null) return readInteraction(JSON.parse(payload));
  if (form.get('ssl_check') === '1' && !form.has('command')) return { kind: 'check' };
  const body = Command.parse(Object.fromEntries(form));
  return { kind: 'command', body, teams: [body.team_id, body.enterprise_id] };
}

/** A view opened through a shared channel names the workspace that has the app; otherwise the one it was pressed in counts. */
function readInteraction(payload: unknown): Envelope {
  const body = Interaction.parse(payload);
  const team = body.view?.app_installed_team_id ?? body.team?.id ?? body.user.team_id;
  return { kind: 'interaction', body, teams: [team, body.enterprise?.id] };
}

function readEvent(json: unknown): Envelope {
  const verification = Verification.safeParse(json);
  if (verification.success) return { kind: 'verification', challenge: verification.data.challenge };
  if (RateLimited.safeParse(json).success) return { kind: 'check' };
  const body = Event.parse(json);
  const [authorized] = body.authorizations ?? [];
  return {
    kind: 'event',
    body,
    teams: [authorized?.team_id ?? body.team_id, authorized?.enterprise_id ?? body.enterprise_id],
  };
}
