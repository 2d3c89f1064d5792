import { readFields } from './pressing.js';
import { act } from './talk.js';

const modal = document.getElementById('modal');
const breaches = document.getElementById('breaches');
const sidebar = document.getElementById('sidebar');
const menuButton = document.getElementById('menu-button');
const veil = document.getElementById('veil');
let showing = '';
let errorsAt = '';

/** Modals, the drawer of broken limits, and the sidebar on narrow screens. */
export function startWindows() {
  modal.addEventListener('cancel', (event) => {
    event.preventDefault();
    void closeView(false);
  });
  modal.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  document.addEventListener('click', ({ target }) => {
    if (target.closest('[data-close-view]')) void closeView(target.closest('[data-close-view]').dataset.closeView === 'all');
    if (target.closest('[data-open-breaches]')) breaches.showModal();
    if (target.closest('[data-close-breaches]') || target === breaches) breaches.close();
    if (target.closest('[data-clear-breaches]')) void act({ act: 'clearBreaches' });
    for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(target)) menu.removeAttribute('open');
  });
  document.addEventListener('keydown', escapeMenus);
  menuButton.addEventListener('click', () => toggleMenu(menuButton.getAttribute('aria-expanded') !== 'true'));
  veil.addEventListener('click', () => toggleMenu(false));
}

function escapeMenus(event) {
  if (event.key !== 'Escape' || document.querySelector('dialog[open]')) return;
  const menu = event.target.closest?.('details.menu[open]');
  if (menu) {
    menu.removeAttribute('open');
    menu.querySelector('summary').focus();
  } else if (menuButton.getAttribute('aria-expanded') === 'true') toggleMenu(false);
}

function toggleMenu(open) {
  menuButton.setAttribute('aria-expanded', String(open));
  sidebar.classList.toggle('is-open', open);
  veil.hidden = !open;
  if (open) sidebar.querySelector('summary, a')?.focus();
  else menuButton.focus();
}

const form = () => modal.querySelector('form');

async function submit() {
  const place = form();
  const button = document.getElementById('modal-submit');
  if (!place || button?.getAttribute('aria-busy') === 'true') return;
  await act({ act: 'submit', view: place.dataset.view, fields: readFields(place) }, button);
}

function closeView(all) {
  return form() ? act({ act: 'close', view: form().dataset.view, all }) : null;
}

/** Opens, closes or moves the focus in the modal after its markup has changed. */
export function showDialogs() {
  const view = form()?.dataset.view ?? '';
  if (!view && modal.open) modal.close();
  if (view && !modal.open) modal.showModal();
  if (view && view !== showing)
    (modal.querySelector('.block-input :is(input, select, textarea)') ?? modal.querySelector('.modal-body')).focus();
  showing = view;
  focusError(view);
}

function focusError(view) {
  const first = modal.querySelector('.has-error');
  const mark = first ? `${view} ${form().dataset.rev}` : '';
  const isNew = first && mark !== errorsAt;
  errorsAt = mark;
  if (!isNew) return;
  (first.querySelector('input, select, textarea') ?? first).focus({ preventScroll: true });
  // With what is wrong, which stands below the control.
  first.scrollIntoView({ block: 'nearest' });
}

/** Asks before something is sent, as the app wished; true when the person says yes. */
export function askFirst({ title, text, yes, no, style }, back) {
  const dialog = document.getElementById('confirm');
  const make = (tag, words, more = {}) => Object.assign(document.createElement(tag), { textContent: words, ...more });
  const answer = (words, value, look) => make('button', words, { type: 'submit', value, className: `button ${look}` });
  const buttons = document.createElement('form');
  buttons.method = 'dialog';
  buttons.className = 'modal-foot';
  buttons.append(answer(no, 'no', ''), answer(yes, 'yes', style || 'primary'));
  dialog.replaceChildren(make('h2', title, { id: 'confirm-title' }), make('p', text, { id: 'confirm-text' }), buttons);
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => (back.focus(), resolve(dialog.returnValue === 'yes')), { once: true });
  });
}
