import { recordBreach } from '../desk/breaches.ts';
import type { World } from '../desk/world.ts';

const CONTROL = /<[!@#][^<>\s]*>|<(?:https?:|mailto:)[^<>]*>/g;
const REMEMBERED = 500;

/** Remembers control sequences that a person wrote by hand, so that the app sending them on unescaped is noticed. */
export function rememberTyped(world: World, text: string): void {
  for (const [sequence] of text.matchAll(CONTROL)) world.typed.add(sequence);
  for (const oldest of world.typed) {
    if (world.typed.size <= REMEMBERED) break;
    world.typed.delete(oldest);
  }
}

/** Records a breach for each typed control sequence that reaches mrkdwn as it was typed. */
export function flagTyped(world: World, where: string, texts: string[]): void {
  const leaked = new Set(texts.flatMap((text) => text.match(CONTROL) ?? []).filter((sequence) => world.typed.has(sequence)));
  for (const sequence of leaked) {
    recordBreach(world, where, 'unescaped_text', [`A person typed ${sequence} and it was sent on as an active mark: escape &, < and >.`]);
  }
}
