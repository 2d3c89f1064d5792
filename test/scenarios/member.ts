/** A message as one person reads it. */
export interface Seen {
  /** Names it when something in it is pressed. */
  readonly id: string;
  /** Every word in it, its buttons' too. */
  readonly reading: string;
  /** What a notification says. */
  readonly text: string;
}

export interface SeenForm {
  readonly title: string;
  readonly reading: string;
}

/** What is entered: a text, an option by its words or value, several of them, or a tick. */
export type Entry = string | string[] | boolean | null;

/** Somebody at a chat client, of whichever platform. Places are channels by name, or `'dm'` for the conversation with the app. */
export interface ChatMember {
  /** Types what comes after `/wg`, in a channel or in the conversation with the app. */
  command(words: string, where?: { readonly channel: string }): Promise<void>;
  messages(place: string): readonly Seen[];
  /** Waits for a message in that place; the newest one counts. */
  see(place: string, words: string | RegExp): Promise<Seen>;
  /** Waits for an answer that only this person sees, wherever the platform shows it, to what they did last. */
  hear(words: string | RegExp): Promise<Seen>;
  /** Opens the home. */
  home(words: string | RegExp): Promise<Seen>;
  /** Comes back to a message, as its client shows it to this reader then. */
  lookAgain(at: Seen): Promise<Seen>;
  /** Presses the button called so in a message, or in the open form; `nth` from 0 when several are. What is asked before is said yes to. */
  press(on: Seen | 'form', label: string, nth?: number): Promise<void>;
  /** What the button that runs a command is called. */
  commandButton(word: string): string;
  /** Waits for an open form, or the page that took its place, with these words. */
  seeForm(words: string | RegExp): Promise<SeenForm>;
  form(): SeenForm | null;
  /** Enters values into the open form, by label. */
  fill(entries: Readonly<Record<string, Entry>>): void;
  /** Sends the open form; what it is not taken for, by the labels of its fields. */
  submit(): Promise<Readonly<Record<string, string>>>;
  /** Closes every open form. */
  close(): Promise<void>;
}

export const says = (reading: string, words: string | RegExp): boolean =>
  typeof words === 'string' ? reading.includes(words) : words.test(reading);
