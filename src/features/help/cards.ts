import { ASK_TO_BE_ADDED } from '../../bot/actor.ts';
import { buttons, heading, list, note, paragraph, type Button, type Card } from '../../bot/card.ts';
import { RUN_COMMAND } from '../../bot/dispatch.ts';
import { joinTexts, rich, typed, typedBold, type Text } from '../../bot/text.ts';
import type { Role } from './role.ts';
import type { HelpFacts } from './show.ts';

/** What each role most often wants, first. Words that no feature answers to are passed over. */
const FIRST: Readonly<Record<Role, readonly string[]>> = {
  stranger: ['list', 'meetings', 'policy', 'link'],
  member: ['my', 'meetings', 'here', 'list', 'calendar', 'record', 'prefs'],
  chair: ['here', 'roll', 'agenda', 'schedule', 'manage', 'my'],
  secretariat: ['schedule', 'manage', 'roll', 'records', 'notices', 'queue'],
};

const OPENINGS: Readonly<Record<Role, (bodyName: string) => string>> = {
  stranger: (bodyName) => `I run the working groups of ${bodyName}. You are not in its directory yet; this is what you can see.`,
  member: (bodyName) => `I run the working groups of ${bodyName}. What you most likely want:`,
  chair: (bodyName) => `I run the working groups of ${bodyName}. What chairs most likely want:`,
  secretariat: (bodyName) => `I run the working groups of ${bodyName}. What the Secretariat most likely wants:`,
};

const askToBeAdded: Button = { label: 'Ask the Secretariat to add me', style: 'primary', press: ASK_TO_BE_ADDED };

type Offered = HelpFacts['commands'][number];

/** The answer to /wg and /wg help. */
export function helpCard({ bodyName, role, commands }: HelpFacts): Card {
  const first = FIRST[role].flatMap((word) => commands.filter((command) => command.word === word));
  const rest = commands.filter((command) => !first.includes(command) && command.word !== 'help');
  const opening = OPENINGS[role](bodyName);
  const pressed = first.map(({ word, about }): Button => ({
    label: typed(word),
    press: RUN_COMMAND,
    with: { word },
    describe: sentenceCase(about),
  }));
  return {
    summary: [
      `${opening} `,
      joinTexts(
        first.map(({ word, about }) => rich`${typed(word)}: ${sentenceCase(about)}.`),
        ' ',
      ),
    ],
    blocks: [
      paragraph(opening),
      list(first.map(line)),
      buttons(...(role === 'stranger' ? [askToBeAdded] : []), ...pressed),
      ...(rest.length > 0 ? [heading('Everything else'), list(rest.map(line))] : []),
      note('Name a group by its short name or any part of its name. Groups advise; they do not decide.'),
    ],
  };
}

const line = ({ word, takes, about }: Offered): Text =>
  rich`${typedBold(takes === '' ? word : `${word} ${takes}`)}  ${sentenceCase(about)}`;

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
