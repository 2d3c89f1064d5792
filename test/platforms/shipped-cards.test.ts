import { beforeAll, describe, expect, it } from 'vitest';
import type { Card, Form } from '../../src/bot/card.ts';
import { createBot, RUN_COMMAND } from '../../src/bot/dispatch.ts';
import { features } from '../../src/features/index.ts';
import * as slack from '../../src/platforms/slack/blocks.ts';
import { toModal, toPage } from '../../src/platforms/slack/modal.ts';
import { toAdaptiveCard, toMessage, type How } from '../../src/platforms/teams/adaptive-card.ts';
import { toSentence } from '../../src/platforms/teams/answers.ts';
import { readSent, toFormCard, toFormMessage, withErrors } from '../../src/platforms/teams/dialog.ts';
import { checkBlocks } from '../../src/sandbox/kit/check.ts';
import { checkView } from '../../src/sandbox/kit/views.ts';
import { sweepShipped, type Shipped } from '../support/shipped.ts';
import { faultsOfCard, partsOf } from '../support/teams-cards.ts';

const silent = () => undefined;
const bot = createBot({
  features,
  context: () => {
    throw new Error('nothing is run here');
  },
  recognise: () => Promise.reject(new Error('nothing is run here')),
  log: { warn: silent, error: silent },
});
const opensForm: How['opensForm'] = (press, payload) => bot.opensForm(press, payload);

/** One sweep for both platforms, because it takes a crowd and a minute. */
describe('every card and form that ships', { timeout: 120_000 }, () => {
  let seen: Shipped;

  beforeAll(async () => {
    seen = await sweepShipped();
  }, 240_000);

  const faultsIn = (card: (card: Card) => string[], form: (form: Form) => string[]): string[] => [
    ...seen.cards.flatMap((one) => card(one.card).map((fault) => `${one.from}: ${fault}`)),
    ...seen.forms.flatMap((one) => form(one.form).map((fault) => `${one.from}: ${fault}`)),
  ];

  it('was answered without an unexpected failure', () => {
    expect(seen.faults).toEqual([]);
  });

  it('presses only buttons and opens only forms that a feature answers', () => {
    const buttons = new Set([RUN_COMMAND, ...features.flatMap((feature) => feature.buttons.map((one) => one.id))]);
    const forms = new Set(features.flatMap((feature) => feature.forms.map((one) => one.id)));
    expect([...seen.presses].filter((id) => !buttons.has(id))).toEqual([]);
    expect(seen.forms.map(({ form }) => form.id).filter((id) => !forms.has(id))).toEqual([]);
  });

  it('tells beforehand of every button that opens a form', () => {
    expect(seen.openers.length).toBeGreaterThan(20);
    expect(seen.openers.filter((button) => !opensForm(button.press, button.with ?? {})).map((button) => button.press)).toEqual([]);
  });

  it('was reached by this test, but for what only a later state offers', () => {
    const unseen = features.flatMap((feature) => feature.buttons.map((one) => one.id)).filter((id) => !seen.presses.has(id));
    expect(seen.commands.size).toBeGreaterThan(15);
    expect(seen.notices.size).toBeGreaterThan(8);
    expect(seen.presses.size).toBeGreaterThan(unseen.length);
  });

  it('keeps within the limits of Slack, says a plain sentence, and pings nobody', () => {
    const withIds = (blocks: readonly object[]) => blocks.map((block, i) => ({ block_id: `b${String(i)}`, ...block }));
    const card = (one: Card) => {
      const { text, blocks } = slack.toMessage(one);
      const words = text.trim() === '' ? ['has no plain sentence'] : /<!channel>|<@U1>/.test(text) ? ['its sentence pings'] : [];
      const checks = [
        checkBlocks(withIds(blocks), 50),
        checkBlocks(withIds(slack.toCardBlocks(one, slack.VIEW)), 100),
        checkView(toPage(one, 'Page'), 'modal'),
      ];
      return [...words, ...checks.flatMap((checked) => (checked.ok ? [] : checked.faults))];
    };
    const form = (one: Form) => {
      const checked = checkView(toModal(one), 'modal');
      return checked.ok ? [] : checked.faults;
    };
    expect(faultsIn(card, form)).toEqual([]);
  });

  it.each<[string, How]>([
    ['a message', { surface: 'message', dialogs: true, opensForm }],
    ['a home without dialogs', { surface: 'message', dialogs: false, opensForm, home: true }],
    ['a dialog', { surface: 'dialog', dialogs: true, opensForm }],
  ])('keeps to what Teams can show in %s, says a plain sentence, and comes back with errors', (_, how) => {
    const card = (one: Card) => {
      const { card: shown, ...around } = toMessage(one, how);
      const words = around.summary.trim() === '' ? ['has no plain sentence'] : [];
      return [...words, ...(shown ? faultsOfCard({ ...shown }, around) : []), ...faultsOfCard({ ...toAdaptiveCard(one, how) })];
    };
    const form = (one: Form) => {
      const { card: shown, ...around } = toFormMessage(one, how);
      const submit = partsOf(toFormCard(one, how)).find(({ id }) => id === 'submit');
      const faults = faultsOfCard({ ...shown }, around);
      if (one.submit === undefined) return submit ? [...faults, 'can be sent'] : faults;
      const sent = readSent(submit?.data);
      if (sent?.kind !== 'submit' || !sent.again) return [...faults, "can't come back with errors"];
      const names = one.body.flatMap((part) => (part.type === 'field' ? [part.name] : []));
      const again = withErrors(sent.again, {}, Object.fromEntries(names.map((name) => [name, `${name} is wrong.`])));
      const lost = names.filter((name) => !JSON.stringify(again.body).includes(`${name} is wrong.`));
      return [...faults, ...faultsOfCard({ ...again }), ...lost.map((name) => `has no error for ${name}`)];
    };
    expect([...new Set(faultsIn(card, form))]).toEqual([]);
  });

  it('says commands and channels as they are on each platform: nobody here typed one', () => {
    const slackWritten = /\/wg\b|(?<![\w&])#[a-z]/i;
    const how: How = { surface: 'message', dialogs: true, opensForm };
    const inTeams = (one: Card) => [toMessage(one, how), toAdaptiveCard(one, { ...how, surface: 'dialog' }), toSentence(one)];
    const form = (one: Form) => [toFormMessage(one, how), toFormCard(one, { ...how, surface: 'dialog' })];
    const found = (shown: unknown) => wordsIn(shown).filter((words) => slackWritten.test(words));
    expect(
      faultsIn(
        (one) => found(inTeams(one)),
        (one) => found(form(one)),
      ),
    ).toEqual([]);
    const inSlack = faultsIn(
      (one) => found(slack.toMessage(one)),
      (one) => found(toModal(one)),
    ).join('\n');
    expect(inSlack).toContain('/wg here');
    expect(inSlack).toContain('/wg link');
    expect(inSlack).toContain('#channel');
  });
});

/** Every string in what is shown, but what travels in a button. */
function wordsIn(shown: unknown): string[] {
  if (typeof shown === 'string') return [shown];
  if (typeof shown !== 'object' || shown === null) return [];
  return Object.entries(shown).flatMap(([key, value]) => (key === 'data' || key === 'value' ? [] : wordsIn(value)));
}
