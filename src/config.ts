import { existsSync, readFileSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

type Variables = Readonly<Record<string, string | undefined>>;

/** Every one of these may also be given as NAME_FILE, the path of a file that holds it. */
export const SECRETS = [
  'DATABASE_URL',
  'SLACK_SIGNING_SECRET',
  'SLACK_BOT_TOKEN',
  'SLACK_CLIENT_SECRET',
  'SLACK_STATE_SECRET',
  'SLACK_APP_TOKEN',
  'ENCRYPTION_KEYS',
] as const;

const text = z.string().trim().min(1).optional();

const httpUrl = (what: string) =>
  z
    .url({ protocol: /^https?$/, error: `must be ${what}, such as https://convenor.example.org` })
    .transform((url) => url.replace(/\/+$/, ''));

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

export interface SlackConfig {
  readonly signingSecret: string;
  readonly botToken: string | undefined;
  readonly oauth: { readonly clientId: string; readonly clientSecret: string; readonly stateSecret: string } | undefined;
  readonly appToken: string | undefined;
  readonly apiUrl: string | undefined;
}

export interface Config {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly preset: string;
  readonly slack: SlackConfig | undefined;
  readonly slackPostsPerMinute: number;
  readonly encryptionKeys: string | undefined;
  readonly secretariatEmails: readonly string[];
  /** Milliseconds the program's clock is ahead. */
  readonly clockOffset: number;
  readonly logLevel: string;
}

/** Names every problem of the environment at once, each with what to do. The program stops with exit code 2. */
export class ConfigProblems extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration has ${problems.length === 1 ? 'a problem' : 'problems'}:\n${problems.map((one) => `  - ${one}`).join('\n')}`);
    this.name = 'ConfigProblems';
    this.problems = problems;
  }
}

/** Reads `.env` beside the program into the process environment, where there is one. Set variables win. */
export function loadDotEnv(file = '.env'): void {
  if (existsSync(file)) process.loadEnvFile(file);
}

/** The environment as a typed configuration. Throws ConfigProblems. */
export function readConfig(environment: Variables): Config {
  const problems: string[] = [];
  const parsed = Environment.safeParse(withSecretFiles(withoutEmpty(environment), problems));
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => `${issue.path.map(String).join('.')} ${issue.message}`));
  if (!parsed.success || problems.length > 0) throw new ConfigProblems(problems);
  const env = parsed.data;
  const slack = toSlack(env, problems);
  const production = env.NODE_ENV === 'production';
  if (production) problems.push(...productionProblems(env, slack));
  if (problems.length > 0) throw new ConfigProblems(problems);
  return {
    production,
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${String(env.PORT)}`,
    databaseUrl: env.DATABASE_URL,
    dataDir: env.DATA_DIR,
    preset: env.PRESET,
    slack,
    slackPostsPerMinute: env.SLACK_POSTS_PER_MINUTE,
    encryptionKeys: env.ENCRYPTION_KEYS,
    secretariatEmails: env.SECRETARIAT_EMAILS,
    clockOffset: env.CLOCK_OFFSET,
    logLevel: env.LOG_LEVEL,
  };
}

/** A variable that is set to nothing counts as not set. */
function withoutEmpty(environment: Variables): Record<string, string> {
  const kept = Object.entries(environment).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1].trim() !== '');
  return Object.fromEntries(kept);
}

function withSecretFiles(environment: Record<string, string>, problems: string[]): Record<string, string> {
  const read = { ...environment };
  for (const name of SECRETS) {
    const file = environment[`${name}_FILE`];
    if (file === undefined) continue;
    if (environment[name] !== undefined) problems.push(`${name} and ${name}_FILE are both set; keep one of them`);
    try {
      read[name] = readFileSync(file, 'utf8').trim();
    } catch {
      problems.push(`${name}_FILE names a file that cannot be read; check its path and rights`);
    }
  }
  return read;
}

type Parsed = z.output<typeof Environment>;

function toSlack(env: Parsed, problems: string[]): SlackConfig | undefined {
  const oauthParts = [env.SLACK_CLIENT_ID, env.SLACK_CLIENT_SECRET, env.SLACK_STATE_SECRET];
  const wantsOauth = oauthParts.some((part) => part !== undefined);
  if (env.SLACK_SIGNING_SECRET === undefined && env.SLACK_BOT_TOKEN === undefined && !wantsOauth && env.SLACK_APP_TOKEN === undefined)
    return undefined;
  if (env.SLACK_SIGNING_SECRET === undefined && env.SLACK_APP_TOKEN === undefined)
    problems.push('SLACK_SIGNING_SECRET is missing; copy it from the app\'s "Basic Information" page');
  if (env.SLACK_BOT_TOKEN === undefined && !wantsOauth)
    problems.push(
      'SLACK_BOT_TOKEN is missing; copy it from "OAuth & Permissions", or set SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and SLACK_STATE_SECRET for several workspaces',
    );
  if (wantsOauth && oauthParts.includes(undefined))
    problems.push('SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and SLACK_STATE_SECRET go together; set all three or none');
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = env;
  return {
    signingSecret: env.SLACK_SIGNING_SECRET ?? '',
    botToken: env.SLACK_BOT_TOKEN,
    oauth: clientId && clientSecret && stateSecret ? { clientId, clientSecret, stateSecret } : undefined,
    appToken: env.SLACK_APP_TOKEN,
    apiUrl: env.SLACK_API_URL,
  };
}

function productionProblems(env: Parsed, slack: SlackConfig | undefined): string[] {
  const problems: string[] = [];
  if (!slack) problems.push('no platform is configured; set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN (README, "Connect Slack")');
  if (env.CLOCK_OFFSET !== 0) problems.push('CLOCK_OFFSET is refused in production; leave it out');
  if (env.DATABASE_URL !== undefined && env.ENCRYPTION_KEYS === undefined)
    problems.push('ENCRYPTION_KEYS is missing; every replica needs the same keys, such as k1:$(openssl rand -base64 32)');
  return problems;
}
