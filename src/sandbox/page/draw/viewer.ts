import { html } from 'hono/html';
import type { World } from '../../desk/world.ts';
import type { SandboxPerson } from '../../options.ts';

/** Markup that is already escaped. */
export type Html = ReturnType<typeof html>;

/** Who looks: their zone and language decide how dates are drawn. */
export interface Viewer {
  world: World;
  person: SandboxPerson;
}

/** Only addresses a chat may link to; anything else is drawn as text. */
export function isSafeLink(url: string): boolean {
  return /^(https?:|mailto:)/i.test(url);
}
