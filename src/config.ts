import { existsSync, readFileSync } from 'node:fs';
import type { z } from 'zod';
import { Environment, SECRETS } from './environment.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export interface SlackConfig {
  readonly signingSecret: string;
  readonly botToken: string | undefined;
  readonly oauth: { readonly clientId: string; readonly clientSecret: string; readonly stateSecret: string } | undefined;
  readonly appToken: string | undefined;
  readonly apiUrl: string | undefined;
}

export interface TeamsConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The body's own tenant. In local mode the playground's, whichever it is. */
  readonly tenantId: string | undefined;
  /** No token checks, and dialogs shown in the chat: for the local playground. */
  readonly local: boolean;
  readonly targeted: boolean;
  readonly serviceHosts: readonly string[];
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
  readonly teams: TeamsConfig | undefined;
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
  const teams = toTeams(env, problems);
  const production = env.NODE_ENV === 'production';
  if (production) problems.push(...productionProblems(env, slack !== undefined || teams !== undefined));
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
    teams,
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

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** In local mode nothing else is needed; the client id stands in for one that the playground does not ask for. */
function toTeams(env: Parsed, problems: string[]): TeamsConfig | undefined {
  const { TEAMS_CLIENT_ID: clientId, TEAMS_CLIENT_SECRET: clientSecret, TEAMS_TENANT_ID: tenantId, TEAMS_LOCAL: local } = env;
  const given = [clientId, clientSecret, tenantId];
  if (!local && given.every((part) => part === undefined)) return undefined;
  if (local && !LOOPBACK.has(env.HOST)) problems.push('TEAMS_LOCAL needs HOST to be a loopback address, such as 127.0.0.1');
  if (local && clientSecret !== undefined)
    problems.push('TEAMS_LOCAL takes every request as genuine; leave it out beside TEAMS_CLIENT_SECRET, or leave the secret out');
  if (local && env.PUBLIC_URL !== undefined && !LOOPBACK.has(new URL(env.PUBLIC_URL).hostname.replace(/^\[|\]$/g, '')))
    problems.push('TEAMS_LOCAL takes every request as genuine; leave it out where PUBLIC_URL is an address that others reach');
  if (!local && given.includes(undefined))
    problems.push(
      'TEAMS_CLIENT_ID, TEAMS_CLIENT_SECRET and TEAMS_TENANT_ID go together; set all three, or TEAMS_LOCAL=true for the playground',
    );
  return {
    clientId: clientId ?? 'local',
    clientSecret: clientSecret ?? '',
    tenantId,
    local,
    targeted: env.TEAMS_TARGETED,
    serviceHosts: env.TEAMS_SERVICE_HOSTS,
  };
}

function productionProblems(env: Parsed, isConnected: boolean): string[] {
  const problems: string[] = [];
  if (!isConnected)
    problems.push(
      'no platform is configured; set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN, or TEAMS_CLIENT_ID, TEAMS_CLIENT_SECRET and TEAMS_TENANT_ID (README, "Connect Slack", "Connect Teams")',
    );
  if (env.TEAMS_LOCAL) problems.push('TEAMS_LOCAL is refused in production; leave it out');
  if (env.CLOCK_OFFSET !== 0) problems.push('CLOCK_OFFSET is refused in production; leave it out');
  if (env.DATABASE_URL !== undefined && env.ENCRYPTION_KEYS === undefined)
    problems.push('ENCRYPTION_KEYS is missing; every replica needs the same keys, such as k1:$(openssl rand -base64 32)');
  return problems;
}
