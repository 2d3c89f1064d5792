import assert from 'node:assert/strict';
import { RUN_COMMAND } from '../../src/bot/dispatch.ts';
import type { Payload } from '../../src/bot/card.ts';
import { TEAM, until } from '../support/slack-api.ts';
import { answer, ANSWER, assertSubmitted, cardWith, formOf, hear, opensForm, VALUES, type Side } from './parity.ts';
import { JSON_TYPE, openOffice } from './slack/office.ts';

const CHANNEL = 'C1';
const PERSON = 'U1';

interface Element {
  readonly type: string;
  readonly action_id: string;
  readonly options?: readonly { readonly value: string }[];
  readonly value?: string;
}

interface Block {
  readonly type: string;
  readonly block_id: string;
  readonly element?: Element;
  readonly elements?: readonly Element[];
}

interface View {
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly blocks: readonly Block[];
}

/** What Slack keeps of an input when a person gave it this value. */
function stateOf({ type, options = [] }: Element, value: string | readonly string[] | null): object {
  const chosen = (one: string) => options.find((option) => option.value === one) ?? assert.fail(`${one} is not offered`);
  if (type === 'checkboxes') return { type, selected_options: [value ?? []].flat().map(chosen) };
  if (type === 'static_select' || type === 'radio_buttons') return { type, selected_option: chosen(String(value)) };
  if (type === 'datepicker') return { type, selected_date: value };
  if (type === 'timepicker') return { type, selected_time: value };
  return { type, value };
}

/** The inputs of a view by block and action, filled in. */
const fillIn = (view: View) =>
  Object.fromEntries(
    view.blocks.flatMap(({ block_id: name, element }) =>
      element ? [[name, { [element.action_id]: stateOf(element, VALUES[name] ?? null) }]] : [],
    ),
  );

/** The Slack adapter, reached by signed requests as Slack sends them. */
export async function openSlackParity(): Promise<Side> {
  const office = await openOffice();
  const { api, bot } = office;
  bot.opensForm = opensForm;
  await office.slack.start();
  const chat = office.slack.chatFor(office.store.rows.get(TEAM) ?? assert.fail('no workspace'));
  const lastArgs = (method: string) => api.callsOf(method).at(-1)?.args ?? assert.fail(`no ${method}`);
  const forget = () => {
    api.calls.length = 0;
    api.said.length = 0;
  };

  /** Does it, and sees the form or the answer that the bot gave. */
  async function answered(opens: boolean, id: string, act: () => Promise<void>): Promise<View | null> {
    forget();
    bot.reply = () => (opens ? { form: formOf(id) } : { whisper: answer });
    await act();
    await until(() => (opens ? api.callsOf('views.open') : api.said).length > 0, opens ? 'the modal' : 'the answer', 2000);
    if (!opens) assert.equal(api.said[0]?.message.text, ANSWER);
    return opens ? (lastArgs('views.open').view as View) : null;
  }

  /** Posts a card with the button, reads it back and presses it. */
  async function press(id: string, payload: Payload, opens: boolean): Promise<void> {
    forget();
    await chat.post(CHANNEL, cardWith(id, payload), id);
    const blocks = lastArgs('chat.postMessage').blocks as Block[];
    const block = blocks.find((one) => one.type === 'actions') ?? assert.fail('the card has no button');
    const body = office.pressBody('', '', { actions: [{ ...block.elements?.[0], block_id: block.block_id, action_ts: '1' }] });
    await answered(opens, id, async () => {
      const { button, payload: heard } = await hear(bot, 'press', () => office.post(body));
      assert.deepEqual([button, heard], [id, payload]);
    });
  }

  return {
    async command(command) {
      for (const text of [command.word, ...command.aliases].map((word) => `${word} the réśt, 5 min`))
        await answered(command.opens === true, 'a.form', async () => {
          const heard = await hear(bot, 'command', () => office.post(office.commandBody(text)));
          assert.deepEqual([heard.text, heard.place?.channelName], [text, 'general']);
        });
      await press(RUN_COMMAND, { word: command.word }, command.opens === true);
      return `\`/wg ${command.word}\`${command.opens ? ', opens a modal' : ''}`;
    },
    async button({ id, opens }) {
      await press(id, { meeting: 'm1' }, opens === true);
      return opens ? 'button, opens a modal' : 'button';
    },
    async form(id) {
      const view = await answered(true, id, async () => {
        await office.post(office.commandBody('open'));
      });
      bot.reply = () => ({ whisper: answer });
      const body = office.submitBody({ ...view }, fillIn(view ?? assert.fail()));
      let said = '';
      assertSubmitted(await hear(bot, 'submit', async () => (said = await (await office.post(body)).text())), id);
      assert.match(said, new RegExp(ANSWER));
      return 'modal';
    },
    async notice(notice) {
      for (const address of [CHANNEL, PERSON]) {
        const ref = await chat.post(address, cardWith('a.b', {}, `The first ${notice.kind}`), notice.kind);
        assert.equal(lastArgs('chat.postMessage').text, `The first ${notice.kind}`);
        if (notice.card) {
          await chat.update(ref, cardWith('a.b', {}, `The second ${notice.kind}`));
          assert.deepEqual([lastArgs('chat.update').ts, lastArgs('chat.update').text], [ref.id, `The second ${notice.kind}`]);
        }
        if (notice.pin && address === CHANNEL) {
          await chat.pin(ref);
          assert.equal(lastArgs('pins.add').timestamp, ref.id);
        }
      }
      return ['message', ...(notice.card ? ['follows its facts'] : []), ...(notice.pin ? ['pinned'] : [])].join(', ');
    },
    async home() {
      forget();
      bot.homeCard = answer;
      await hear(bot, 'home', () => office.post(office.eventBody({ type: 'app_home_opened', user: PERSON, tab: 'home' }), JSON_TYPE));
      await until(() => api.callsOf('views.publish').length > 0, 'the home', 2000);
      assert.match(JSON.stringify(lastArgs('views.publish').view), new RegExp(ANSWER));
      return 'Home tab of the app';
    },
    close: () => office.close(),
  };
}
