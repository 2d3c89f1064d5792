import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { fold } from '../src/bot/fold.ts';
import { readPreset } from '../src/preset.ts';

const PROGRAM = path.resolve(import.meta.dirname, '../node_modules/@microsoft/m365agentsplayground/cli.js');
const OTHERS = 5;
const HELP = `npm run playground -- [--as <name>] [--port 56150] [--bot http://127.0.0.1:3000/api/messages]

  Opens the local Teams playground on the running bot (TEAMS_LOCAL=true npm start), as one of the people
  of the demo directory: the Secretariat unless --as says otherwise, such as --as ingrid.`;

const words = z.string().min(1);
const DemoPeople = z.array(z.looseObject({ id: words, name: words, email: words }));
type DemoPerson = z.infer<typeof DemoPeople>[number];

/** The same person has the same id each time, so that what they did before is still theirs. */
function entraIdOf(id: string): string {
  const hash = createHash('sha256').update(`playground:${id}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function toUser({ id, name, email }: DemoPerson) {
  const [givenName = name, ...rest] = name.split(' ');
  return {
    id: `29:${id.toLowerCase()}`,
    name,
    userPrincipleName: email,
    aadObjectId: entraIdOf(id),
    givenName,
    surname: rest.join(' ') || givenName,
    email,
  };
}

/** The playground's configuration: its people are those of the demo directory, one of them at the keyboard. Throws when nobody is called so. */
export function playgroundConfig(preset: string, as: string) {
  const { folder } = readPreset(preset);
  const people = DemoPeople.parse(JSON.parse(readFileSync(path.join(folder, 'demo-people.json'), 'utf8')));
  const current = people.find((one) => fold(one.name).includes(fold(as)));
  if (!current) throw new RangeError(`Nobody of the demo is called "${as}". There are: ${people.map((one) => one.name).join(', ')}.`);
  const others = people.filter((one) => one !== current).slice(0, OTHERS);
  return {
    version: '0.1.1',
    tenantId: entraIdOf('tenant'),
    bot: { id: 'convenor', name: 'Convenor' },
    currentUser: toUser(current),
    users: others.map(toUser),
    personalChat: { id: `personal-${current.id.toLowerCase()}` },
    groupChat: { id: 'group-chat', name: 'Group chat' },
    team: {
      id: '19:team@thread.tacv2',
      name: 'ASI working groups',
      aadGroupId: entraIdOf('team'),
      channels: [{ id: '19:climate@thread.tacv2', name: 'climate-change' }],
    },
  };
}

export interface PlaygroundOptions {
  readonly preset: string;
  readonly as: string;
  readonly port: string;
  /** Where the running bot takes its messages. */
  readonly bot: string;
  readonly stdio: 'inherit' | 'ignore';
}

/** Starts the playground; it answers at its port a moment later. Its folder goes when it ends. */
export function launchPlayground({ preset, as, port, bot, stdio }: PlaygroundOptions): ChildProcess {
  const config = playgroundConfig(preset, as);
  const folder = mkdtempSync(path.join(tmpdir(), 'convenor-playground-'));
  writeFileSync(path.join(folder, '.m365agentsplayground.yml'), JSON.stringify(config));
  const args = [PROGRAM, 'start', '-e', bot, '-c', 'msteams', '-p', port, '--disable-telemetry'];
  // It would open a browser by a program that not every machine has.
  const child = spawn(process.execPath, args, { cwd: folder, stdio, env: { ...process.env, TEAMSAPPTESTER_BROWSER: 'none' } });
  child.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return child;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      as: { type: 'string', default: 'ravi' },
      port: { type: 'string', default: '56150' },
      bot: { type: 'string', default: 'http://127.0.0.1:3000/api/messages' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const { as, port, bot } = values;
  const child = launchPlayground({ preset: process.env.PRESET ?? 'asi', as, port, bot, stdio: 'inherit' });
  child.on('exit', (code) => {
    process.exitCode = code ?? 0;
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill(signal));
  console.log(`The playground is at http://localhost:${values.port}`);
}

if (import.meta.main) main();
