import { button, command, feature, form, opener } from '../../bot/define.ts';
import { acknowledgeOnCheckIn, acknowledgeOnJoining } from './acknowledge.ts';
import { policyCard, publishedCard, translatedCard, versionsCard } from './cards.ts';
import { openPublish } from './open-publish.ts';
import { openTranslate } from './open-translate.ts';
import { publishForm } from './publish-form.ts';
import { MAX_TEXT, publish } from './publish.ts';
import { show } from './show.ts';
import { translateForm } from './translate-form.ts';
import { translate } from './translate.ts';
import { versions } from './versions.ts';

export const statements = feature('statements', {
  commands: [
    command({ word: 'policy', aliases: ['statement'], about: 'The anti-trust statement and the other texts in force' }, show, (facts) => ({
      whisper: policyCard(facts),
    })),
  ],
  buttons: [
    button('statements.show', show, (facts) => ({ whisper: policyCard(facts) })),
    button('statements.versions', versions, (all) => ({ whisper: versionsCard(all) })),
    opener('statements.open-publish', openPublish, (facts) => ({ form: publishForm(facts, MAX_TEXT) })),
    opener('statements.open-translate', openTranslate, (statement) => ({ form: translateForm(statement, MAX_TEXT) })),
  ],
  forms: [
    form('statements.publish', publish, (statement, ctx) => ({ whisper: publishedCard(statement, ctx.now) })),
    form('statements.translate', translate, (statement) => ({ whisper: translatedCard(statement) })),
  ],
  // Who reads the statement aloud accepts it with the same press, also where they are checked in already.
  reactions: { 'groups.join': acknowledgeOnJoining, 'attendance.checkIn': acknowledgeOnCheckIn, 'attendance.read': acknowledgeOnCheckIn },
});
