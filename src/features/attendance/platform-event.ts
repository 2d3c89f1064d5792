import type { z } from 'zod';
import type { Ctx } from '../../bot/context.ts';
import type { CallInput } from './call-meeting.ts';
import { notePeopleJoined, notePeopleLeft, type CallPeopleInput, type Noted } from './note-people.ts';
import { noteSessionEnded, noteSessionStarted } from './note-session.ts';

/** What a chat platform may report of a call, in neutral words. */
export type PlatformEvent =
  | ({ readonly what: 'started' | 'ended' } & Readonly<z.input<typeof CallInput>>)
  | ({ readonly what: 'joined' | 'left' } & Readonly<z.input<typeof CallPeopleInput>>);

/**
 * Notes what a platform reported of a call. `ctx` is of the body and has the platform's surface; whoever acts in
 * it, it is the program that notes this. Answers which meeting it was and how much was new.
 */
export function notePlatformEvent(ctx: Ctx, event: PlatformEvent): Promise<Noted> {
  const reported: Ctx = { ...ctx, actor: { kind: 'scheduler' } };
  switch (event.what) {
    case 'started':
      return noteSessionStarted(reported, event);
    case 'ended':
      return noteSessionEnded(reported, event);
    case 'joined':
      return notePeopleJoined(reported, event);
    case 'left':
      return notePeopleLeft(reported, event);
  }
}
