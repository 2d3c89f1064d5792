import { z } from 'zod';

/** What is to be in place when a meeting opens (PRODUCT.md, opening gate). */
export const GATE_CHECKS = ['agenda', 'secretariat', 'statement'] as const;
export type GateCheck = (typeof GATE_CHECKS)[number];

/** What the Secretariat can let pass with a reason: the three, and closing a meeting that was never opened. */
export const OVERRIDABLE = [...GATE_CHECKS, 'not_opened'] as const;
export type Overridable = (typeof OVERRIDABLE)[number];

/** What was found, as a code that is kept; the words are in gate-words.ts. */
export const FACTS = {
  agenda: ['sent', 'late', 'not_sent', 'none'],
  secretariat: ['here', 'opens', 'left', 'nobody'],
  statement: ['posted', 'sending', 'not_posted', 'no_channel', 'unpublished'],
} as const satisfies Record<GateCheck, readonly string[]>;

const at = z.iso.datetime().transform((iso) => new Date(iso));

/** One check as it stands, or as it stood at the opening. */
export const Check = z.object({
  check: z.enum(GATE_CHECKS),
  fact: z.enum([...FACTS.agenda, ...FACTS.secretariat, ...FACTS.statement]),
  isOk: z.boolean(),
  /** When it was sent or posted, or when who is here arrived. */
  at: at.nullable(),
  /** Whose presence counts. */
  who: z.string().nullable(),
});

export type Check = z.output<typeof Check>;
export const Checks = z.array(Check);
