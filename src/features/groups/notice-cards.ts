import { heading, note, paragraph, type Card } from '../../bot/card.ts';
import { alsoIn, ownLanguageButton, statementBlocks, statementName } from '../statements/cards.ts';
import type { StatementFacts } from '../statements/lookup.ts';
import type { GroupFacts } from './lookup.ts';

/** The statement as it stands pinned in a group's channel (rule 8). */
export function statementCard(group: GroupFacts, statement: StatementFacts, languages: readonly string[] = []): Card {
  const covers = `It covers everything ${group.name} does, this channel too.`;
  return {
    summary: `${statementName(statement)}, for ${group.name}: ${statement.text} ${covers}`,
    blocks: [
      heading(`Taking part in ${group.name}`),
      ...statementBlocks(statement),
      ...alsoIn(languages, ownLanguageButton),
      paragraph(covers),
      note('Taking part means keeping to it.'),
    ],
  };
}
