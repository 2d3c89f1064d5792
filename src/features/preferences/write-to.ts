import { z } from 'zod';
import type { Field } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import { InvalidInput } from '../../bot/errors.ts';
import type { Preferences } from '../../bot/preferences.ts';
import { accountInWords, listAccounts, type LinkedAccount } from '../directory/lookup.ts';

/** The option that follows the person from chat to chat. */
const LAST = 'last';

/** Null where the form had nothing to offer. */
export const WriteTo = z.union([z.uuid('Choose from the list.'), z.literal(LAST)], 'Choose from the list.').nullish();

/** Where a person may choose to be written to: what can be reached, and what they chose already. Empty when that is no choice. */
export async function listWritable(ctx: Ctx, personId: string, { account }: Preferences): Promise<LinkedAccount[]> {
  const writable = (await listAccounts(ctx, personId)).filter((one) => one.isReachable || one.id === account);
  return writable.length > 1 ? writable : [];
}

/** No field without a choice. `cut` keeps a label within what platforms take. */
export function writeToField(accounts: readonly LinkedAccount[], { account }: Preferences, cut: (text: string) => string): Field[] {
  if (accounts.length === 0) return [];
  const options = accounts.map((one) => ({ value: one.id, label: cut(labelOf(one)) }));
  return [
    {
      type: 'field',
      name: 'account',
      label: 'Write to me in',
      hint: 'Each message comes once. While the chat you choose cannot be reached, it comes where you were last.',
      input: {
        kind: 'select',
        options: [{ value: LAST, label: 'Wherever I was last' }, ...options],
        initial: accounts.find((one) => one.id === account)?.id ?? LAST,
      },
    },
  ];
}

const labelOf = (one: LinkedAccount): string => `${accountInWords(one)}${one.isReachable ? '' : ', cannot be reached now'}`;

/** What the page after saving says of it; nothing where there was nothing to choose. */
export function writeToWords(given: z.output<typeof WriteTo>): string[] {
  if (!given) return [];
  return [given === LAST ? 'Messages come to you wherever you were last.' : 'Messages come to you in the chat you chose.'];
}

/** Keeps where the person wants to be written to, in the open transaction. Throws InvalidInput for an account that is not offered. */
export async function keepWriteTo(ctx: Ctx, personId: string, chosen: Preferences, given: z.output<typeof WriteTo>): Promise<string[]> {
  if (!given) return [];
  const account = given === LAST ? null : given;
  if (account === (chosen.account ?? null)) return [];
  if (account !== null && !(await listWritable(ctx, personId, chosen)).some((one) => one.id === account))
    throw new InvalidInput({ account: 'This chat account is not there to choose any more. Choose another from the list.' });
  await ctx.db.$executeRaw`
    UPDATE "Person" SET preferences = preferences || ${JSON.stringify({ account })}::jsonb, "updatedAt" = ${ctx.now}
    WHERE id = ${personId}::uuid AND "bodyId" = ${ctx.body.id}::uuid`;
  return ['account'];
}
