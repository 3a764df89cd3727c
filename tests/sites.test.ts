// @vitest-environment node
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { idOfUrl } from '@/papers/identity';
import type { Paper } from '@/papers/paper';
import { siteAt, sites } from '@/sites';
import type { Site } from '@/sites/site';

const root = resolve(import.meta.dirname, '..');
const fixtures = join(root, 'tests/fixtures/sites');
const captures = resolve(root, '../shared/captures');

type Expected = { id: string; title: string } & Partial<Omit<Paper, 'title'>>;

/** Captured pages that no site file can read, and why. */
const UNREADABLE: Record<string, string> = {
  'arxiv/abs-1902.02534': 'only the head of the page was saved',
};

function open(html: string, url: string): Document {
  return new JSDOM(html, { url }).window.document;
}

function papersOn(document: Document, site: Site): Paper[] {
  const cards = [...document.querySelectorAll(site.cards)];
  const papers = cards.flatMap((card) => site.read(card) ?? []);
  const first = new Set<string>();
  return papers.filter(({ ids: [id = ''] }) => !first.has(id) && first.add(id));
}

function expectPapers(papers: Paper[], expected: Expected[]) {
  const fields = new Set(expected.flatMap((paper) => Object.keys(paper)));
  const compared = papers.map((paper, index) => {
    const asked = Object.keys(expected[index] ?? {}) as (keyof Paper)[];
    const rest = Object.fromEntries(asked.filter((field) => fields.has(field)).map((field) => [field, paper[field]]));
    return { ...rest, id: paper.ids[0], title: paper.title };
  });
  expect(compared).toEqual(expected);
}

const pages = (folder: string) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.html'))
    .map((file) => file.slice(0, -5));

describe('every site', () => {
  it.each(Object.keys(sites))('%s has a fixture', (name) => {
    expect(existsSync(join(fixtures, name)) && pages(join(fixtures, name)).length).toBeGreaterThan(0);
  });

  it('has fixtures of sites only', () => {
    expect(readdirSync(fixtures).filter((name) => !sites[name])).toEqual([]);
  });
});

describe.each(readdirSync(fixtures).filter((name) => sites[name]))('%s', (name) => {
  const site = sites[name] as Site;

  it.each(pages(join(fixtures, name)))('reads %s', (page) => {
    const html = readFileSync(join(fixtures, name, `${page}.html`), 'utf8');
    const url = /^<!-- (https?:\S+) -->/.exec(html)?.[1] ?? '';
    expect(siteAt(url), url).toBe(site);
    const document = open(html, url);
    const expected = JSON.parse(readFileSync(join(fixtures, name, `${page}.expected.json`), 'utf8'));
    expectPapers(papersOn(document, site), expected);
    for (const card of document.querySelectorAll(site.cards)) {
      if (!site.read(card)) continue;
      const place = site.place(card);
      expect(place, 'a place for the strip').toBeDefined();
      const parts = site.parts?.(card) ?? [card];
      expect(
        parts.some((part) => place && part.contains(place.element)),
        'the strip stands in its card',
      ).toBe(true);
    }
  });
});

describe.skipIf(!existsSync(captures) && !process.env.CI)('captured pages (../shared/captures)', () => {
  it('are there', () => expect(existsSync(captures)).toBe(true));
  if (!existsSync(captures)) return;
  const saved = readdirSync(captures, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && sites[entry.name])
    .flatMap((entry) => pages(join(captures, entry.name)).map((page) => `${entry.name}/${page}`))
    .filter((page) => !UNREADABLE[page]);

  it.each(saved)('%s', { timeout: 60_000 }, (page) => {
    const url = /^original URL: (\S+)/m.exec(readFileSync(join(captures, `${page}.source.txt`), 'utf8'))?.[1] ?? '';
    const site = siteAt(url);
    expect(site, url).toBe(sites[page.split('/')[0] ?? '']);
    if (!site) return;
    const papers = papersOn(open(readFileSync(join(captures, `${page}.html`), 'utf8'), url), site);
    const file = join(captures, `${page}.expected.json`);
    if (existsSync(file)) expectPapers(papers, JSON.parse(readFileSync(file, 'utf8')));
    // Pages of one paper were saved without an expectation.
    else expect(papers.map((paper) => paper.ids[0])).toEqual([idOfUrl(url)]);
    if (papers.length > 1) expect(papers.length).toBeGreaterThanOrEqual(site.least ?? 0);
  });
});
