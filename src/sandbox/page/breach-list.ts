import { html } from 'hono/html';
import type { Breach } from '../desk/types.ts';
import { formatForPage } from './draw/dates.ts';
import type { Html } from './draw/viewer.ts';
import type { Place } from './place.ts';

const MEANINGS: Record<string, string> = {
  operation_timeout: 'The app did not acknowledge in 3 seconds',
  dispatch_failed: 'The app did not take the request',
  expired_trigger_id: 'The trigger was older than 3 seconds',
  exchanged_trigger_id: 'The trigger was used before',
  invalid_trigger_id: 'There is no such trigger',
  invalid_blocks: 'Blocks beyond Slack’s limits',
  invalid_arguments: 'Arguments or a view beyond Slack’s limits',
  missing_text: 'A message without top-level text',
  unescaped_text: 'Typed text became an active mark',
  unknown_method: 'A method the sandbox does not have',
  msg_too_long: 'The message is too long',
  no_text: 'A message with nothing in it',
  used_url: 'A response_url was used more than 5 times',
  expired_url: 'A response_url was older than 30 minutes',
  push_limit_reached: 'More than 3 modals on top of each other',
  errors_without_input: 'Errors for blocks that are no inputs',
  not_authed: 'A call without a token',
  invalid_auth: 'A call with a wrong token',
  ratelimited: 'More than one message a second in a channel',
};

/** The button that tells how many rules were broken. */
export function drawBreachButton({ world }: Place): Html {
  const count = world.breaches.length;
  const words = count === 0 ? 'No broken limits' : count === 1 ? '1 broken limit' : `${String(count)} broken limits`;
  return html`<button type="button" id="breach-button" class="button quiet breach-button ${count > 0 ? 'bad' : ''}" data-open-breaches>
    <span class="dot" aria-hidden="true"></span><span class="breach-words">${words}</span>
  </button>`;
}

/** What was broken, the newest first. */
export function drawBreaches(place: Place): Html {
  const { breaches } = place.world;
  return html`<header class="modal-head">
      <h2 id="breaches-title">Broken limits</h2>
      <button type="button" class="button quiet" id="breaches-x" data-close-breaches aria-label="Close">✕</button>
    </header>
    <div class="modal-body" tabindex="0" role="region" aria-labelledby="breaches-title">
      <p class="hint">What real Slack would have refused, cut or complained about. There should be nothing here.</p>
      ${
        breaches.length === 0
          ? html`<p class="good">Nothing was broken.</p>`
          : html`<ol class="breaches">
              ${[...breaches].reverse().map((one) => drawBreach(place, one))}
            </ol>`
      }
    </div>
    <footer class="modal-foot">
      ${breaches.length > 0 ? html`<button type="button" class="button" id="breaches-clear" data-clear-breaches>Clear the list</button>` : ''}
    </footer>`;
}

function drawBreach(place: Place, { at, where, rule, detail }: Breach): Html {
  const time = formatForPage(place, new Date(at), { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return html`<li>
    <p><strong>${MEANINGS[rule] ?? rule}</strong></p>
    <p class="note"><code>${rule}</code> in <code>${where}</code> at ${time}</p>
    ${
      detail.length > 0
        ? html`<ul>
            ${detail.map((line) => html`<li>${line}</li>`)}
          </ul>`
        : ''
    }
  </li>`;
}
