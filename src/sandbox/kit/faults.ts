import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** What is wrong, each line as Slack writes it: `[ERROR] ... [json-pointer:/blocks/0/text]`. */
export function toFaults(error: z.ZodError, root: string): string[] {
  return error.issues.flatMap((issue) => toLines(issue, root)).slice(0, 20);
}

function toLines(issue: Issue, root: string): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => line(`invalid additional property: ${key}`, issue, root));
  }
  if (issue.code === 'invalid_type' && issue.message.includes('received undefined')) {
    return [line(`missing required field: ${String(issue.path.at(-1) ?? '')}`, { path: issue.path.slice(0, -1) }, root)];
  }
  if (issue.code === 'invalid_union') return [line('unsupported type or wrong shape', issue, root)];
  return [line(issue.message, issue, root)];
}

function line(message: string, { path }: { path: PropertyKey[] }, root: string): string {
  return `[ERROR] ${message} [json-pointer:${[root, ...path.map(String)].join('/')}]`;
}
