// @vitest-environment node
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import type { Paper } from '@/papers/paper';
import { anywhere } from '@/sites/anywhere';
import { cardsOn } from '@/sites/site';

const root = resolve(import.meta.dirname, '..');
const fixtures = join(root, 'tests/fixtures/anywhere');
const captures = resolve(root, '../shared/captures');

interface Expected {
  id: string;
  title: string;
}

function find(html: string, url: string): Paper[] {
  const { document } = new JSDOM(html, { url }).window;
  const site = anywhere();
  return cardsOn(document, site).flatMap((card) => {
    const place = site.place(card);
    const home = site.parts?.(card).some((part) => place && (part.contains(place.element) || part === place.element));
    expect(home, 'the strip stands at its card').toBe(true);
    return site.read(card) ?? [];
  });
}

const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\d]/gu, '');

/** How many of the papers found are right, identifier and title, and how many of the expected ones were found. */
function measure(page: string, papers: Paper[], expected: Expected[]) {
  const fits = (paper: Paper, { id, title }: Expected) =>
    paper.ids.some((one) => one === id) && letters(paper.title) === letters(title);
  const first = new Set<string>();
  const distinct = papers.filter(({ ids }) => !ids.some((id) => first.has(id)) && ids.map((id) => first.add(id)));
  const wrong = distinct.filter((paper) => !expected.some((one) => fits(paper, one)));
  const missed = expected.filter((one) => !distinct.some((paper) => fits(paper, one)));
  const precision = (distinct.length - wrong.length) / Math.max(1, distinct.length);
  const recall = (expected.length - missed.length) / expected.length;
  console.info(`${page}: ${expected.length} papers, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
  return { precision, recall, wrong: wrong.map(({ ids, title }) => `${ids[0]} ${title}`), missed };
}

function expectGood(measured: ReturnType<typeof measure>) {
  expect(measured.precision, measured.wrong.join('\n')).toBeGreaterThanOrEqual(0.95);
  expect(measured.recall, JSON.stringify(measured.missed)).toBeGreaterThanOrEqual(0.95);
}

const pages = (folder: string) =>
  readdirSync(folder).flatMap((file) => (file.endsWith('.html') ? [file.slice(0, -5)] : []));

describe('papers on any page', () => {
  it.each(pages(fixtures))('%s', (page) => {
    const html = readFileSync(join(fixtures, `${page}.html`), 'utf8');
    const papers = find(html, /^<!-- (\S+) -->/.exec(html)?.[1] ?? '');
    expectGood(measure(page, papers, JSON.parse(readFileSync(join(fixtures, `${page}.expected.json`), 'utf8'))));
  });
});

describe.skipIf(!existsSync(captures))('papers on captured pages (../shared/captures)', () => {
  const open = (page: string) => {
    const source = readFileSync(join(captures, `${page}.source.txt`), 'utf8');
    const url = /^original URL: (\S+)/m.exec(source)?.[1] ?? 'https://example.com/';
    return find(readFileSync(join(captures, `${page}.html`), 'utf8'), url);
  };

  it.each([
    'conference-lists/colm-2025-accepted',
    'acl-anthology/gwf-volume-G15-1-2022-11',
    'acm/opentoc-icfp25',
    'arxiv/list-cs.CL-recent-2026-07-28',
    'arxiv/search-fragment-2023',
    'huggingface/search-rebuilt-2026-01',
    'pmlr/volume-v28-icml2013-jmlr-wcp',
    'pubmed/pubmed-live-01',
  ])('%s', { timeout: 60_000 }, (page) => {
    const expected = JSON.parse(readFileSync(join(captures, `${page}.expected.json`), 'utf8'));
    expectGood(measure(page, open(page), expected));
  });

  it('hackernews/front-page-2026-08-03: one of 28', () => {
    const title = 'Characterizing Warp Divergence from Pascal to Blackwell';
    expectGood(measure('hackernews', open('hackernews/front-page-2026-08-03'), [{ id: 'arxiv:2607.23402', title }]));
  });
});
