import type { Express } from 'express';
import { html } from 'hono/html';
import type { BodyFacts } from '../bot/context.ts';

/**
 * GET /privacy and GET /terms: the pages that the platforms want an app to name. What they say is how the
 * program works; a body may name pages of its own in the manifests instead.
 */
export function serveAbout(web: Express, body: BodyFacts): void {
  const pages = { '/privacy': privacy(body), '/terms': terms(body) };
  for (const [path, page] of Object.entries(pages))
    web.get(path, async (_request, response) => {
      response
        .set('cache-control', 'public, max-age=3600')
        .type('html')
        .send((await page).toString());
    });
}

type Page = ReturnType<typeof html>;

/** A page of words. */
export const shell = (title: string, content: Page): Page =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`;

const privacy = ({ name, settings }: BodyFacts): Page =>
  shell(
    'What Convenor keeps about you',
    html`
      <p>Convenor keeps the record of the working groups of ${name}, so that it can be shown later that the rules were kept.</p>
      <h2>What is kept</h2>
      <ul>
        <li>From the directory of ${name}: your name, e-mail address, organisation, and offices.</li>
        <li>From your chat service: your user id, name, e-mail address, time zone and language.</li>
        <li>
          What you do here: groups you join, answers to meetings, check-ins, statements you accepted, and what you send in, each with its
          time.
        </li>
        <li>Which messages were sent to you, and when.</li>
      </ul>
      <p>Convenor does not read your conversations. It sees what you type to it, and the buttons and forms of its own that you use.</p>
      <h2>Who sees it</h2>
      <p>
        You see your own record. Members of a group see who takes part and who answered. The Secretariat sees all. Nothing is sold or given
        to anyone else.
      </p>
      <h2>Your rights</h2>
      <p>To see, correct or erase what is kept, ask ${settings.contact}. What must be kept as evidence is kept without your name.</p>
    `,
  );

const terms = ({ name, settings }: BodyFacts): Page =>
  shell(
    'Terms of use',
    html`
      <p>Convenor is for people who take part in the working groups of ${name}.</p>
      <ul>
        <li>Working groups advise. They take no decisions.</li>
        <li>The anti-trust statement of ${name} covers everything a group does, chats included. It is a condition of taking part.</li>
        <li>Join and answer for yourself and your own organisation only.</li>
      </ul>
      <p>Questions go to ${settings.contact}.</p>
    `,
  );
