import assert from 'node:assert/strict';
import type { Payload } from '../../src/bot/card.ts';
import type { MessageRef } from '../../src/bot/chat.ts';
import { RUN_COMMAND } from '../../src/bot/dispatch.ts';
import { fold } from '../../src/bot/fold.ts';
import { openClient } from '../support/teams-client.ts';
import { TENANT } from '../support/teams-connector.ts';
import { until } from '../support/slack-api.ts';
import { answer, ANSWER, assertSubmitted, cardWith, formOf, hear, LABEL, labelOf, opensForm, VALUES, type Side } from './parity.ts';
import { KIM, openOffice } from './teams/office.ts';

/** The Teams adapter, reached by signed activities as the Bot Connector delivers them. */
export async function openTeamsParity(): Promise<Side> {
  const office = await openOffice();
  const { bot } = office;
  bot.opensForm = opensForm;
  const client = openClient(office.connector, KIM, () => office.endpoint);
  await client.type('hello');
  const chat = office.teams.chatFor(office.store.rows.get(TENANT) ?? assert.fail('no tenant'));
  const addresses = [office.channel().id, KIM.id];

  /** Does it, and sees the form or the answer that the bot gave. */
  async function answered(opens: 'dialog' | 'card' | null, id: string, act: () => Promise<void>): Promise<void> {
    office.clear();
    client.toasts.length = 0;
    client.close();
    bot.reply = () => (opens ? { form: formOf(id) } : { whisper: answer });
    await act();
    if (!opens) await until(() => client.readOwn().some((one) => one.reading.includes(ANSWER)), 'the answer', 2000);
    else {
      await until(() => client.form() !== null, `the form as a ${opens}`, 2000);
      const isDialog = client.readOwn().some((one) => one.id === 'dialog');
      assert.equal(isDialog, opens === 'dialog', `the form is no ${opens}`);
    }
  }

  const readBack = (ref: MessageRef): string => {
    const place = office.desk.find(ref.conversation) ?? assert.fail('posted nowhere');
    return client.read(place).find((one) => one.id === ref.id)?.reading ?? assert.fail('the message is not there');
  };

  /** Posts a card with the button, reads it back and presses it. */
  async function press(id: string, payload: Payload, opens: boolean, where = addresses): Promise<void> {
    for (const address of where)
      await answered(opens ? 'dialog' : null, id, async () => {
        const ref = await chat.post(address, cardWith(id, payload), `${id}/${address}`);
        const { button, payload: heard } = await hear(bot, 'press', () => client.press(ref.id, LABEL));
        assert.deepEqual([button, heard], [id, payload]);
      });
  }

  async function submit(id: string): Promise<void> {
    const entries = Object.entries(VALUES).map(([name, value]) => [labelOf(name), value === null ? null : [value].flat()] as const);
    client.fill(Object.fromEntries(entries.map(([label, value]) => [label, value?.length === 1 ? (value[0] ?? null) : value])));
    bot.reply = () => ({ whisper: answer });
    assertSubmitted(await hear(bot, 'submit', () => client.submit()), id);
    await until(() => client.readOwn().some((one) => one.reading.includes(ANSWER)), 'the answer', 2000);
  }

  return {
    async command(command) {
      const opens = command.opens ? 'card' : null;
      const words = [command.word, ...command.aliases];
      const [personal, channel] = [client.chat(), office.channel()];
      const typed = [
        { text: command.word.toUpperCase().replace('E', 'É'), before: '', place: personal },
        ...words.map((word) => ({ text: `${word} the réśt, 5 min`, before: '/wg ', place: channel })),
      ];
      for (const { text, before, place } of typed)
        await answered(opens, 'a.form', async () => {
          const heard = await hear(bot, 'command', () => client.type(before + text, place));
          assert.deepEqual([heard.text, heard.place?.channelId], [text, place === channel ? channel.id : undefined]);
          assert.ok(words.includes(fold(heard.text.split(' ')[0] ?? '')), `"${heard.text}" is not understood`);
        });
      await press(RUN_COMMAND, { word: command.word }, command.opens === true, [KIM.id]);
      return `\`${command.word}\`${command.opens ? ', form as a card in the chat' : ''}`;
    },
    async button({ id, opens }) {
      await press(id, { meeting: 'm1' }, opens === true);
      return opens ? 'button, opens a dialog' : 'button';
    },
    async form(id) {
      await answered('dialog', id, async () => {
        bot.opensForm = () => true;
        const ref = await chat.post(KIM.id, cardWith('a.b'), id);
        bot.opensForm = opensForm;
        await client.press(ref.id, LABEL);
      });
      await submit(id);
      await answered('card', id, () => client.type('open'));
      await submit(id);
      return 'dialog, or card in the chat';
    },
    async notice(notice, shown) {
      for (const address of addresses) {
        const follows = notice.card ? { follows: true as const } : {};
        const ref = await chat.post(address, { ...cardWith('a.b', {}, `The first ${notice.kind}`), ...follows }, notice.kind);
        assert.match(readBack(ref), new RegExp(`The first ${notice.kind}`));
        if (notice.card) await follow(ref, notice.kind);
        if (notice.pin) await assert.rejects(chat.pin(ref), { outcome: 'refused', code: 'pins_not_offered' });
      }
      const own = shown?.reader ? ['each reader sees their own answer on it'] : [];
      return ['message', ...(notice.card ? ['follows its facts'] : []), ...own, ...(notice.pin ? ['pinned by hand'] : [])].join(', ');
    },
    async home() {
      for (const word of ['home', 'Home', '/wg home'])
        for (const place of [client.chat(), office.channel()]) {
          office.clear();
          bot.homeCard = answer;
          await hear(bot, 'home', () => client.type(word, place));
          await until(() => client.read(client.chat()).some((one) => one.reading.includes(ANSWER)), 'the home', 2000);
        }
      return '`home`, a card in the chat';
    },
    close: () => office.close(),
  };

  /** The message changes for everyone, and is asked for again by the client of each reader. */
  async function follow(ref: MessageRef, kind: string): Promise<void> {
    await chat.update(ref, { ...cardWith('a.b', {}, `The second ${kind}`), follows: true });
    assert.match(readBack(ref), new RegExp(`The second ${kind}`));
    bot.card = (_, asked) => Promise.resolve(asked.id === ref.id ? cardWith('a.b', {}, `Your own ${kind}`) : null);
    await client.refresh(ref.id);
    assert.match(readBack(ref), new RegExp(`Your own ${kind}`));
  }
}
