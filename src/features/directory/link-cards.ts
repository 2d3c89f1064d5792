import { ASK_TO_BE_ADDED } from '../../bot/actor.ts';
import { buttons, heading, list, note, paragraph, sentence, type Block, type Button, type Card, type Form } from '../../bot/card.ts';
import type { BodyFacts } from '../../bot/context.ts';
import { RUN_COMMAND } from '../../bot/dispatch.ts';
import { bold, joinTexts, moment, rich, typed, typedBold, type Text } from '../../bot/text.ts';
import { accountsButton } from './buttons.ts';
import { CODE_MINUTES, codeInWords } from './link-code.ts';
import type { Link, ShownCode } from './link.ts';
import type { LinkedNow } from './link-account.ts';
import { accountInWords, type LinkedAccount } from './lookup.ts';
import type { Unlinked } from './unlink-account.ts';

/** The answer to /wg link. */
export function linkCard(link: Link, body: BodyFacts): Card {
  if ('shown' in link) return codeCard(link.shown);
  return 'linked' in link ? linkedCard(link.linked) : unknownHereCard(body);
}

function codeCard({ code, until, accounts, hereId }: ShownCode): Card {
  const command = typedBold(`link ${codeInWords(code)}`);
  const good = rich`The code is good once, for ${CODE_MINUTES} minutes, until ${moment(until)}. A newer one takes its place.`;
  return {
    summary: rich`To link another chat account to you, type in the other chat: ${command}. ${good}`,
    blocks: [
      heading('Link another chat account'),
      paragraph(rich`In the other chat, type: ${command}`),
      note([good, ' Tell it to nobody: whoever types it acts in your name.']),
      ...accountBlocks(accounts, hereId),
    ],
  };
}

function accountBlocks(accounts: readonly LinkedAccount[], hereId: string | null): Block[] {
  const others = accounts.filter((one) => one.id !== hereId);
  if (others.length === 0) return [heading('Your chat accounts'), paragraph('I know you in this chat only.')];
  const rows = accounts.flatMap((one): Block[] => [
    paragraph(accountText(one, hereId)),
    ...(one.id === hereId || one.isByEmail || accounts.length === 1 ? [] : [buttons(unlinkButton(one))]),
  ]);
  return [heading('Your chat accounts'), ...rows];
}

function accountText(one: LinkedAccount, hereId: string | null): Text {
  const facts = [
    ...(one.id === hereId ? ['you write from it now'] : []),
    ...(one.isByEmail ? ['linked by your e-mail address'] : []),
    ...(one.isReachable ? [] : ['no message reaches it at present']),
  ];
  return rich`${bold(accountInWords(one))}, as ${one.name}${facts.length > 0 ? `: ${facts.join(', ')}` : ''}.`;
}

const unlinkButton = (one: LinkedAccount): Button => ({
  label: 'Unlink',
  style: 'danger',
  describe: `Unlink ${accountInWords(one)}`,
  press: 'directory.unlink-account',
  with: { accountId: one.id },
  confirm: {
    title: 'Unlink this account?',
    text: `Whoever writes from ${accountInWords(one)} is then nobody I know, and gets no message of yours. What you did there stays in the records.`,
    yes: 'Unlink',
    no: 'Keep it',
  },
});

const myGroups: Button = { label: 'My groups and meetings', press: RUN_COMMAND, with: { word: 'my' } };

export const linkedCard = ({ name }: LinkedNow): Card =>
  sentence(
    rich`This chat account is linked: you are ${bold(name)}. Your groups, answers and records are the same in all your chats, and you are reminded once. ${typed('prefs')} says where.`,
    [myGroups, accountsButton],
  );

/** To a stranger who has no code yet. */
function unknownHereCard(body: BodyFacts): Card {
  const steps = [
    rich`Type ${typed('link')} in the chat where I know you: I show you a code.`,
    rich`Type here: ${typed('link')} and the code.`,
  ];
  const opening = 'I do not know this chat account yet. If I know you in another chat, link the two:';
  return {
    summary: rich`${opening} ${joinTexts(steps, ' ')}`,
    blocks: [
      paragraph(opening),
      list(steps, true),
      buttons({ label: 'Type the code', style: 'primary', press: 'directory.open-link' }),
      note(`Not in ${body.name}'s directory at all? The Secretariat adds people, and checks each request.`),
      buttons({ label: 'Ask the Secretariat to add me', press: ASK_TO_BE_ADDED }),
    ],
  };
}

export const linkForm = (): Form => ({
  id: 'directory.link-account',
  title: 'Type the code',
  submit: 'Link',
  close: 'Cancel',
  body: [
    {
      type: 'field',
      name: 'code',
      label: 'Code',
      hint: rich`Eight letters and digits, such as K7QM-4XTP. Type ${typed('link')} in the chat where I know you to see one.`,
      input: { kind: 'text', maxLength: 40, placeholder: 'K7QM-4XTP' },
    },
  ],
});

const unlinkedWords = ({ account }: Unlinked): string =>
  `${accountInWords(account)} is not linked to you any more. Messages that were to go there go to another chat of yours.`;

export const unlinkedCard = (unlinked: Unlinked): Card => sentence(unlinkedWords(unlinked));

/** In place of the list it was pressed in. */
export const accountsCard = (unlinked: Unlinked): Card => ({
  summary: unlinkedWords(unlinked),
  blocks: [paragraph(unlinkedWords(unlinked)), ...accountBlocks(unlinked.left, unlinked.hereId), buttons(accountsButton)],
});

/** To the person's other accounts: that one more is linked now. */
export function linkedNoticeCard(one: LinkedAccount): Card {
  const words = rich`A chat account was linked to you with a code: ${bold(accountInWords(one))}, as ${one.name}. It can do what you can do here.`;
  const doubt = 'If this was not you, unlink it:';
  return {
    summary: rich`${words} ${doubt} type ${typed('link')}.`,
    blocks: [paragraph(words), paragraph(doubt), buttons(unlinkButton(one))],
  };
}
