import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { optionalText } from './fields.ts';
import { isoDay } from '../../bot/days.ts';
import { OfficeField } from './appoint.ts';
import { today } from './lookup.ts';

/** What the Secretariat chooses from when it gives an office. */
export const openAppoint = verb(
  'directory.openAppoint',
  z.object({ email: optionalText(254, 'This e-mail address is too long.'), office: OfficeField.optional() }),
  async (ctx, { email, office }) => {
    assertSecretariat(ctx);
    const groups = await ctx.db.group.findMany({
      where: { bodyId: ctx.body.id, status: { not: 'closed' } },
      select: { slug: true, name: true },
      orderBy: { name: 'asc' },
    });
    const invitedBy = ctx.actor.kind === 'person' ? ctx.actor.person.name : null;
    return { email, office: office ?? null, groups, from: isoDay(today(ctx)), sponsor: office === 'expert' ? invitedBy : null };
  },
);
