import { activityOf, deliver, type Activity } from './teams-activity.ts';
import type { Connector } from './teams-connector.ts';
import type { Conversation, TeamsMessage, TeamsPerson } from './teams-desk.ts';
import { dataOf, enter, findMissing, initialValues, type Entry, type Values } from './teams-form.ts';
import { getAction, getSubmit, isForm, isInput, listNodes, readCard, readErrors, wordsOf, type Node } from './teams-reading.ts';

/** A message, toast or dialog as one person reads it. */
export interface Shown {
  readonly id: string;
  readonly reading: string;
  readonly text: string;
}

/** As quickly as a person does one thing after another; the stories do not wait for it. */
const ACT_MS = 2000;

interface Dialog {
  readonly title: string;
  readonly card: Node;
  readonly place: Conversation;
}

/** What one person's client keeps by itself. */
interface Screen {
  dialog: Dialog | null;
  readonly toasts: Shown[];
  /** Cards that only this person sees in a message's place, until the message changes. */
  readonly own: Map<string, { readonly card: Node; readonly edits: number }>;
  /** What was typed, by the card it was typed into. */
  readonly typed: WeakMap<Node, Values>;
  readonly closed: Set<string>;
}

interface At {
  readonly place: Conversation;
  readonly message: TeamsMessage | null;
}

/** The words of a message in a notification. */
const noticeOf = ({ activity }: TeamsMessage): string => wordsOf(activity.text) || wordsOf(activity.summary);

export type TeamsClient = ReturnType<typeof openClient>;

/** A person at a Teams client: reads cards, presses their buttons, fills dialogs; `endpoint` is where the service delivers. */
export function openClient(connector: Connector, person: TeamsPerson, endpoint: () => string) {
  const { desk } = connector;
  const member = desk.memberOf(person);
  const zone = person.zone ?? 'Europe/Zurich';
  const screen: Screen = { dialog: null, toasts: [], own: new Map(), typed: new WeakMap(), closed: new Set() };

  const drawn: Node[] = [];

  const send = async (place: Conversation, more: Activity): Promise<Node | null> => {
    connector.passTime(desk.personal(person).id, ACT_MS);
    const answer = await deliver(connector, endpoint(), activityOf(connector, person, place, more));
    const body = await answer.text();
    if (!answer.ok) throw new Error(`the bot answered ${String(answer.status)} to ${JSON.stringify(more).slice(0, 300)}`);
    return body === '' ? null : (JSON.parse(body) as Node);
  };
  const inThread = (at: At, more: Activity): Promise<Node | null> => {
    const { place, message } = at;
    if (!message) return send(place, more);
    const id = place.kind === 'channel' ? `${place.id};messageid=${message.thread ?? message.id}` : place.id;
    return send({ ...place, id }, { ...more, replyToId: message.id });
  };
  const toast = (words: string): void => {
    screen.toasts.push({ id: `toast-${String(screen.toasts.length)}`, reading: words, text: words });
  };

  const cardOf = (message: TeamsMessage): Node | null => {
    const own = screen.own.get(message.id);
    if (own?.edits === message.edits) return own.card;
    const [attached] = (message.activity.attachments as { content: Node }[] | undefined) ?? [];
    return attached?.content ?? null;
  };
  const isSeen = (message: TeamsMessage): boolean => !message.deleted && (message.to === null || message.to === member);
  const toShown = (message: TeamsMessage): Shown => {
    const card = cardOf(message);
    const words = wordsOf(message.activity.text);
    return { id: message.id, text: noticeOf(message), reading: [words, card ? readCard(card, zone) : ''].join('\n') };
  };
  const valuesIn = (card: Node): Values => {
    const values = screen.typed.get(card) ?? initialValues(card);
    screen.typed.set(card, values);
    return values;
  };
  const chat = (): Conversation => desk.personal(person);

  /** The dialog, else the newest form that stands in the chat. */
  const openForm = (): { readonly at: At; readonly card: Node; readonly title: string } | null => {
    if (screen.dialog) return { at: { place: screen.dialog.place, message: null }, card: screen.dialog.card, title: screen.dialog.title };
    const isOpen = (message: TeamsMessage) => isSeen(message) && !screen.closed.has(message.id) && isForm(cardOf(message) ?? {});
    const message = chat().messages.findLast(isOpen);
    const card = message ? cardOf(message) : null;
    return message && card ? { at: { place: chat(), message }, card, title: noticeOf(message) } : null;
  };
  const getForm = () => {
    const form = openForm();
    if (!form) throw new Error(`${person.name} has no form open`);
    return form;
  };

  const execute = async (at: At, action: Node, card: Node, trigger = 'manual'): Promise<void> => {
    const value = { action: { type: 'Action.Execute', verb: action.verb, data: dataOf(action, valuesIn(card)) }, trigger };
    const answer = await inThread(at, { type: 'invoke', name: 'adaptiveCard/action', value });
    if (answer === null) return;
    if (answer.type === 'application/vnd.microsoft.activity.message') toast(wordsOf(answer.value));
    else if (answer.type !== 'application/vnd.microsoft.card.adaptive') throw new Error(`Teams shows an error: ${JSON.stringify(answer)}`);
    else if (at.message) {
      drawn.push(answer.value as Node);
      screen.own.set(at.message.id, { card: answer.value as Node, edits: at.message.edits });
    }
  };
  const task = async (at: At, name: 'task/fetch' | 'task/submit', data: Node): Promise<void> => {
    const answer = await inThread(at, { type: 'invoke', name, value: { data, context: { theme: 'default' } } });
    const { type, value } = (answer?.task as { type: string; value: unknown } | undefined) ?? { type: 'closed', value: null };
    if (type === 'continue') {
      const { title, card } = value as { title: string; card: { content: Node } };
      drawn.push(card.content);
      screen.dialog = { title, card: card.content, place: at.place };
    } else screen.dialog = null;
    if (type === 'message') toast(wordsOf(value));
  };
  const act = (at: At, action: Node, card: Node): Promise<unknown> => {
    if (action.type === 'Action.Execute') return execute(at, action, card);
    if (action.type !== 'Action.Submit') throw new Error(`"${wordsOf(action.title)}" only opens ${wordsOf(action.url)}`);
    const data = dataOf(action, valuesIn(card));
    if (screen.dialog?.card === card) return task(at, 'task/submit', data);
    const opens = (data.msteams as { type?: string } | undefined)?.type === 'task/fetch';
    return opens ? task(at, 'task/fetch', data) : inThread(at, { type: 'message', text: '', value: data });
  };

  const getMessage = (id: string): { at: At; card: Node } => {
    for (const place of desk.conversations.values()) {
      const message = place.messages.find((one) => one.id === id && isSeen(one));
      const card = message && cardOf(message);
      if (card) return { at: { place, message }, card };
    }
    throw new Error(`${person.name} sees no card ${id}`);
  };

  return {
    person,
    chat,
    send,
    toasts: screen.toasts,
    /** Every card that was shown to this person alone, in place of a message or in a dialog. */
    drawn,
    /** Types in the chat with the bot, or in a channel after the bot's name. */
    async type(words: string, place: Conversation = chat()): Promise<void> {
      if (place.kind === 'personal') await send(place, { type: 'message', text: words, textFormat: 'plain' });
      else await mention(place, words);
    },
    read: (place: Conversation): Shown[] => place.messages.filter(isSeen).map(toShown),
    /** What only this person sees, wherever it is. */
    readOwn(): Shown[] {
      const targeted = [...desk.conversations.values()].flatMap((place) =>
        place.messages.filter((one) => one.to === member && isSeen(one)),
      );
      const dialog = screen.dialog && { id: 'dialog', text: screen.dialog.title, reading: readCard(screen.dialog.card, zone) };
      return [...chat().messages.filter(isSeen).map(toShown), ...targeted.map(toShown), ...screen.toasts, ...(dialog ? [dialog] : [])];
    },
    find(id: string): Shown {
      const { at } = getMessage(id);
      if (!at.message) throw new Error(`${id} is no message`);
      return toShown(at.message);
    },
    async press(on: string, label: string, nth?: number): Promise<void> {
      const { at, card } = on === 'form' || on === 'dialog' ? getForm() : getMessage(on);
      await act(at, getAction(card, label, nth), card);
    },
    /** What the client does by itself when a card that follows its facts comes into view. */
    async refresh(id: string): Promise<void> {
      const { at, card } = getMessage(id);
      const action = (card.refresh as { action: Node } | undefined)?.action;
      if (action) await execute(at, action, card, 'automatic');
    },
    form() {
      const form = openForm();
      return form && { title: form.title, reading: readCard(form.card, zone) };
    },
    fill(entries: Readonly<Record<string, Entry>>): void {
      const { card } = getForm();
      for (const [label, entry] of Object.entries(entries)) enter(card, valuesIn(card), label, entry);
    },
    async submit(): Promise<Record<string, string>> {
      const { card, at } = getForm();
      const missing = findMissing(card, valuesIn(card));
      if (Object.keys(missing).length > 0) return missing;
      await act(at, getSubmit(card), card);
      const next = screen.dialog?.card ?? (at.message && cardOf(at.message));
      return next && listNodes(next).some(isInput) ? readErrors(next) : {};
    },
    close(): void {
      screen.dialog = null;
      for (const message of chat().messages) screen.closed.add(message.id);
    },
  };

  async function mention(place: Conversation, words: string): Promise<void> {
    const text = '<at>Convenor</at>';
    const entities = [{ type: 'mention', text, mentioned: { id: desk.bot, name: 'Convenor' } }];
    const thread = { ...place, id: place.kind === 'channel' ? `${place.id};messageid=${desk.nextId()}` : place.id };
    await send(thread, { type: 'message', text: `${text} ${words}`, textFormat: 'plain', entities });
  }
}
