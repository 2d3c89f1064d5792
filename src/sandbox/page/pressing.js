import { act, page } from './talk.js';
import { askFirst } from './windows.js';

/** Everything that can be pressed or chosen in messages, modals and the home. */
export function startPressing() {
  document.addEventListener('click', (event) => {
    const target = event.target.closest('[data-press], [data-clock], [data-channel-act], [data-drop], [data-shortcut]');
    if (target) void click(target, event);
  });
  document.addEventListener('change', ({ target }) => {
    const field = target.closest('[data-dispatch]');
    if (field) void choose(field);
  });
  document.addEventListener('keydown', (event) => {
    const field = event.target.closest?.('input[data-dispatch]');
    if (field && event.key === 'Enter') event.preventDefault();
    if (field && event.key === 'Enter') field.blur();
  });
}

async function click(target, event) {
  const { clock, channelAct, drop, shortcut } = target.dataset;
  target.closest('details.menu')?.removeAttribute('open');
  if (clock !== undefined) return act({ act: 'clock', by: Number(clock) || clock }, target);
  if (channelAct !== undefined) return act({ act: 'channel', channel: target.dataset.channel, what: channelAct }, target);
  if (drop !== undefined) return act({ act: 'drop', channel: page.channel, ts: drop }, target);
  const ts = target.closest('[data-message]')?.dataset.message;
  if (shortcut !== undefined) return act({ act: 'shortcut', channel: page.channel, ts, callback: shortcut }, target);
  if (target.getAttribute('aria-busy') === 'true') return event.preventDefault();
  return press(target, event);
}

async function press(target, event) {
  const { block, action, value, confirm } = target.dataset;
  if (confirm) {
    event.preventDefault();
    if (!(await askFirst(JSON.parse(confirm), target))) return;
    if (target.href) window.open(target.href, '_blank', 'noopener');
  }
  await send(target, { block, action, ...(value !== undefined && { value }) });
}

async function choose(field) {
  const marked = field.closest('[data-sends]');
  if (marked?.dataset.confirm && !(await askFirst(JSON.parse(marked.dataset.confirm), field))) return;
  const { block, action } = field.dataset;
  await send(field, { block, action, value: readValue(field) });
}

function send(target, what) {
  const place = target.closest('[data-message], [data-view], [data-view-place]');
  const { message, view, viewPlace } = place.dataset;
  const surface = message ? { channel: page.channel, ts: message } : { view: view ?? viewPlace };
  return act({ act: 'press', surface, ...what, fields: readFields(place) }, target);
}

/** What is entered in all fields of a message, modal or home. */
export function readFields(place) {
  return [...place.querySelectorAll('[data-field]')].map((field) => ({
    block: field.dataset.block,
    action: field.dataset.action,
    value: readValue(field),
  }));
}

function readValue(field) {
  if ('value' in field) return field.value === '' ? null : field.value;
  const ticked = [...field.querySelectorAll('input:checked')].map(({ value }) => value);
  return field.getAttribute('role') === 'radiogroup' ? (ticked[0] ?? null) : ticked;
}
