import { isMistake, SlackError } from '../api/error.ts';
import { rememberTyped } from '../api/typed.ts';
import { recordBreach } from '../desk/breaches.ts';
import { findChannel } from '../desk/channels.ts';
import { postMessage } from '../desk/messages.ts';
import type { Channel } from '../desk/types.ts';
import { handle, type World } from '../desk/world.ts';
import { APP } from '../options.ts';
import { deliverForm } from './deliver.ts';
import { TOKEN } from './envelope.ts';
import { applyReply, issueReplyUrl } from './reply.ts';
import { issueTrigger } from './triggers.ts';

export type Done = { ok: true } | { ok: false; error: string };

const DEFAULT_COMMANDS = ['/wg'];

/** Sends what a person typed as a slash command and shows what the app answers at once. */
export async function runCommand(world: World, person: string, channel: Channel, line: string): Promise<Done> {
  const [command = '', ...words] = line.trim().split(/(?<=^\S+)\s+/);
  if (!(world.options.commands ?? DEFAULT_COMMANDS).includes(command)) return { ok: false, error: 'unknown_command' };
  rememberTyped(world, line);
  const text = linkNames(world, words.join(' '));
  const outcome = await deliverForm(world, command, {
    token: TOKEN,
    team_id: world.options.team.id,
    team_domain: world.options.team.domain,
    channel_id: channel.id,
    channel_name: channel.name,
    user_id: person,
    user_name: handle(world, person),
    command,
    text,
    api_app_id: APP.id,
    is_enterprise_install: 'false',
    response_url: issueReplyUrl(world, { channel, person }),
    trigger_id: issueTrigger(world, person),
  });
  if (!outcome.ok) return outcome;
  return showAnswer(world, person, channel, line, outcome.body);
}

function showAnswer(world: World, person: string, channel: Channel, line: string, body: unknown): Done {
  if (typeof body !== 'object' || body === null || Object.keys(body).length === 0) return { ok: true };
  if ('response_type' in body && body.response_type === 'in_channel') postMessage(world, channel, { author: person, text: line });
  try {
    applyReply(world, line, { channel: channel.id, person }, body);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    if (isMistake(error)) recordBreach(world, line, error.code, error.faults);
    return { ok: false, error: error.code };
  }
}

/** Turns `@ada` and `#general` into Slack's marks, as commands with `should_escape` get them. */
function linkNames(world: World, text: string): string {
  return text
    .replace(/(^|\s)@([\w.-]+)/g, (whole, before: string, name: string) => {
      const ids = [APP.userId, ...world.options.people.map(({ id }) => id)];
      const id = ids.find((one) => handle(world, one) === name.toLowerCase());
      return id === undefined ? whole : `${before}<@${id}|${name}>`;
    })
    .replace(/(^|\s)#([\w-]+)/g, (whole, before: string, name: string) => {
      const channel = findChannel(world, name);
      return channel ? `${before}<#${channel.id}|${channel.name}>` : whole;
    });
}
