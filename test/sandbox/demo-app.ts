import { App, ExpressReceiver, LogLevel } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type express from 'express';
import { SECRET, TOKEN } from './place.ts';

const STARTS = Date.parse('2026-12-03T10:00:00Z') / 1000;

/** A real Bolt app with one of everything, for tests and for looking at the page. */
export function startDemoApp(web: express.Express, origin: string): App {
  const receiver = new ExpressReceiver({ app: web, signingSecret: SECRET, endpoints: '/slack/events', logLevel: LogLevel.ERROR });
  const app = new App({
    receiver,
    token: TOKEN,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: `${origin}/sandbox/api/`, timeout: 5000, retryConfig: { retries: 0 } },
  });
  app.command('/wg', async ({ ack, command, client, respond }) => {
    const [verb = ''] = command.text.split(' ');
    if (verb === 'join') {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: joinForm });
    } else if (verb === 'card') {
      await ack();
      await client.chat.postMessage({ channel: command.channel_id, text: 'Climate Change: 1.5 degree pathways', blocks: meetingCard(2) });
    } else if (verb === 'slow') {
      await new Promise((resolve) => setTimeout(resolve, 3300));
      await ack();
    } else if (verb === 'later') {
      await ack();
      await respond({ text: 'Here it is, a little later.' });
    } else await ack({ response_type: 'ephemeral', text: 'Working groups of ASI', blocks: groupList });
  });
  app.action('rsvp.yes', async ({ ack, respond, body, client }) => {
    await ack();
    if (body.type === 'block_actions' && body.message && body.channel) {
      await client.chat.update({
        channel: body.channel.id,
        ts: body.message.ts,
        text: 'Climate Change: 1.5 degree pathways',
        blocks: meetingCard(3),
      });
    }
    await respond({
      response_type: 'ephemeral',
      replace_original: false,
      text: "Noted: you are attending. You'll get the link 10 minutes before.",
    });
  });
  app.action(/^(?!rsvp\.yes).*/, async ({ ack }) => {
    await ack();
  });
  app.view('join', async ({ ack, view, client, body }) => {
    const interests = view.state.values.interests?.pick?.selected_options ?? [];
    if (interests.length > 2) {
      await ack({ response_action: 'errors', errors: { interests: 'Choose two at most.' } });
      return;
    }
    await ack();
    await client.chat.postMessage({ channel: body.user.id, text: 'You are in Circularity. 14 people from 11 organisations take part.' });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: home } });
  });
  return app;
}

const button = (text: string, action_id: string, style?: 'primary' | 'danger') => ({
  type: 'button' as const,
  text: { type: 'plain_text' as const, text },
  action_id,
  ...(style && { style }),
});
const section = (text: string, accessory?: ReturnType<typeof button>): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text },
  ...(accessory && { accessory }),
});

export function meetingCard(count: number): KnownBlock[] {
  return [
    { type: 'header', text: { type: 'plain_text', text: 'Climate Change: 1.5 degree pathways' } },
    {
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: `*<!date^${String(STARTS)}^{date_short_pretty} at {time}|Thu 3 Dec 2026, 10:00 UTC>* (10:00 UTC), 60 minutes, online`,
      },
      fields: [
        { type: 'mrkdwn', text: '*Chair*\nN. N.' },
        { type: 'mrkdwn', text: '*Secretariat*\n<@U03SEC>' },
      ],
    },
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_list',
          style: 'ordered',
          elements: [
            { type: 'rich_text_section', elements: [{ type: 'text', text: 'Welcome and statement, 5 min' }] },
            {
              type: 'rich_text_section',
              elements: [
                { type: 'text', text: 'Pathway methods, 30 min, ' },
                { type: 'text', text: 'lead: Ada', style: { italic: true } },
              ],
            },
            { type: 'rich_text_section', elements: [{ type: 'text', text: 'Next input, 20 min' }] },
          ],
        },
      ],
    },
    {
      type: 'context',
      elements: [{ type: 'mrkdwn', text: `*Attending ${String(count)}* (from 5 organisations) · Maybe 2 · Apologies 1` }],
    },
    {
      type: 'actions',
      elements: [
        button('Attending', 'rsvp.yes', 'primary'),
        button('Maybe', 'rsvp.maybe'),
        { ...button("Can't come", 'rsvp.no', 'danger'), confirm: confirmNo },
        button('Agenda', 'agenda'),
        { ...button('Add to calendar', 'calendar'), url: 'https://example.org/meeting.ics' },
      ],
    },
  ];
}

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const confirmNo = {
  title: plain("Can't come?"),
  text: plain('The chair sees your apologies.'),
  confirm: plain('Send apologies'),
  deny: plain('Back'),
};

const groupList: KnownBlock[] = [
  { type: 'header', text: plain('Working groups of ASI') },
  section('*Climate Change*  _joined_\nMitigation and adaptation on a path below 1.5 degrees.', button('Open', 'open.climate')),
  { type: 'divider' },
  section('*Circularity*\nFewer losses of metal, less waste, more use of each resource.', {
    ...button('Join', 'join.circularity', 'primary'),
  }),
  { type: 'context', elements: [{ type: 'mrkdwn', text: 'Groups advise; they do not decide.' }] },
];

const options = ['Recycling', 'Scrap', 'Packaging'].map((text) => ({ text: plain(text), value: text.toLowerCase() }));

export const joinForm: ModalView = {
  type: 'modal',
  callback_id: 'join',
  title: plain('Join Circularity'),
  submit: plain('Join'),
  close: plain('Cancel'),
  blocks: [
    section('*What it is for*\nFewer losses of metal, less waste and pollution, more use of each resource.'),
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_quote',
          elements: [
            { type: 'text', text: 'Anti-trust statement, v3. ', style: { bold: true } },
            {
              type: 'text',
              text: 'Keep to the agenda. No prices, costs, margins, output or customers. It covers everything the group does, chats too.',
            },
          ],
        },
      ],
    },
    {
      type: 'input',
      block_id: 'statement',
      label: plain('Statement'),
      element: { type: 'checkboxes', action_id: 'accept', options: [{ text: plain('I have read this and will comply'), value: 'yes' }] },
    },
    {
      type: 'input',
      block_id: 'interests',
      optional: true,
      label: plain('Interests'),
      element: { type: 'checkboxes', action_id: 'pick', options },
    },
    {
      type: 'input',
      block_id: 'lead',
      label: plain('Remind me'),
      element: {
        type: 'static_select',
        action_id: 'pick',
        initial_option: { text: plain('Here, in a message'), value: 'dm' },
        options: [
          { text: plain('Here, in a message'), value: 'dm' },
          { text: plain("In the group's channel only"), value: 'channel' },
        ],
      },
    },
    {
      type: 'input',
      block_id: 'note',
      optional: true,
      label: plain('Anything the chair should know'),
      hint: plain('Only the chair and the Secretariat read this.'),
      element: { type: 'plain_text_input', action_id: 'text', multiline: true },
    },
  ],
};

const home: KnownBlock[] = [
  { type: 'header', text: plain('Next meeting') },
  section(
    `*Climate Change: 1.5 degree pathways*\n<!date^${String(STARTS)}^{date_short_pretty} at {time}|Thu 3 Dec 2026, 10:00 UTC> (10:00 UTC)`,
  ),
  {
    type: 'actions',
    elements: [button('Attending', 'home.yes', 'primary'), button('Maybe', 'home.maybe'), button("Can't come", 'home.no')],
  },
  { type: 'divider' },
  { type: 'header', text: plain('Waiting for you') },
  section('Nothing waits for you.'),
  { type: 'header', text: plain('My groups') },
  section('*Climate Change*\n5 people from 5 organisations', button('Open', 'home.climate')),
];
