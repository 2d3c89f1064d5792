import { globSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import type { Ctx } from '../../../src/bot/context.ts';
import type { Verb } from '../../../src/bot/define.ts';
import { features } from '../../../src/features/index.ts';
import { createShow } from '../../../src/features/help/show.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../src/features');

type AnyVerb = Pick<Verb<z.ZodType, unknown>, 'id'> & ((ctx: Ctx, input: never) => Promise<unknown>);

const isVerb = (value: unknown): value is AnyVerb => typeof value === 'function' && 'id' in value && 'schema' in value;

/** Every verb there is, by id: what the modules of the features export, wherever it is called from. */
export async function findVerbs(): Promise<Map<string, AnyVerb>> {
  const found = new Map<string, AnyVerb>([['help.show', createShow(() => [])]]);
  for (const file of globSync('**/*.ts', { cwd: ROOT })) {
    const module = (await import(path.join(ROOT, file))) as Record<string, unknown>;
    for (const one of Object.values(module)) if (isVerb(one)) found.set(one.id, one);
  }
  return found;
}

/** Ids of the verbs behind every command, button and form. */
export const reachableIds = (): Set<string> =>
  new Set(features.flatMap(({ commands, buttons, forms }) => [...commands, ...buttons, ...forms].map((entry) => entry.verb)));
