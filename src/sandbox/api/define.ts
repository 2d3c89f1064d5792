import { z } from 'zod';
import type { World } from '../desk/world.ts';
import { toFaults } from '../kit/faults.ts';
import { SlackError } from './error.ts';

export type Reply = Record<string, unknown>;

export interface Method {
  name: string;
  run(world: World, args: Record<string, unknown>): Reply;
}

/** A Web API method: its arguments are parsed by `schema` before `run` sees them. */
export function method<S extends z.ZodType>(name: string, schema: S, run: (world: World, args: z.infer<S>) => Reply): Method {
  return {
    name,
    run(world, args) {
      const parsed = schema.safeParse(args);
      if (!parsed.success) throw new SlackError('invalid_arguments', toFaults(parsed.error, ''));
      return run(world, parsed.data);
    },
  };
}

const flag = z.union([z.boolean(), z.literal(['true', '1', 'false', '0', '']).transform((word) => word === 'true' || word === '1')]);

/** A yes or no argument, as JSON or as a form word. */
export const Flag = flag.default(false);

/** How many items a page may have. */
export const Limit = z.coerce.number().int().min(1).max(1000).default(100);

export const Name = z.string().min(1);

/** An argument that arrives as a value or as JSON text; text that is no JSON is refused with `code`. */
export function json(code: string) {
  return z.unknown().transform((value) => {
    if (typeof value !== 'string' || value === '') return value === '' ? undefined : value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      throw new SlackError(code);
    }
  });
}

/** One page of a list, and the cursor of the next. */
export function page<T>(items: T[], limit: number, cursor = ''): { items: T[]; next: string } {
  const from = cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64url').toString());
  if (!Number.isInteger(from) || from < 0) throw new SlackError('invalid_cursor');
  const next = from + limit < items.length ? Buffer.from(String(from + limit)).toString('base64url') : '';
  return { items: items.slice(from, from + limit), next };
}
