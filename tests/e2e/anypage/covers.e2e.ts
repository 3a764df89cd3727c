import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { isSaved, pressMark, waitForMark } from '@/scripts/browser/marks';
import { until } from '@/scripts/browser/running';
import { inKind } from './world';

const entry = (at: number) => `<dt class="ptitle"><br>
  <a href="/content/CVPR2024/html/Example_${at}_CVPR_2024_paper.html">Thing ${at}</a></dt>
  <dd><form class="authsearch" action="/x"><a href="#">Ada Example</a></form></dd><dd>[pdf]</dd>`;
const entries = Array.from({ length: 600 }, (_, at) => entry(at)).join('');
const LONG = {
  url: 'https://openaccess.thecvf.com/CVPR2024?day=all',
  body: `<!doctype html><html lang="en"><style>body { margin: 0 40px; font: 14px/20px sans-serif }</style>
    <header></header><div id="content"><dl>${entries}</dl></div></html>`,
};
const TALL = {
  url: 'https://openaccess.thecvf.com/CVPR2025?day=all',
  body: LONG.body.replace('<header>', '<header style="height: 9000px">'),
};
const FULL = {
  url: 'https://openaccess.thecvf.com/CVPR2023?day=all',
  body: LONG.body
    .replace(
      '<header>',
      '<script>errors = []; addEventListener("error", (e) => errors.push(e.message))</script><header>',
    )
    .replace('<style>', '<style>.ptitle a { display: inline-block; inline-size: calc(100% - 40px) }'),
};
const item = (at: number, authors: string) => `<p class="d-sm-flex"><span class="list-button-row">pdf</span>
  <span class="d-block"><strong><a class="align-middle" href="/2024.acl-long.${at}/">Paper ${at}</a></strong><br>
  <a href="/people/x/">${authors}</a></span></p>
  <div class="card collapse abstract-collapse"><div class="card-body">We give an example.</div></div>`;
const FOLDED = {
  url: 'https://aclanthology.org/volumes/2024.acl-long/',
  body: `<!doctype html><html lang="en"><style>.d-sm-flex { display: flex } .d-block { display: block }
    .collapse { display: none }</style><h2>A volume</h2><p style="height: 200px">About it.</p>
    ${[1, 2, 3].map((at) => item(at, 'Ada Example')).join('')}</html>`,
};

for (const kind of ['chromium', 'firefox'] as const) {
  inKind(kind, 'what lies over cards', { sites: true }, [LONG, TALL, FULL, FOLDED], (world) => {
    /** Where something of ours and something of the page's are, in CSS pixels of the viewport. */
    const boxes = (page: Page, ours: string, theirs: string) =>
      until(`${ours} of a card`, async () => {
        const [our] = await world.browser.inShadow(
          page,
          'dogear-marks',
          (roots, ours) =>
            roots.flatMap((root) => {
              const box = root.querySelector(ours)?.getBoundingClientRect();
              return box?.width ? [{ top: box.top, bottom: box.bottom, left: box.left, right: box.right }] : [];
            }),
          ours,
        );
        const their = await page.$eval(theirs, (element) => {
          const { top, bottom, left, right } = element.getBoundingClientRect();
          return { top, bottom, left, right };
        });
        return our && { our, their };
      });

    test('the fold stands beside the title, not on the blank line above it', async () => {
      const page = await world.browser.open(LONG.url);
      await pressMark(world.browser, page, 'Thing 2', 'Save');
      await waitForMark(world.browser, page, 'Thing 2', 'saved', isSaved);
      const { our, their } = await boxes(page, '.fold', 'dt:nth-of-type(3) > a');
      expect(Math.abs(our.top - their.top)).toBeLessThan(2);
      await page.close();
    });

    test('a part that the page has folded away makes a card no larger', async () => {
      const page = await world.browser.open(FOLDED.url);
      await pressMark(world.browser, page, 'Paper 2', 'Status');
      await pressMark(world.browser, page, 'Paper 2', 'Dismissed');
      const { our, their } = await boxes(page, '.veil', 'p:nth-of-type(3)');
      expect(Object.values(our).map(Math.round)).toEqual(Object.values(their).map(Math.round));
      await page.close();
    });

    test('a strip has the room that its row has left, also behind what is short', async () => {
      const page = await world.browser.open(FOLDED.url);
      await until('a wide strip', async () => {
        const widths = await world.browser.inShadow(page, 'dogear-marks', (roots) =>
          roots.map((root) => root.querySelector('.strip')?.getBoundingClientRect().width ?? 0),
        );
        return widths.length === 3 && widths.every((width) => width > 300);
      });
      await page.close();
    });

    test('where a line is full, the strip goes to the next one, and the page is told of no error', async () => {
      const page = await world.browser.open(FULL.url);
      await until('a strip on its next line', () => page.$('dogear-marks[tight]'));
      const waits = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100)));
      await page.evaluate(waits);
      await pressMark(world.browser, page, 'Thing 1', 'Save');
      await boxes(page, '.fold', 'dt');
      await page.evaluate(waits);
      expect(await page.evaluate(() => Reflect.get(window, 'errors'))).toEqual([]);
      await page.close();
    });

    test('what lies over a card goes along when a picture before its strip comes late', async () => {
      let send = (_: string) => {};
      const rest = new Promise<string>((resolve) => {
        send = resolve;
      });
      const url = `${LONG.url}&late`;
      const late = new URL('/late.svg', url).href;
      const icon = '<img src="/late.svg" alt="" style="height: 12px">';
      world.network.serve({ url, body: `<!doctype html><dl>${entry(0).replace('</a>', `</a>${icon}`)}` });
      world.network.serve({ url: late, type: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" ', rest });
      const first = await world.browser.open(LONG.url);
      await pressMark(world.browser, first, 'Thing 0', 'Status');
      await pressMark(world.browser, first, 'Thing 0', 'Dismissed');
      await boxes(first, '.veil', 'dt');
      await first.close();
      // What has just happened here would soon be said no more, and the card be drawn anew.
      const page = await world.browser.open(url);
      const before = await boxes(page, '.veil', 'dt');
      expect(Math.abs(before.our.left - before.their.left)).toBeLessThan(1);
      send('width="90" height="12"></svg>');
      await until('the picture', () => page.$eval('img', (image) => image.clientWidth > 50));
      await until(
        'the veil to lie where the card is',
        async () => {
          const { our, their } = await boxes(page, '.veil', 'dt');
          return Math.abs(our.left - their.left) < 1;
        },
        3_000,
      );
      await page.close();
    });

    test('cards that come near since the page has hidden others are marked without scrolling', async () => {
      const page = await world.browser.open(TALL.url);
      await until('the first marks', () => page.evaluate(() => document.querySelector('dogear-marks') !== null));
      // While nothing of the list is near, and then what stands above it: few cards are watched by then.
      await page.evaluate(() => {
        for (const [at, term] of document.querySelectorAll('dt').entries()) {
          if (at % 104 === 63) continue;
          const [authors, links] = [term.nextElementSibling, term.nextElementSibling?.nextElementSibling];
          for (const one of [term, authors, links]) (one as HTMLElement).style.display = 'none';
        }
      });
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
      await page.$eval('header', (header) => header.remove());
      await until('all that are left to be marked', () =>
        page.evaluate(() => {
          const left = [...document.querySelectorAll('dt')].filter((term) => term.checkVisibility());
          return left.length === 6 && left.every((term) => term.querySelector('dogear-marks'));
        }),
      );
      await page.close();
    });
  });
}
