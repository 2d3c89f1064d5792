import type { Button } from './card.ts';
import { toPlain, type Text } from './text.ts';

/**
 * The one error family. `words` is the sentence the person reads: why, and what to do; it never
 * carries internals. `buttons` offers the way on.
 */
export class ConvenorError extends Error {
  readonly words: Text;
  readonly buttons: readonly Button[];

  constructor(words: Text, buttons: readonly Button[] = []) {
    super(toPlain(words));
    this.name = new.target.name;
    this.words = words;
    this.buttons = buttons;
  }
}

/** The thing named is not there (any more), or not in the acting person's body. */
export class NotFound extends ConvenorError {}

/** The acting person may not do this. */
export class NotAllowed extends ConvenorError {}

/** The rules of participation say no; `reason` is the code that is audited and tested. */
export class Ineligible extends ConvenorError {
  readonly reason: string;

  constructor(reason: string, words: Text, buttons: readonly Button[] = []) {
    super(words, buttons);
    this.reason = reason;
  }
}

/** Somebody was first, or the thing moved on (cancelled, closed, already answered). */
export class Conflict extends ConvenorError {}

/** The way to save or look up is away for now; trying again later is right. */
export class Unavailable extends ConvenorError {}

/** What was typed does not fit; one sentence per field name. */
export class InvalidInput extends ConvenorError {
  readonly fields: Readonly<Record<string, string>>;

  constructor(fields: Readonly<Record<string, string>>, words: Text = Object.values(fields).join(' ')) {
    super(words);
    this.fields = fields;
  }
}
