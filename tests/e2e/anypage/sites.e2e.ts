import { describe, expect, test } from 'vitest';
import { measureDetection } from '@/scripts/bench/detection';
import { until } from '@/scripts/browser/running';
import { openBar } from '../bar';
import { stored } from '../stored';
import { capture, HAVE_CAPTURES } from './pages';
import { inChromium, pressBar } from './world';

const PAGES = [
  'acl-anthology/gwf-volume-G15-1-2022-11',
  'acm/opentoc-icfp25',
  'biorxiv/search-2020-02-fragment',
  'cvf/cvpr2020-all-saved-2020-07',
  'dblp/toc-AT2012-2023',
  'europepmc/europepmc-live-01',
  'google-scholar/search-attention-2026-03',
  'openreview/iclr2018-conference-saved',
  'pmlr/volume-v28-icml2013-jmlr-wcp',
  'pubmed/pubmed-live-01',
  'semantic-scholar/semanticscholar-live-01',
];

describe.skipIf(!HAVE_CAPTURES)('sites that were switched on (needs ../shared/captures)', () => {
  for (const page of HAVE_CAPTURES ? PAGES.map(capture) : []) {
    inChromium(page.name, true, [page], (world) => {
      test('every paper is found at the real address, and saved with its id and title', async () => {
        if (page.papers.length > 200) {
          const cost = await measureDetection(world.browser, page.url, page.papers.length);
          console.info(`${page.name}: ${JSON.stringify(cost)}`);
        }
        const tab = await world.browser.open(page.url);
        await openBar(world.browser, tab);
        await pressBar(world, tab, 'Select all shown');
        await pressBar(world, tab, 'Save');
        const papers = await until(
          'all papers to be stored',
          async () => {
            const all = await stored(world.browser);
            return all.length >= page.papers.length && all;
          },
          20_000,
        );
        const told = papers.map(({ ids, title }) => ({ ids, title }));
        expect(told).toHaveLength(page.papers.length);
        for (const { id, title } of page.papers) {
          expect(told.filter((one) => one.ids.includes(id as never)).map((one) => one.title)).toEqual([title]);
        }
        await tab.close();
      });
    });
  }
});
