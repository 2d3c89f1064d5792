import { parseArgs } from 'node:util';
import { takeAttendance } from './cli/attendance.ts';
import { doctor } from './cli/doctor.ts';
import { exportFiles, type ExportFlags } from './cli/export.ts';
import { importDirectory } from './cli/import.ts';
import { complain, say } from './cli/say.ts';
import { verify } from './cli/verify.ts';
import { ConfigProblems, loadDotEnv, readConfig, type Config } from './config.ts';
import { seedDemoDirectory } from '../prisma/seed.ts';
import { openInstallation, type Installation } from './installation.ts';
import { createLog } from './log.ts';
import { main as serve } from './main.ts';

const USAGE = `convenor <command>

  start                          run the bot (or the sandbox, when nothing is configured)
  migrate                        bring the database up to date
  seed [--demo]                  put the preset in; --demo adds a made-up directory
  import <directory.csv> [--partial]
                                 take in the directory; nothing is applied while a row is bad,
                                 unless --partial
  attendance <meeting id or group+date> <file> [--zone Europe/Zurich] [--order dmy|mdy] [--partial] [--beside]
                                 take in the attendance file that Zoom or Teams wrote of a meeting;
                                 it takes the place of an earlier one, unless --beside
  export minutes|record --meeting <id or group+date> | --group <slug> [--from 2026-01-01] [--to 2026-12-31]
         --format pdf|docx --out <file or folder>
                                 write the minutes or the record of meetings as files
  doctor [--json]                check configuration, database and platforms
  verify                         check the audit chain; names the first broken row

Every command takes --help. Exit status: 0 done, 1 found a problem, 2 bad use.
`;

/** Runs one command line and returns its exit status. Writes to standard output and error only. */
export async function run(words: readonly string[]): Promise<Outcome> {
  const parsed = parse(words);
  if (parsed === null) return 2;
  const [name = '', ...rest] = parsed.positionals;
  if (parsed.values.help === true || name === 'help') {
    process.stdout.write(USAGE);
    return 0;
  }
  const command = COMMANDS[name];
  if (!command) {
    process.stderr.write(name === '' ? USAGE : `There is no command "${name}".\n\n${USAGE}`);
    return 2;
  }
  loadDotEnv();
  return command(rest, parsed.values);
}

/** An exit status, or `running` for the one command that stays. */
type Outcome = 0 | 1 | 2 | 'running';

interface Flags extends ExportFlags {
  readonly demo?: boolean | undefined;
  readonly partial?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly zone?: string | undefined;
  readonly order?: string | undefined;
  readonly beside?: boolean | undefined;
}

const COMMANDS: Readonly<Record<string, (words: readonly string[], flags: Flags) => Promise<Outcome>>> = {
  async start() {
    await serve();
    return 'running';
  },
  migrate: () => withInstallation(() => say('The database is up to date.')),
  seed: (_words, { demo }) =>
    withInstallation(async (installation) => {
      if (demo === true) await seedDemoDirectory(installation.context(installation.body, 'cli', { kind: 'operator' }));
      return say(demo === true ? 'The preset and the demo directory are in.' : 'The preset is in.');
    }),
  async import([file], { partial }) {
    if (file === undefined) return complain('Name the file: convenor import <directory.csv>');
    return withInstallation((installation) => importDirectory(installation, file, partial === true));
  },
  async attendance([meeting, file, ...more], { zone, order, partial, beside }) {
    if (meeting === undefined || file === undefined || more.length > 0)
      return complain('Name the meeting and the file: convenor attendance <meeting id or group+date> <file>');
    const words = { meeting, file, zone, order, partial: partial === true, beside: beside === true };
    return withInstallation((installation) => takeAttendance(installation, words));
  },
  async export(words, flags) {
    return withInstallation((installation) => exportFiles(installation, words, flags));
  },
  doctor: (_words, { json }) => doctor(environment(), json === true),
  verify: () => withInstallation(verify),
};

const environment = (): Config => readConfig(process.env);

/** Works beside a running server: an embedded database is then reached through it. */
async function withInstallation(work: (installation: Installation) => 0 | 1 | 2 | Promise<0 | 1 | 2>): Promise<Outcome> {
  const installation = await openInstallation(environment(), createLog('silent'), { attach: true });
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}

function parse(words: readonly string[]) {
  try {
    const options = {
      help: { type: 'boolean', short: 'h' },
      demo: { type: 'boolean' },
      partial: { type: 'boolean' },
      json: { type: 'boolean' },
      zone: { type: 'string' },
      order: { type: 'string' },
      beside: { type: 'boolean' },
      meeting: { type: 'string' },
      group: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      format: { type: 'string' },
      out: { type: 'string' },
    } as const;
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'That could not be read.'}\n\n${USAGE}`);
    return null;
  }
}

/** The program's command line: runs what was asked and sets the exit status. */
export async function main(): Promise<void> {
  try {
    const outcome = await run(process.argv.slice(2));
    if (outcome !== 'running') process.exitCode = outcome;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof ConfigProblems ? 2 : 1;
  }
}
