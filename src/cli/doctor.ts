import { existsSync } from 'node:fs';
import { styleText } from 'node:util';
import path from 'node:path';
import type { Config } from '../config.ts';
import { openDatabase } from '../db/client.ts';
import { migrationStatus } from '../db/migrate.ts';
import { createLog } from '../log.ts';

interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  /** What to do; absent when all is well. */
  readonly fix?: string;
}

const MIGRATIONS = path.resolve(import.meta.dirname, '../../prisma/migrations');

/** Checks what an operator would: 1 when something failed. Changes nothing. */
export async function doctor(config: Config, json: boolean): Promise<0 | 1> {
  const findings = [...platforms(config), publicUrl(config), ...(await database(config))];
  if (json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
  else for (const finding of findings) process.stdout.write(`${line(finding)}\n`);
  return findings.some((finding) => finding.state === 'failed') ? 1 : 0;
}

const MARKS = { ok: styleText('green', '✓'), warning: styleText('yellow', '!'), failed: styleText('red', '✗') };

function line({ check, state, detail, fix }: Finding): string {
  return `${MARKS[state]} ${check}: ${detail}${fix === undefined ? '' : `. ${fix}`}`;
}

function platforms(config: Config): Finding[] {
  const ok = (detail: string): Finding => ({ check: 'platform', state: 'ok', detail });
  const found = [
    ...(config.slack ? [ok(`Slack, ${config.slack.appToken ? 'by Socket Mode' : 'over HTTP'}`)] : []),
    ...(config.teams
      ? [ok(`Microsoft Teams, ${config.teams.local ? 'for the local playground, without token checks' : 'over HTTP'}`)]
      : []),
  ];
  if (found.length > 0) return found;
  return [
    {
      check: 'platform',
      state: 'warning',
      detail: 'none is configured, so start opens the sandbox',
      fix: 'See "Connect Slack" and "Connect Microsoft Teams" in the README',
    },
  ];
}

function publicUrl(config: Config): Finding {
  if (config.publicUrl.startsWith('https://')) return { check: 'public address', state: 'ok', detail: config.publicUrl };
  const fix = 'Set PUBLIC_URL to the https address people reach this program at';
  return { check: 'public address', state: 'warning', detail: `${config.publicUrl} works on this machine only`, fix };
}

async function database(config: Config): Promise<Finding[]> {
  if (config.databaseUrl === undefined && !existsSync(path.join(config.dataDir, 'db')))
    return [{ check: 'database', state: 'warning', detail: 'the embedded one is not made yet', fix: 'The first start makes it' }];
  try {
    const opened = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, log: createLog('silent'), attach: true });
    try {
      const { pending } = await migrationStatus(opened.sql, MIGRATIONS);
      const reached: Finding = { check: 'database', state: 'ok', detail: `${opened.kind} database answers` };
      return [reached, migrations(pending.length)];
    } finally {
      await opened.close();
    }
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'cannot be reached';
    return [{ check: 'database', state: 'failed', detail, fix: 'Check DATABASE_URL or DATA_DIR, and that the server runs' }];
  }
}

function migrations(pending: number): Finding {
  if (pending > 0)
    return {
      check: 'migrations',
      state: 'warning',
      detail: `${String(pending)} to apply`,
      fix: 'Run `npx convenor migrate`; start does it too',
    };
  return { check: 'migrations', state: 'ok', detail: 'all applied' };
}
