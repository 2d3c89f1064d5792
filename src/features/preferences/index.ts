import type { z } from 'zod';
import type { Ctx } from '../../bot/context.ts';
import { command, feature, form, opener } from '../../bot/define.ts';
import { toQuietHours, type Preferences } from '../../bot/preferences.ts';
import { savedCard, savedGroupCard } from './cards.ts';
import { groupNoticesForm, preferencesForm } from './forms.ts';
import { openGroupNotices } from './open-group-notices.ts';
import { open } from './open.ts';
import { save, type SaveInput } from './save.ts';
import { setGroupNotices } from './set-group-notices.ts';
import { writeToWords } from './write-to.ts';

const showSaved = (saved: { chosen: Preferences; changed: readonly string[] }, ctx: Ctx, { account }: z.output<typeof SaveInput>) => ({
  whisper: savedCard({
    ...saved,
    quietHours: toQuietHours(saved.chosen, ctx.body.settings.notices.quietHours),
    writeTo: writeToWords(account),
  }),
});

export const preferences = feature('preferences', {
  commands: [
    command(
      {
        word: 'prefs',
        opens: true,
        aliases: ['preferences', 'settings'],
        about: 'Which messages you get, when, and your time zone',
        audience: 'member',
      },
      open,
      (facts) => ({ form: preferencesForm(facts) }),
    ),
  ],
  buttons: [
    opener('preferences.open', open, (facts) => ({ form: preferencesForm(facts) })),
    opener('preferences.open-group-notices', openGroupNotices, (facts) => ({ form: groupNoticesForm(facts) })),
  ],
  forms: [
    form('preferences.save', save, showSaved),
    form('preferences.set-group-notices', setGroupNotices, (done) => ({ whisper: savedGroupCard(done) })),
  ],
});
