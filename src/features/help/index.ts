import { command, feature, type Command, type Feature } from '../../bot/define.ts';
import { helpCard } from './cards.ts';
import { createShow } from './show.ts';
import { createUnknown } from './unknown.ts';

/** Help lists the commands of every feature, itself included, and answers what is none; they are asked for when that is. */
export const createHelp = (commands: () => readonly Command[]): Feature =>
  feature('help', {
    commands: [
      command({ word: 'help', aliases: ['commands'], about: 'What you can do here' }, createShow(commands), (facts) => ({
        whisper: helpCard(facts),
      })),
    ],
    unknown: createUnknown(commands),
  });
