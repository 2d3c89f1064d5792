import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** Every one of these may also be given as NAME_FILE, the path of a file that holds it. */
export const SECRETS = [
  'DATABASE_URL',
  'SLACK_SIGNING_SECRET',
  'SLACK_BOT_TOKEN',
  'SLACK_CLIENT_SECRET',
  'SLACK_STATE_SECRET',
  'SLACK_APP_TOKEN',
  'TEAMS_CLIENT_SECRET',
  'ENCRYPTION_KEYS',
] as const;

const text = z.string().trim().min(1).optional();

const httpUrl = (what: string) =>
  z
    .url({ protocol: /^https?$/, error: `must be ${what}, such as https://convenor.example.org` })
    .transform((url) => url.replace(/\/+$/, ''));

const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .default('false')
  .transform((word) => word === 'true');

/** Every variable with its meaning; the README's table and .env.example are made from it. */
export const Environment = z.object({
  NODE_ENV: z
    .enum(['production', 'development', 'test'], { error: 'must be production, development or test' })
    .default('development')
    .describe('`production` refuses the sandbox and a moved clock'),
  PORT: z.coerce
    .number({ error: 'must be a port number' })
    .int({ error: 'must be a whole number' })
    .min(0, { error: 'must be 0 to 65535' })
    .max(65_535, { error: 'must be 0 to 65535' })
    .default(3000)
    .describe('where it listens'),
  HOST: z.string().trim().min(1).default('127.0.0.1').describe('the address it listens on'),
  PUBLIC_URL: httpUrl('the address people reach this program at')
    .optional()
    .describe('how people reach it (links, calendar feeds); default `http://localhost:PORT`'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, { error: 'must begin with postgresql://; leave it out for the embedded database' })
    .optional()
    .describe('PostgreSQL server; unset: the embedded database'),
  DATA_DIR: z.string().trim().min(1).default('./data').describe('folder of the embedded database and of what is generated (keys)'),
  PRESET: z
    .string()
    .regex(/^[a-z0-9-]+$/, { error: 'must be the name of a folder in prisma/presets, such as asi' })
    .default('asi')
    .describe('body preset, a folder in prisma/presets'),
  SLACK_SIGNING_SECRET: text.describe('from the Slack app, "Basic Information"'),
  SLACK_BOT_TOKEN: z
    .string()
    .startsWith('xoxb-', { error: 'must be a bot token: it begins with xoxb-' })
    .optional()
    .describe('one workspace: the bot token from "OAuth & Permissions"'),
  SLACK_CLIENT_ID: text.describe('OAuth, many workspaces'),
  SLACK_CLIENT_SECRET: text.describe('OAuth, many workspaces'),
  SLACK_STATE_SECRET: text.describe('OAuth, many workspaces: any long random text'),
  SLACK_APP_TOKEN: z
    .string()
    .startsWith('xapp-', { error: 'must be an app-level token: it begins with xapp-' })
    .optional()
    .describe('Socket Mode instead of HTTP'),
  SLACK_API_URL: z
    .url({ error: 'must be a URL that ends in /api/' })
    .endsWith('/api/', { error: 'must end in /api/' })
    .optional()
    .describe("base of Slack's Web API, ends in `/api/`; default Slack's own"),
  SLACK_POSTS_PER_MINUTE: z.coerce
    .number({ error: 'must be a number of posts a minute' })
    .int({ error: 'must be a whole number' })
    .min(10, { error: 'must be 10 or more' })
    .max(10_000, { error: 'must be 10000 or less' })
    .default(525)
    .describe('posts the bot sends in one workspace in a minute; lower it where Slack answers that there are too many'),
  TEAMS_CLIENT_ID: text.describe('the Teams bot: its app (client) id in Microsoft Entra'),
  TEAMS_CLIENT_SECRET: text.describe('the Teams bot: a client secret of that app'),
  TEAMS_TENANT_ID: text.describe("the body's own tenant: its people are known by their e-mail; other tenants are guests"),
  TEAMS_LOCAL: flag.describe('`true`: no token checks, for the local Teams playground; only with a loopback HOST and not in production'),
  TEAMS_TARGETED: flag.describe(
    '`true`: private answers in channels as targeted messages; without it they go to the personal chat (targeted messages are still in preview)',
  ),
  TEAMS_SERVICE_HOSTS: z
    .string()
    .default('')
    .transform((list) => list.split(/[\s,;]+/).filter(Boolean))
    .pipe(z.array(z.string().regex(/^[a-z0-9.-]+$/i, { error: 'must be host names separated by commas' })))
    .describe('further hosts that Teams may be reached at, such as those of a government cloud, separated by commas'),
  ENCRYPTION_KEYS: text.describe(
    '`id:base64,...` of 32 bytes each; the first encrypts, all decrypt; generated into DATA_DIR when embedded',
  ),
  SECRETARIAT_EMAILS: z
    .string()
    .default('')
    .transform((list) => list.split(/[\s,;]+/).filter(Boolean))
    .pipe(z.array(z.email({ error: 'must be e-mail addresses separated by commas' }).transform((email) => email.toLowerCase())))
    .describe('people who are Secretariat from the start, separated by commas'),
  CLOCK_OFFSET: z
    .string()
    .default('PT0S')
    .transform((duration, problem) => {
      try {
        const relativeTo = Temporal.PlainDateTime.from('2026-01-01T00:00');
        return Temporal.Duration.from(duration).total({ unit: 'milliseconds', relativeTo });
      } catch {
        problem.addIssue({ code: 'custom', message: 'must be an ISO 8601 duration, such as PT1H or P2DT30M' });
        return z.NEVER;
      }
    })
    .describe("ISO 8601 duration added to the program's clock (signature checks keep the real one); refused in production"),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], { error: 'must be trace, debug, info, warn, error or silent' })
    .default('info')
    .describe('trace, debug, info, warn, error or silent'),
});
