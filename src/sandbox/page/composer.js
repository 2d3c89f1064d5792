import { followNext } from './swap.js';
import { act, page } from './talk.js';

const place = document.querySelector('[data-part="composer"]');
let chosen = -1;

const line = () => place.querySelector('#line');
const list = () => place.querySelector('#suggestions');
const offers = () => [...list().children];

/** The line one writes in: Enter sends, a slash offers commands, arrows choose. */
export function startComposer() {
  place.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  place.addEventListener('input', suggest);
  place.addEventListener('keydown', onKey);
  place.addEventListener('focusout', () => setTimeout(hideUnlessBack, 150));
  place.addEventListener('mousedown', (event) => {
    const offer = event.target.closest('[role="option"]');
    if (!offer) return;
    event.preventDefault();
    take(offer);
  });
  line()?.focus({ preventScroll: true });
}

function onKey(event) {
  if (event.target !== line()) return;
  if (!list().hidden && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
    event.preventDefault();
    return move(event.key === 'ArrowDown' ? 1 : -1);
  }
  if (event.key === 'Escape' && !list().hidden) return hide();
  if (!list().hidden && (event.key === 'Tab' || event.key === 'Enter') && !event.shiftKey && chosen >= 0) {
    event.preventDefault();
    return take(offers()[chosen]);
  }
}

async function send() {
  const text = line().value;
  if (text.trim() === '') return;
  hide();
  line().value = '';
  followNext();
  const done = await act({ act: 'compose', channel: page.channel, line: text }, place.querySelector('.send'));
  if (!done.ok && line() && line().value === '') line().value = text;
}

function suggest() {
  const typed = line().value.toLowerCase();
  const found = typed.startsWith('/') ? page.hints.filter((hint) => hint.line.startsWith(typed) && hint.line !== typed) : [];
  if (found.length === 0) return hide();
  list().replaceChildren(...found.slice(0, 30).map(draw));
  list().hidden = false;
  line().setAttribute('aria-expanded', 'true');
  chosen = -1;
}

function draw({ line: words, shown, about }, index) {
  const item = document.createElement('li');
  item.id = `suggestion-${index}`;
  item.role = 'option';
  item.dataset.line = words;
  const [code, small] = [document.createElement('code'), document.createElement('span')];
  code.textContent = shown;
  small.textContent = about;
  item.append(code, small);
  return item;
}

function move(by) {
  const all = offers();
  chosen = (chosen + by + all.length) % all.length;
  all.forEach((offer, index) => offer.setAttribute('aria-selected', String(index === chosen)));
  line().setAttribute('aria-activedescendant', all[chosen].id);
  all[chosen].scrollIntoView({ block: 'nearest' });
}

// A redraw takes the focus away for a moment; the offers stay for whoever goes on typing.
function hideUnlessBack() {
  if (document.activeElement !== line()) hide();
}

function take(offer) {
  line().value = `${offer.dataset.line} `;
  hide();
  line().focus();
}

function hide() {
  if (!list()) return;
  list().hidden = true;
  chosen = -1;
  line()?.setAttribute('aria-expanded', 'false');
  line()?.removeAttribute('aria-activedescendant');
}
