import { closest, distance } from 'fastest-levenshtein';
import type { Button, Card } from '../../bot/card.ts';
import { sentence } from '../../bot/card.ts';
import type { Ctx } from '../../bot/context.ts';
import { NO_COMMAND, RUN_COMMAND } from '../../bot/dispatch.ts';
import type { Command, Place, Reply } from '../../bot/define.ts';
import { fold } from '../../bot/fold.ts';
import { shorten } from '../../bot/shorten.ts';
import { rich, typed } from '../../bot/text.ts';
import { listGroupsButton } from '../groups/buttons.ts';
import { findNearGroup } from '../groups/lookup.ts';
import { understand } from './free-words.ts';
import { getRole, isOffered } from './role.ts';

const SHOWN = 40;
const runButton = (word: string, rest = ''): Button => ({
  label: typed(rest === '' ? word : `${word} ${rest}`),
  press: RUN_COMMAND,
  with: rest === '' ? { word } : { word, rest },
});

/**
 * The answer to what is no command: the command that a few free words ask for, or the nearest one with what else was
 * typed. Only commands of the person's own role are offered.
 */
export const createUnknown =
  (commands: () => readonly Command[]) =>
  async (ctx: Ctx, word: string, rest: string, place: Place | null): Promise<Reply> => {
    const role = await getRole(ctx);
    const own = commands().filter(({ audience }) => isOffered(role, audience));
    const asked = understand(`${word} ${rest}`);
    if (asked === 'link') return { whisper: linkCard(ctx.body.settings.timings.checkInBefore) };
    const meant = asked && own.find((command) => command.word === asked.word);
    if (meant) return meant.run(ctx, meant.input('', place));
    const near = findNear(own, word);
    ctx.log.info({ event: 'unknown-command' }, 'unknown command');
    return { whisper: near ? await nearCard(ctx, near, word, rest) : sentence(`${unknown(word)} ${NO_COMMAND}`, [runButton('help')]) };
  };

const unknown = (word: string): string => `I don't know "${shorten(word, SHOWN)}".`;

/** The command whose word is a slip of the pen away; null when none is. */
function findNear(commands: readonly Command[], word: string): Command | null {
  const words = new Map(commands.flatMap((command) => [command.word, ...command.aliases].map((one) => [one, command] as const)));
  if (fold(word) === '' || words.size === 0) return null;
  const near = closest(fold(word), [...words.keys()]);
  const isNear = distance(fold(word), near) <= Math.max(2, Math.floor(near.length / 3));
  return isNear ? (words.get(near) ?? null) : null;
}

async function nearCard(ctx: Ctx, near: Command, word: string, rest: string): Promise<Card> {
  if (rest === '') return sentence(`${unknown(word)} Did you mean "${near.word}"?`, [runButton(near.word), runButton('help')]);
  const group = near.takes === '[group]' ? await findNearGroup(ctx, rest) : null;
  if (!group)
    return sentence(`${unknown(word)} Did you mean "${near.word} ${shorten(rest, SHOWN)}"?`, [
      runButton(near.word, rest),
      runButton('help'),
    ]);
  const label = `${near.word.charAt(0).toUpperCase()}${near.word.slice(1)} ${group.name}`;
  return sentence(`I took "${shorten(`${word} ${rest}`, SHOWN)}" as: ${near.word} ${group.name}.`, [
    { label, press: RUN_COMMAND, with: { word: near.word, rest: group.slug } },
    listGroupsButton,
    runButton('help'),
  ]);
}

const linkCard = (before: number): Card =>
  sentence(
    rich`The link of a meeting comes to you here ${String(before)} minutes before its start, once you said that you attend. Your own chat accounts are linked with ${typed('link')}.`,
    [runButton('meetings')],
  );
