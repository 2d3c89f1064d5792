import type { Activity } from './envelope.ts';

/** Words that open a conversation. */
const GREETINGS = /^(hi|hello|hey|hallo|start|help)[\s!.]*$/i;
/** As on Slack, where commands begin with it. */
const PREFIX = /^\/?wg(?=\s|$)/i;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', '#39': "'" };

/** What was typed, as a command: without the mention of the bot and without what the chat's editor adds. Nothing typed, or a greeting, asks for help. */
export function readTyped(activity: Activity): string {
  const bare = withoutMention(activity)
    .replace(/&(amp|lt|gt|quot|apos|nbsp|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/[\u00a0\u200b\u200c\u200d\ufeff]/g, (space) => (space === '\u00a0' ? ' ' : ''))
    .trim()
    .replace(PREFIX, '')
    .trim();
  return bare === '' || GREETINGS.test(bare) ? 'help' : bare;
}

/** Only the bot's own name goes; somebody else's stays, as the name of a person. */
function withoutMention({ text, entities, recipient }: Activity): string {
  const own = (entities ?? []).filter((one) => one.type === 'mention' && one.mentioned?.id != null && one.mentioned.id === recipient?.id);
  const bare = own.reduce((rest, one) => (one.text ? rest.replace(one.text, ' ') : rest), text ?? '');
  return bare.replace(/<\/?at[^>]*>/gi, '');
}
