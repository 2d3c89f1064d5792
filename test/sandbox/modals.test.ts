import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDemoApp } from './demo-app.ts';
import { type FakeApp, fakeApp, type Place, startPlace } from './place.ts';

let place: Place;
let app: FakeApp;
afterEach(() => place.stop());

const plain = (text: string) => ({ type: 'plain_text', text });
const input = (block_id: string, label: string, element: Record<string, unknown>, more = {}) => ({
  type: 'input',
  block_id,
  label: plain(label),
  element: { action_id: 'value', ...element },
  ...more,
});
const modal = (blocks: unknown[], more = {}) => ({
  type: 'modal',
  callback_id: 'form',
  title: plain('Form'),
  submit: plain('Send'),
  blocks,
  ...more,
});
const note = input('note', 'Note', { type: 'plain_text_input' });

describe('with the real Bolt', () => {
  beforeEach(async () => {
    place = await startPlace();
    startDemoApp(place.web, place.origin);
  });

  it('a form is opened, refused by Slack, refused by the app, and taken', async () => {
    const ada = place.sandbox.as('Ada Member');
    await ada.command('/wg join', { channel: 'general' });
    await ada.seeView('Join Circularity');
    expect(await ada.submit()).toMatchObject({ ok: false, errors: { Statement: 'Please complete this required field.' } });
    ada.fill({ 'I have read this and will comply': true, Interests: ['Recycling', 'Scrap', 'Packaging'] });
    expect(await ada.submit()).toMatchObject({ ok: false, errors: { Interests: 'Choose two at most.' } });
    ada.fill({ Interests: ['Scrap'] });
    expect(await ada.submit()).toMatchObject({ ok: true, errors: {} });
    expect(ada.openView()).toBeNull();
    await ada.see('dm', 'You are in Circularity');
    expect(ada.unread('dm')).toBe(1);
    expect(place.sandbox.breaches()).toEqual([]);
  });

  it('a press updates the card for all and answers one person', async () => {
    const ada = place.sandbox.as('U01ADA');
    await ada.command('/wg card', { channel: 'general' });
    await ada.press(await ada.see('general', 'Attending 2'), 'Attending');
    await ada.see('general', 'Noted: you are attending');
    await place.sandbox.as('U02BUDI').see('general', 'Attending 3');
    expect(place.sandbox.as('U02BUDI').messages('general')).toHaveLength(1);
    expect(place.sandbox.breaches()).toEqual([]);
  });

  it('a home is published when it is opened', async () => {
    const budi = place.sandbox.as('budi@river.example');
    await budi.openHome();
    await budi.seeHome('Nothing waits for you');
  });

  it('respond reaches the person a little later', async () => {
    await place.sandbox.as('U01ADA').command('/wg later', { channel: 'general' });
    await place.sandbox.as('U01ADA').see('general', 'a little later');
  });
});

describe('a trigger', () => {
  beforeEach(async () => {
    place = await startPlace({}, (web) => {
      app = fakeApp(web);
    });
  });
  const triggerOf = async () => {
    await place.sandbox.as('U01ADA').command('/wg');
    return String(app.received.at(-1)?.body.trigger_id);
  };

  it('opens one modal, once', async () => {
    const trigger_id = await triggerOf();
    expect(await place.api('views.open', { trigger_id, view: modal([note]) })).toMatchObject({
      ok: true,
      view: { type: 'modal', state: { values: { note: { value: { value: null } } } } },
    });
    expect(await place.api('views.open', { trigger_id, view: modal([note]) })).toMatchObject({ ok: false, error: 'exchanged_trigger_id' });
    expect(place.sandbox.breaches()).toMatchObject([{ rule: 'exchanged_trigger_id' }]);
  });

  it('must have been given', async () => {
    expect(await place.api('views.open', { trigger_id: '1.2.3', view: modal([note]) })).toMatchObject({ error: 'invalid_trigger_id' });
  });
});

describe('a view submission', () => {
  beforeEach(async () => {
    place = await startPlace({}, (web) => {
      app = fakeApp(web);
    });
  });
  const ada = () => place.sandbox.as('U01ADA');
  const open = async (view: unknown) => {
    await ada().command('/wg');
    const reply = await place.api('views.open', { trigger_id: app.received.at(-1)?.body.trigger_id, view });
    expect(reply).toMatchObject({ ok: true });
  };

  it('carries every kind of input in the shape Slack gives it', async () => {
    const options = ['One', 'Two', 'Three'].map((text) => ({ text: plain(text), value: text.toLowerCase() }));
    await open(
      modal(
        [
          input('text', 'Text', { type: 'plain_text_input', multiline: true }),
          input('number', 'Number', { type: 'number_input', is_decimal_allowed: false, min_value: '15', max_value: '480' }),
          input('url', 'Link', { type: 'url_text_input' }),
          input('mail', 'Mail', { type: 'email_text_input' }),
          input('one', 'One of', { type: 'static_select', options }),
          input('many', 'Many of', { type: 'multi_static_select', options }),
          input('radio', 'Radio', { type: 'radio_buttons', options }),
          input('boxes', 'Boxes', { type: 'checkboxes', options }),
          input('day', 'Day', { type: 'datepicker' }),
          input('time', 'Time', { type: 'timepicker' }),
          input('who', 'Who', { type: 'users_select' }),
          input('empty', 'Empty', { type: 'plain_text_input' }, { optional: true }),
        ],
        { private_metadata: 'id-1' },
      ),
    );
    ada().fill({
      Text: 'Pathways',
      Number: '60',
      Link: 'https://meet.example/x',
      Mail: 'a@b.example',
      'One of': 'Two',
      'Many of': ['One', 'Three'],
      Radio: 'Three',
      Boxes: ['Two'],
      Day: '2026-12-03',
      Time: '11:00',
      Who: 'U02BUDI',
    });
    expect(await ada().submit()).toMatchObject({ ok: true });
    expect(app.received.at(-1)?.body).toMatchObject({
      type: 'view_submission',
      user: { id: 'U01ADA', team_id: 'T0TEST' },
      view: {
        callback_id: 'form',
        private_metadata: 'id-1',
        app_installed_team_id: 'T0TEST',
        state: {
          values: {
            text: { value: { type: 'plain_text_input', value: 'Pathways' } },
            number: { value: { type: 'number_input', value: '60' } },
            url: { value: { type: 'url_text_input', value: 'https://meet.example/x' } },
            mail: { value: { type: 'email_text_input', value: 'a@b.example' } },
            one: { value: { type: 'static_select', selected_option: options[1] } },
            many: { value: { type: 'multi_static_select', selected_options: [options[0], options[2]] } },
            radio: { value: { type: 'radio_buttons', selected_option: options[2] } },
            boxes: { value: { type: 'checkboxes', selected_options: [options[1]] } },
            day: { value: { type: 'datepicker', selected_date: '2026-12-03' } },
            time: { value: { type: 'timepicker', selected_time: '11:00' } },
            who: { value: { type: 'users_select', selected_user: 'U02BUDI' } },
            empty: { value: { type: 'plain_text_input', value: null } },
          },
        },
      },
    });
  });

  it('is held back by Slack for wrong numbers, links and addresses', async () => {
    await open(
      modal([
        input('n', 'Length', { type: 'number_input', is_decimal_allowed: false, min_value: '15' }),
        input('u', 'Link', { type: 'url_text_input' }),
      ]),
    );
    ada().fill({ Length: '5', Link: 'meet' });
    expect(await ada().submit()).toMatchObject({ errors: { Length: 'Please enter 15 or more.', Link: 'Please enter a valid URL.' } });
    expect(app.received.filter(({ body }) => body.type === 'view_submission')).toEqual([]);
  });

  it('may be answered with another view, which keeps what was typed', async () => {
    await open(modal([note]));
    ada().fill({ Note: 'Kept' });
    app.answer = () => ({ response_action: 'update', view: modal([{ type: 'divider' }, note]) });
    await ada().submit();
    expect(ada().openView()?.values.note?.value).toMatchObject({ value: 'Kept' });
  });

  it('may be answered with a view on top, three at most, or with clearing all', async () => {
    await open(modal([note], { notify_on_close: true }));
    ada().fill({ Note: 'x' });
    app.answer = () => ({ response_action: 'push', view: modal([note], { title: plain('Next') }) });
    await ada().submit();
    ada().fill({ Note: 'y' });
    expect(ada().openView()).toMatchObject({ title: 'Next', previousId: expect.any(String) as string });
    await ada().submit();
    ada().fill({ Note: 'z' });
    expect(await ada().submit()).toMatchObject({ ok: false, error: 'push_limit_reached' });
    app.answer = () => ({ response_action: 'clear' });
    await ada().submit();
    expect(ada().openView()).toBeNull();
  });

  it('may not be answered with errors for a block that is no input', async () => {
    await open(modal([note, { type: 'section', block_id: 'said', text: plain('x') }]));
    ada().fill({ Note: 'x' });
    app.answer = () => ({ response_action: 'errors', errors: { said: 'No.' } });
    await ada().submit();
    expect(place.sandbox.breaches()).toMatchObject([{ rule: 'errors_without_input' }]);
  });

  it('tells the app that a view was closed, where it asked for that', async () => {
    await open(modal([note], { notify_on_close: true }));
    await ada().close();
    expect(app.received.at(-1)?.body).toMatchObject({ type: 'view_closed', is_cleared: false, view: { callback_id: 'form' } });
    await open(modal([note]));
    const before = app.received.length;
    await ada().close();
    expect(app.received.length).toBe(before);
  });

  it('sends block_actions from inside a modal, with the view and no channel', async () => {
    await open(modal([note, { type: 'actions', block_id: 'row', elements: [{ type: 'button', action_id: 'more', text: plain('More') }] }]));
    ada().fill({ Note: 'typed' });
    await ada().press('view', 'More');
    expect(app.received.at(-1)?.body).toMatchObject({
      type: 'block_actions',
      container: { type: 'view' },
      view: { state: { values: { note: { value: { value: 'typed' } } } } },
      actions: [{ action_id: 'more', block_id: 'row' }],
    });
    expect(app.received.at(-1)?.body).not.toHaveProperty('channel');
  });

  it('may be updated by hash only while nobody was newer', async () => {
    await open(modal([note]));
    const { id, hash } = ada().openView()!;
    expect(await place.api('views.update', { view_id: id, hash, view: modal([note]) })).toMatchObject({ ok: true });
    expect(await place.api('views.update', { view_id: id, hash, view: modal([note]) })).toMatchObject({ error: 'hash_conflict' });
    expect(await place.api('views.update', { view_id: 'V0', view: modal([note]) })).toMatchObject({ error: 'not_found' });
  });
});
