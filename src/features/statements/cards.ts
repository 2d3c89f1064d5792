import { buttons, heading, note, paragraph, quote, type Block, type Button, type Card } from '../../bot/card.ts';
import { bold, calendarDay, link, rich, type Text } from '../../bot/text.ts';
import type { StatementKind } from '../../db/generated/client.ts';
import { preferencesButton } from '../preferences/buttons.ts';
import type { StatementFacts, VersionFacts } from './lookup.ts';
import type { PolicyFacts } from './show.ts';

export const kindNames: Readonly<Record<StatementKind, string>> = {
  anti_trust: 'Anti-trust statement',
  terms: 'Terms of reference',
  conduct: 'Code of conduct',
  privacy: 'Privacy notice',
};

/** "Anti-trust statement, v3"; "…, in French" where that is not what everybody reads. */
export const statementName = ({ kind, version, language }: Pick<StatementFacts, 'kind' | 'version' | 'language'>): string =>
  `${kindNames[kind]}, v${String(version)}${language === null ? '' : `, in ${language}`}`;

/** "Also published in French and German." for what stands where people of several languages read it; nothing where there is one only. */
export function alsoIn(languages: readonly string[], button: Button): Block[] {
  if (languages.length === 0) return [];
  const named = new Intl.ListFormat('en', { type: 'conjunction' }).format(languages);
  return [note(`Also published in ${named}.`), buttons(button)];
}

/** Shows the texts in force in the language of whoever presses. */
export const ownLanguageButton: Button = { label: 'In your language', press: 'statements.show' };

/** The text as people must see it wherever they accept it: name, version and date, the words, and where the full policy is. */
export function statementBlocks(statement: StatementFacts, from: 'in force since' | 'in force from' = 'in force since'): Block[] {
  const blocks: Block[] = [
    paragraph(rich`${bold(statementName(statement))}, ${from} ${calendarDay(statement.effectiveOn)}`),
    quote(statement.text),
  ];
  if (!statement.confirmed) blocks.push(note('To be confirmed by the Secretariat.'));
  if (statement.policyUrl !== null) blocks.push(note(link(statement.policyUrl, 'Read the full policy')));
  return blocks;
}

const allVersions: Button = { label: 'All versions', press: 'statements.versions' };

const newVersion = (kind: StatementKind): Button => ({
  label: 'New version',
  press: 'statements.open-publish',
  with: { kind },
  describe: `New version of the ${kindNames[kind].toLowerCase()}`,
});

/** Of the anti-trust statement, which people accept. */
const otherLanguage: Button = { label: 'Another language', press: 'statements.open-translate', with: { kind: 'anti_trust' } };

/** The answer to /wg policy. */
export function policyCard(facts: PolicyFacts): Card {
  const title = `What taking part in ${facts.bodyName} asks of you`;
  const texts = [
    ...facts.current.flatMap((one) => statementBlocks(one)),
    ...facts.coming.flatMap((one) => statementBlocks(one, 'in force from')),
  ];
  const summary =
    facts.current.length > 0 ? `The texts in force: ${facts.current.map(statementName).join('; ')}.` : 'No text is published yet.';
  const blocks: Block[] = [heading(title), ...(texts.length > 0 ? texts : [paragraph(summary)])];
  blocks.push(...alsoIn(facts.otherLanguages, preferencesButton));
  if (facts.maySeeVersions) blocks.push(buttons(newVersion('anti_trust'), allVersions));
  return { summary, blocks };
}

/** At most this many versions are listed, for the sake of the platforms' limits on one message. */
const SHOWN = 30;

/** Every version, for the Secretariat. */
export function versionsCard(versions: readonly VersionFacts[]): Card {
  const summary = versions.length === 0 ? 'No text is published yet.' : `Published so far: ${versions.map(statementName).join('; ')}.`;
  const blocks: Block[] = [heading('Published texts')];
  if (versions.length === 0) blocks.push(paragraph(summary));
  else blocks.push({ type: 'list', items: versions.slice(0, SHOWN).map(versionLine) });
  if (versions.length > SHOWN) blocks.push(note(`The ${String(SHOWN)} newest of ${String(versions.length)} are shown.`));
  const kinds = [...new Set<StatementKind>(['anti_trust', ...versions.map((one) => one.kind)])];
  const news = kinds.map((kind) => ({ ...newVersion(kind), label: `New ${kindNames[kind].toLowerCase()}` }));
  blocks.push(buttons(...news, ...(versions.length > 0 ? [otherLanguage] : [])));
  return { summary, blocks };
}

const versionLine = (one: VersionFacts): Text =>
  rich`${bold(statementName(one))}, in force from ${calendarDay(one.effectiveOn)}, ${one.confirmed ? 'confirmed' : 'to be confirmed'}, sha-256 ${one.sha256.slice(0, 12)}`;

/** The page that takes the form's place once the version is there in a further language. */
export function translatedCard(statement: StatementFacts): Card {
  const text = `${statementName(statement)}, is published. Who reads this language sees it when joining, checking in and asking for the texts.`;
  return { summary: text, blocks: [paragraph(text), buttons(allVersions)] };
}

/** The page that takes the form's place once the version is there. */
export function publishedCard(statement: StatementFacts, now: Date): Card {
  const name = statementName(statement);
  const inForce = statement.effectiveFrom <= now;
  const since = inForce ? 'is published and in force now' : `is published and will be in force from ${calendarDay(statement.effectiveOn)}`;
  const posted = statement.kind === 'anti_trust' ? ' It is posted to every connected channel, and people accept it from then on.' : '';
  const text = `${name} ${since}.${posted} Earlier versions stay on record.`;
  return { summary: text, blocks: [paragraph(text), buttons(allVersions)] };
}
