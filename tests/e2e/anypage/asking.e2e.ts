import { expect, test } from 'vitest';
import { waitForMarks } from '@/scripts/browser/marks';
import { until } from '@/scripts/browser/running';
import { fixture } from './pages';
import { inChromium, openPopup, press, saysHere } from './world';

const awesome = fixture('anywhere', 'awesome-list');
const openreview = fixture('sites/openreview', 'group');

inChromium('any page, with what every user has allowed', false, [awesome, openreview], (world) => {
  test('papers are found on the page in front when the popup is asked to, and not before', async () => {
    const page = await world.browser.open(awesome.url);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await page.evaluate(() => document.querySelectorAll('dogear-marks').length)).toBe(0);
    const popup = await openPopup(world, page);
    await saysHere(popup, /Find papers on this page/);
    await press(popup, 'Find papers on this page');
    await saysHere(popup, /\d+ papers here.*Always on this site/);
    await waitForMarks(page, awesome.papers.length);
    await page.close();
  });

  test('a known site is offered, and the browser is asked for its hosts and no others', async () => {
    const page = await world.browser.open(openreview.url);
    const popup = await openPopup(world, page);
    await saysHere(popup, /Dogear can mark papers on OpenReview · Switch on/);
    // The browser's own prompt cannot be pressed by a test: what it is asked is written down instead.
    await popup.evaluate(() => {
      const { permissions } = (globalThis as unknown as { chrome: { permissions: { request: unknown } } }).chrome;
      permissions.request = async (asked: unknown) => {
        document.body.dataset.asked = JSON.stringify(asked);
        return false;
      };
    });
    await press(popup, 'Switch on');
    const asked = await until('the question', () => popup.evaluate(() => document.body.dataset.asked));
    expect(JSON.parse(asked)).toEqual({ origins: ['https://openreview.net/*'] });
    await page.close();
  });
});
