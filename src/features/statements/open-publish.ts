import { z } from 'zod';
import { assertSecretariat } from '../../bot/actor.ts';
import { verb } from '../../bot/define.ts';
import { StatementKind } from '../../db/generated/enums.ts';
import { dayIn } from '../../bot/days.ts';
import { findNewest, listVersions } from './lookup.ts';

export interface PublishFormFacts {
  readonly kind: StatementKind;
  readonly text: string;
  readonly policyUrl: string | null;
  readonly today: Date;
  /** Ids of the newest version of every kind, so that publishing notices what came in between. */
  readonly seen: readonly string[];
}

export const OpenPublishInput = z.object({ kind: z.enum(StatementKind).default('anti_trust') });

/** What the form "New version" starts from: the newest text of that kind. Secretariat only. */
export const openPublish = verb('statements.openPublish', OpenPublishInput, async (ctx, { kind }): Promise<PublishFormFacts> => {
  assertSecretariat(ctx);
  const versions = await listVersions(ctx);
  const newest = Object.values(StatementKind).flatMap((each) => findNewest(versions, each) ?? []);
  const own = newest.find((one) => one.kind === kind);
  return {
    kind,
    text: own?.text ?? '',
    policyUrl: own?.policyUrl ?? null,
    today: dayIn(ctx.body.zone, ctx.now),
    seen: newest.map((one) => one.id),
  };
});
