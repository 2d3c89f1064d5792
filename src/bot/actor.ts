import type { ActingPerson, Ctx } from './context.ts';
import { NotAllowed } from './errors.ts';
import { rich, typed } from './text.ts';

/** The button that puts a stranger into the Secretariat's queue; the directory feature answers it. */
export const ASK_TO_BE_ADDED = 'directory.ask-to-be-added';

/** For strangers, after how to be added. */
export const KNOWN_ELSEWHERE = rich`Already known in another chat? Type ${typed('link')} there.`;

/**
 * The acting person. Throws NotAllowed, with the way to be added, for a chat account that is not in
 * the directory, and for scheduler and operator, who take part in nothing.
 */
export function actingPerson(ctx: Ctx): ActingPerson {
  if (ctx.actor.kind === 'person') return ctx.actor.person;
  throw new NotAllowed(
    rich`You are not in ${ctx.body.name}'s directory yet, so this can't be done. Ask the Secretariat to add you; they check each request. ${KNOWN_ELSEWHERE}`,
    [{ label: 'Ask the Secretariat to add me', press: ASK_TO_BE_ADDED }],
  );
}

/** The acting person's id, or null when nobody in the directory acts. */
export const actingPersonId = (ctx: Ctx): string | null => (ctx.actor.kind === 'person' ? ctx.actor.person.id : null);

/** True for the Secretariat and for whoever runs the installation. */
export const isSecretariat = (ctx: Ctx): boolean =>
  ctx.actor.kind === 'operator' || (ctx.actor.kind === 'person' && ctx.actor.person.isSecretariat);

/** Throws NotAllowed unless the Secretariat (or the operator) acts. */
export function assertSecretariat(ctx: Ctx): void {
  if (isSecretariat(ctx)) return;
  actingPerson(ctx);
  throw new NotAllowed(`Only the Secretariat can do this. If it needs doing, ask ${ctx.body.settings.contact}.`);
}

/** The zone to write plain text in: the person's, else the body's. */
export function readerZone(ctx: Ctx): string {
  if (ctx.actor.kind === 'person') return ctx.actor.person.zone;
  return (ctx.actor.kind === 'stranger' ? ctx.actor.account.zone : null) ?? ctx.body.zone;
}
