import { z } from 'zod';
import { findPerson, type World } from '../desk/world.ts';
import { APP } from '../options.ts';
import { Flag, Limit, method, Name, page } from './define.ts';
import { SlackError } from './error.ts';
import { toSlackBot, toSlackUser } from './shapes.ts';

const authTest = method('auth.test', z.object({}), (world) => ({
  url: `https://${world.options.team.domain}.slack.com/`,
  team: world.options.team.name,
  team_id: world.options.team.id,
  user: APP.handle,
  user_id: APP.userId,
  bot_id: APP.botId,
  is_enterprise_install: false,
}));

const teamInfo = method('team.info', z.object({}), (world) => ({ team: { ...world.options.team, email_domain: '' } }));

function describeUser(world: World, id: string, withLocale: boolean): Record<string, unknown> {
  if (id === APP.userId) return toSlackBot(world);
  const person = findPerson(world, id);
  if (!person) throw new SlackError('user_not_found');
  return toSlackUser(world, person, withLocale);
}

const usersInfo = method('users.info', z.object({ user: Name, include_locale: Flag }), (world, args) => ({
  user: describeUser(world, args.user, args.include_locale),
}));

const usersLookupByEmail = method('users.lookupByEmail', z.object({ email: Name }), (world, { email }) => {
  const person = world.options.people.find((one) => one.email.toLowerCase() === email.toLowerCase());
  if (!person) throw new SlackError('users_not_found');
  return { user: toSlackUser(world, person, false) };
});

const List = z.object({ limit: Limit, cursor: z.string().optional(), include_locale: Flag });

const usersList = method('users.list', List, (world, args) => {
  const everyone = [APP.userId, ...world.options.people.map(({ id }) => id)];
  const { items, next } = page(everyone, args.limit, args.cursor);
  return {
    members: items.map((id) => describeUser(world, id, args.include_locale)),
    response_metadata: { next_cursor: next },
  };
});

export const userMethods = [authTest, teamInfo, usersInfo, usersLookupByEmail, usersList];
