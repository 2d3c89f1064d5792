import { buttons, heading, note, paragraph, quote, sentence, type Button, type Card, type Field, type Form } from '../../bot/card.ts';
import type { BodyFacts } from '../../bot/context.ts';
import { bold, count, moment, rich, typed, type Text } from '../../bot/text.ts';
import type { AddedPerson } from './add-person.ts';
import type { AskedToBeAdded } from './ask-to-be-added.ts';
import type { AddingPerson } from './open-add-person.ts';
import type { Dismissed } from './dismiss-request.ts';
import type { PersonFacts } from './lookup.ts';
import type { RequestFacts } from './requests.ts';

/** Opens the form for a question; `about` names the matter in a few words and is shown in it. */
export const askSecretariatButton = (about?: string): Button => ({
  label: 'Ask the Secretariat',
  press: 'directory.ask',
  ...(about ? { with: { about } } : {}),
});

export const questionForm = (about: string | null): Form => ({
  id: 'directory.ask',
  title: 'Ask the Secretariat',
  submit: 'Send',
  ...(about ? { hidden: { about } } : {}),
  body: [
    ...(about ? [paragraph(rich`About: ${bold(about)}`)] : []),
    { type: 'field', name: 'question', label: 'Your question', input: { kind: 'text', multiline: true, maxLength: 2_000 } },
    note('It goes to the people of the Secretariat in a private message, with your name.'),
  ],
});

export const questionSentCard = (): Card => sentence('Your question is on its way to the Secretariat. They will answer you directly.');

/** The question as the Secretariat gets it. */
export function questionCard(from: PersonFacts, about: string, question: string): Card {
  const who: Text = [bold(from.name), from.organisation ? ` (${from.organisation})` : '', ' asks the Secretariat'];
  const what = about === '' ? ':' : `, about: ${about}.`;
  return {
    summary: [who, what, ' ', question],
    blocks: [paragraph([who, what]), quote(question), note(`Please answer ${from.name} directly, here or at ${from.email}.`)],
  };
}

export function askedToBeAddedCard(asked: AskedToBeAdded, body: BodyFacts): Card {
  switch (asked.state) {
    case 'known':
      return sentence(rich`You are in ${body.name}'s directory. Type ${typed('list')} to see the working groups.`);
    case 'waiting':
      return sentence(rich`Your request is waiting for the Secretariat since ${moment(asked.askedAt)}. There is nothing more to do.`);
    case 'asked':
      return sentence(rich`The Secretariat has your request and checks it. You get a message here when they have added you.`);
  }
}

const QUEUE_SHOWN = 10;

export function queueCard(waiting: readonly RequestFacts[]): Card {
  const another: Button = { label: 'Add somebody', press: 'directory.open-add-person' };
  if (waiting.length === 0) return sentence('Nobody is waiting to be added to the directory.', [another]);
  const summary = `${count(waiting.length, 'person waits', 'people wait')} to be added to the directory.`;
  const shown = waiting.slice(0, QUEUE_SHOWN);
  return {
    summary,
    blocks: [
      heading('Waiting to be added'),
      ...shown.flatMap((one) => [paragraph([bold(one.name), ', ', requestText(one)]), buttons(...requestButtons(one))]),
      ...(waiting.length > shown.length ? [note(`${String(waiting.length - shown.length)} more wait after these.`)] : []),
      buttons(another),
    ],
  };
}

/** One request, as sent to the Secretariat; it follows what becomes of it. */
export function requestCard(request: RequestFacts): Card {
  const asks: Text = [bold(request.name), ' asks to be added to the directory.'];
  if (request.state === 'waiting')
    return {
      summary: rich`${asks} Type ${typed('queue')} to see who waits.`,
      blocks: [paragraph(asks), paragraph(requestText(request)), buttons(...requestButtons(request))],
    };
  const by = request.closedBy === null ? '' : ` by ${request.closedBy}`;
  // Nobody of the Secretariat: found by the e-mail, or linked with a code.
  const added = by === '' ? 'The account is linked to somebody in it now.' : `Added${by}.`;
  const became = request.state === 'added' ? added : `Put aside${by}.`;
  return sentence([bold(request.name), ' asked to be added to the directory. ', became]);
}

function requestText(request: RequestFacts): Text {
  const email = request.email ?? `${request.workspace} confirms no e-mail address for this account`;
  const guess = request.guess
    ? `Perhaps of ${request.guess.name}, by the e-mail domain; please check.`
    : 'No organisation has this e-mail domain.';
  return rich`${email}. Asked ${moment(request.askedAt)}. ${request.email === null ? '' : guess}`;
}

const requestButtons = (request: RequestFacts): Button[] => [
  {
    label: 'Add to the directory',
    style: 'primary',
    describe: `Add ${request.name} to the directory`,
    press: 'directory.open-add-person',
    with: { requestId: request.id },
  },
  {
    label: 'Not now',
    describe: `Put the request of ${request.name} aside`,
    press: 'directory.dismiss-request',
    with: { requestId: request.id },
  },
];

export const dismissedCard = ({ request }: Dismissed): Card =>
  sentence(`The request of ${request.name} is put aside. Nobody was added, and they may ask again.`);

export function addPersonForm({ request, organisations }: AddingPerson, body: BodyFacts): Form {
  const guess = request?.guess ?? null;
  return {
    id: 'directory.add-person',
    title: 'Add to the directory',
    submit: 'Add',
    ...(request ? { hidden: { requestId: request.id } } : {}),
    body: [
      field('name', 'Name', { kind: 'text', maxLength: 150, ...(request ? { initial: request.name } : {}) }),
      field('email', 'E-mail', { kind: 'email', ...(request?.email ? { initial: request.email } : {}) }),
      ...(organisations && organisations.length > 0 ? [organisationField(organisations, guess)] : []),
      {
        ...field('organisationName', 'Organisation by name', {
          kind: 'text',
          maxLength: 150,
          ...(guess && !organisations ? { initial: guess.name } : {}),
        }),
        optional: true,
        hint: 'Leave it empty when it is chosen above. A name that is not known makes a new organisation.',
      },
      { ...classField(body), optional: true, hint: 'Only for a new organisation.' },
      {
        ...field('country', 'Country', { kind: 'text', maxLength: 60 }),
        optional: true,
        hint: 'Only for a new organisation: a name, or two letters.',
      },
      note('A chat account with this e-mail address is then recognised by itself.'),
    ],
  };
}

const field = (name: string, label: string, input: Field['input']): Field => ({ type: 'field', name, label, input });

function organisationField(organisations: readonly { id: string; name: string }[], guess: RequestFacts['guess']): Field {
  const options = organisations.map(({ id, name }) => ({ value: id, label: name }));
  const initial = guess && organisations.some((one) => one.id === guess.id) ? { initial: guess.id } : {};
  return { ...field('organisation', 'Organisation', { kind: 'select', options, ...initial }), optional: true };
}

function classField(body: BodyFacts): Field {
  const options = body.settings.membershipClasses.map(({ slug, name }) => ({ value: slug, label: name }));
  return field('membershipClass', 'Membership class', { kind: 'select', options });
}

export function personAddedCard({ person, linked }: AddedPerson, hadRequest: boolean): Card {
  const added: Text = [bold(person.name), person.organisation ? ` (${person.organisation})` : '', ' is in the directory now.'];
  if (linked > 0) return sentence([added, ' They are told, with the groups they can join.']);
  if (!hadRequest) return sentence([added, ' They are recognised when they first write to me with this e-mail address.']);
  return sentence([
    added,
    ' The chat account that asked is not linked: its workspace confirms another e-mail address, or none. It is recognised when the chat shows this one.',
  ]);
}
