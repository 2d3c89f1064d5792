const shown = new Map();

/** Puts new markup into the page where it differs, keeping focus, open menus and what is typed. */
export function swapParts(parts) {
  for (const [name, markup] of Object.entries(parts)) {
    const place = document.querySelector(`[data-part="${name}"]`);
    if (!place || shown.get(name) === markup) continue;
    shown.set(name, markup);
    keepUse(place, () => {
      if (name === 'log') swapKeyed(place, markup);
      else replaceInside(place, markup);
    });
  }
}

function replaceInside(place, markup) {
  const toasts = place.querySelector('#toasts');
  if (toasts) document.body.append(toasts);
  place.innerHTML = markup;
}

function parse(markup) {
  const template = document.createElement('template');
  template.innerHTML = markup;
  return template.content;
}

const drawn = new WeakMap();
for (const child of document.querySelector('[data-part="log"]').children) drawn.set(child, child.outerHTML);

function swapKeyed(place, markup) {
  const old = new Map([...place.children].map((child) => [child.dataset.key, child]));
  const next = [...parse(markup).children].map((child) => {
    const before = old.get(child.dataset.key);
    const text = child.outerHTML;
    if (before && child.dataset.key && drawn.get(before) === text) return before;
    drawn.set(child, text);
    return child;
  });
  for (const child of old.values()) if (!next.includes(child)) child.remove();
  next.forEach((child, index) => {
    if (place.children[index] !== child) place.insertBefore(child, place.children[index] ?? null);
  });
  while (place.children.length > next.length) place.lastElementChild.remove();
}

function keepUse(place, change) {
  const focused = place.contains(document.activeElement) ? document.activeElement.id : '';
  const scrolled = [...place.querySelectorAll('.modal-body')].map(({ scrollTop }) => scrollTop);
  const open = [...place.querySelectorAll('details[open][id]')].map(({ id }) => id);
  const view = place.querySelector('[data-view]')?.dataset.view;
  const typed = readTyped(place);
  change();
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  if (place.querySelector('[data-view]')?.dataset.view === view) {
    [...place.querySelectorAll('.modal-body')].forEach((body, index) => (body.scrollTop = scrolled[index] ?? 0));
  }
  for (const [id, value] of typed) restore(id, value);
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** What the person has changed in fields since they were drawn. */
function readTyped(place) {
  const fields = [...place.querySelectorAll('input[id], textarea[id], select[id]')];
  return fields.filter((field) => field.dataset.touched).map((field) => [field.id, isTick(field) ? field.checked : field.value]);
}

function restore(id, value) {
  const field = document.getElementById(id);
  if (!field) return;
  field.dataset.touched = 'yes';
  if (isTick(field)) field.checked = value;
  else field.value = value;
}

function isTick(field) {
  return field.type === 'checkbox' || field.type === 'radio';
}

document.addEventListener('input', ({ target }) => {
  target.dataset.touched = 'yes';
});

const log = () => document.querySelector('.is-channel [data-part="log"]');

export function scrollToEnd() {
  const place = log();
  if (!place) return;
  place.scrollTop = place.scrollHeight;
  const first = place.querySelector('[data-key="new"]');
  if (first && first.getBoundingClientRect().top < place.getBoundingClientRect().top) first.scrollIntoView({ block: 'start' });
}

let isSending = false;

/** What the person sends now is to be seen, wherever they have scrolled. */
export function followNext() {
  isSending = true;
}

/** Follows new messages while the person is at the end, has just sent something, or is answered in private. */
export function keepAtEnd(change) {
  const place = log();
  const before = place?.lastElementChild;
  const wasAtEnd = place && place.scrollHeight - place.scrollTop - place.clientHeight < 120;
  change();
  const last = place?.lastElementChild;
  const isNew = last && last !== before && last.dataset.key !== before?.dataset.key;
  if (!wasAtEnd && !(isNew && (isSending || last.classList.contains('only-you')))) return;
  place.scrollTop = place.scrollHeight;
  if (!isNew) return;
  isSending = false;
  // A message taller than the window is read from its top.
  if (last.offsetHeight > place.clientHeight) last.scrollIntoView({ block: 'start' });
}
