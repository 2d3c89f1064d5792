export const page = JSON.parse(document.body.dataset.page);

/** Asks the server to do something as the person shown; `busy` is marked while it waits. */
export async function act(what, busy = null) {
  busy?.setAttribute('aria-busy', 'true');
  try {
    const response = await fetch(`${page.base}/act`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: page.as, ...what }),
    });
    const done = await response.json();
    if (!done.ok && done.error !== 'invalid_fields') toast(done.message);
    return done;
  } catch {
    toast('The sandbox cannot be reached. Is it still running?');
    return { ok: false };
  } finally {
    busy?.removeAttribute('aria-busy');
  }
}

/** The changing pieces of the page as the server draws them now; null when it cannot be reached. */
export async function refresh() {
  const query = new URLSearchParams({ as: page.as, in: page.place, since: page.since });
  try {
    const response = await fetch(`${page.base}/parts?${query}`);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** Calls `look` whenever the server says that something changed, one call at a time. */
export function onLook(look) {
  let running = false;
  let again = false;
  const run = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      await look();
    } while (again);
    running = false;
  };
  const source = new EventSource(`${page.base}/live?${new URLSearchParams({ as: page.as, in: page.place })}`);
  source.addEventListener('message', () => void run());
  // After a lost connection something may have been missed.
  source.addEventListener('open', () => void run());
}

export function toast(words) {
  const line = document.createElement('p');
  line.className = 'toast';
  line.textContent = words;
  const toasts = document.getElementById('toasts');
  // Outside an open dialog nothing can be seen above it or be read out.
  const dialog = [...document.querySelectorAll('dialog[open]')].at(-1);
  if (toasts.parentElement !== (dialog ?? document.body)) (dialog ?? document.body).append(toasts);
  toasts.append(line);
  setTimeout(() => line.remove(), 7000);
}
