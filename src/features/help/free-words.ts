import { fold } from '../../bot/fold.ts';

/** What a sentence asks for: a command that answers it, or where the link of a meeting comes from. */
export type Asked = { readonly word: string } | 'link';

/**
 * A few things people write instead of a command, the more particular first; matched against the folded text. English
 * for now: each language gets its own list.
 */
const SENTENCES: readonly (readonly [RegExp, Asked])[] = [
  [/\b(zoom|teams|meeting|joining|join|call) link\b|\blink (to|for|of)\b|\b(where|what) .*\blink\b/, 'link'],
  [/\bagenda\b/, { word: 'agenda' }],
  [/\bminutes\b.*\b(meeting|group|last|latest|where)\b|\b(last|latest|where|show)\b.*\bminutes\b/, { word: 'minutes' }],
  [/\bwho\b.*\b(comes|coming|attends|attending)\b/, { word: 'who' }],
  [/\b(next|when|upcoming|what time)\b/, { word: 'meetings' }],
  [/\b(which|what|join|show)\b.*\bgroups?\b/, { word: 'list' }],
  [/\b(calendar|ics|outlook)\b/, { word: 'calendar' }],
  [/^(hi|hello|hey|good (morning|afternoon|evening)|thanks|thank you)\b/, { word: 'help' }],
];

/** What was asked in free words; null when they are not understood. */
export function understand(text: string): Asked | null {
  const said = fold(text).replaceAll(/[^\p{L}\p{N} ]+/gu, ' ');
  return SENTENCES.find(([pattern]) => pattern.test(said))?.[1] ?? null;
}
