import { button, command, feature, form, opener } from '../../bot/define.ts';
import { acknowledgeOnCheckIn, acknowledgeOnJoining } from './acknowledge.ts';
import { policyCard, publishedCard, versionsCard } from './cards.ts';
import { openPublish } from './open-publish.ts';
import { publishForm } from './publish-form.ts';
import { MAX_TEXT, publish } from './publish.ts';
import { show } from './show.ts';
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
  ],
  forms: [form('statements.publish', publish, (statement, ctx) => ({ whisper: publishedCard(statement, ctx.now) }))],
  reactions: { 'groups.join': acknowledgeOnJoining, 'attendance.checkIn': acknowledgeOnCheckIn },
});
