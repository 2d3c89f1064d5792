import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { strToU8, zipSync } from 'fflate';

const FOLDER = path.resolve(import.meta.dirname, '../manifests/teams');
const PLACEHOLDER = { host: /convenor\.example\.org/g, id: /00000000-0000-4000-8000-000000000000/g };
const HELP = `npm run manifest:teams -- --host <host> --id <client id> [--out <file>]

  --host   where people reach this program, such as convenor.example.org
  --id     the app (client) id of the bot in Microsoft Entra
  --out    the package to write; default convenor-teams.zip

The package is uploaded in the Teams admin centre, or under Apps, Manage your apps, Upload an app.`;

/** The app package for one installation: manifest and the two icons. The same input gives the same bytes. */
export function makePackage(host: string, id: string): Uint8Array {
  const read = (name: string) => readFileSync(path.join(FOLDER, name));
  const manifest = read('manifest.json').toString('utf8').replace(PLACEHOLDER.host, host).replace(PLACEHOLDER.id, id.toLowerCase());
  const files = { 'manifest.json': strToU8(manifest), 'color.png': read('color.png'), 'outline.png': read('outline.png') };
  return zipSync(files, { mtime: new Date('2026-01-01T00:00:00') });
}

/** What is wrong with the arguments, each with what to do. */
export function problemsOf({ host, id }: { readonly host?: string | undefined; readonly id?: string | undefined }): string[] {
  const problems: string[] = [];
  if (host === undefined || !/^(?=.{4,253}$)([a-z0-9-]{1,63}\.)+[a-z]{2,63}$/i.test(host))
    problems.push('--host must be a host name without https://, such as convenor.example.org');
  if (id === undefined || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    problems.push('--id must be the app (client) id, 36 characters with dashes');
  return problems;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      host: { type: 'string' },
      id: { type: 'string' },
      out: { type: 'string', default: 'convenor-teams.zip' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const problems = problemsOf(values);
  if (problems.length > 0) {
    console.error(`${problems.join('\n')}\n\n${HELP}`);
    process.exitCode = 2;
    return;
  }
  writeFileSync(values.out, makePackage(values.host ?? '', values.id ?? ''));
  console.log(`${values.out} is ready. Upload it in the Teams admin centre, or under Apps, Manage your apps, Upload an app.`);
}

if (import.meta.main) main();
