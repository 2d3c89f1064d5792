import type { Browser, Page } from 'playwright-core';
import { commonMark } from './common-mark.ts';
import { RENDERER } from './teams-cards.ts';

/** A page that draws cards with the reference renderer, Markdown switched on as in Teams, in a zone of its reader. */
export async function openTeamsPage(browser: Browser, timezoneId = 'Asia/Kolkata', size = { width: 480, height: 800 }): Promise<Page> {
  const page = await browser.newPage({ viewport: size, locale: 'en-GB', timezoneId });
  await page.setContent('<!doctype html><meta charset="utf-8"><body></body>');
  await page.addScriptTag({ path: RENDERER });
  await page.addScriptTag({
    content: `${commonMark.toString()}
      AdaptiveCards.GlobalSettings.useMarkdownInRadioButtonAndCheckbox = false;
      AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
        result.outputHtml = commonMark(text);
        result.didProcess = true;
      };
      window.draw = (json, host) => {
        const card = new AdaptiveCards.AdaptiveCard();
        card.hostConfig = new AdaptiveCards.HostConfig(host);
        card.parse(json, new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5));
        document.body.replaceChildren(card.render());
        return document.body.innerText;
      };`,
  });
  return page;
}

/** Draws the card and gives the text that is to be seen. */
export const drawOn = (page: Page, card: object, host: object = {}): Promise<string> =>
  page.evaluate(
    ([json, config]) => (globalThis as unknown as { draw(json: unknown, host: unknown): string }).draw(json, config),
    [card, host],
  );
