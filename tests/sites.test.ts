// @vitest-environment node
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { idOfUrl } from '@/papers/identity';
import { cleanIds, type Paper, type PaperId } from '@/papers/paper';
import { CAPTURES, originOf } from '@/scripts/browser/captures';
import { sites } from '@/sites';
import { granted } from '@/sites/granted';
import { siteAt as siteIn } from '@/sites/matching';
import { cardsOn, type Site } from '@/sites/site';
import { describeShared } from './shared';

const root = resolve(import.meta.dirname, '..');
const fixtures = join(root, 'tests/fixtures/sites');

/** The site of an address, of all that there are. */
const siteAt = (url: string) => siteIn(url, sites)?.[1];

type Expected = { id: string; title: string } & Partial<Omit<Paper, 'title'>>;

/** Captured pages that no site file can read, and why. */
const UNREADABLE: Record<string, string> = {
  'arxiv/abs-1902.02534': 'only the head of the page was saved',
};

function open(html: string, url: string): Document {
  return new JSDOM(html, { url }).window.document;
}

/** Its identifiers as they are read of a card that nobody is near; `undefined` where it is read as a whole then too. */
function idsAlone(site: Site, card: Element): PaperId[] | undefined {
  const ids = site.ids?.(card);
  return ids && cleanIds(ids);
}

function papersOn(document: Document, site: Site): Paper[] {
  const cards = cardsOn(document, site);
  const papers = cards.flatMap((card) => {
    const paper = site.read(card);
    expect(idsAlone(site, card) ?? paper?.ids ?? [], 'its identifiers read alone').toEqual(paper?.ids ?? []);
    return paper ?? [];
  });
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

  it.each(Object.keys(sites))('%s says after what it was made, and of when that is', (name) => {
    const [about = ''] =
      /\/\*\*(?:(?!\*\/)[\s\S])*\*\/(?=\s*export default)/.exec(readFileSync(join(root, `sites/${name}.ts`), 'utf8')) ??
      [];
    expect(about, `the comment of sites/${name}.ts`).toMatch(/\b20[12]\d\b/);
    for (const page of pages(join(fixtures, name))) {
      const [, note = ''] = readFileSync(join(fixtures, name, `${page}.html`), 'utf8').split('\n');
      expect(note, `the second line of ${name}/${page}.html`).toMatch(/^<!-- Made by hand\b.*\b20[12]\d\b.* -->$/);
    }
  });

  it('stands in the README, with what it was checked on', () => {
    const rows = readFileSync(join(root, 'README.md'), 'utf8').matchAll(
      /^\|([^|]+)\| `([\w-]+)\.ts` \|[^|]*\w[^|]*\|$/gm,
    );
    const told = [...rows].map(([, name = '', file = '']) => [file, name.trim()]);
    expect(told.toSorted()).toEqual(
      Object.entries(sites)
        .map(([file, { name }]) => [file, name])
        .toSorted(),
    );
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
    for (const card of cardsOn(document, site)) {
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

it('reviews among the results of OpenReview are no cards that could not be read', () => {
  const html = readFileSync(join(fixtures, 'openreview/search.html'), 'utf8');
  const site = sites.openreview as Site;
  const document = open(html, 'https://openreview.net/search?term=review');
  expect(document.querySelectorAll('.note')).toHaveLength(3);
  expect(cardsOn(document, site).map((card) => site.read(card)?.title)).toEqual(['Reviewing at Length']);
});

describe('addresses', () => {
  it.each([
    ['https://huggingface.co/papers', 'huggingface'],
    ['https://huggingface.co/papers?q=reading', 'huggingface'],
    ['https://huggingface.co/papers/date/2026-09-28', 'huggingface'],
    ['https://huggingface.co/papers/week/2026-W39', 'huggingface'],
    ['https://huggingface.co/papers/month/2026-09', 'huggingface'],
    ['https://huggingface.co/papers/trending#top', 'huggingface'],
    ['https://huggingface.co/papers/2609.31620', 'huggingface'],
    ['https://huggingface.co/papersplease', undefined],
    ['https://huggingface.co/org/papers', undefined],
    ['https://huggingface.co.example.com/papers', undefined],
    ['https://evilhuggingface.co/papers', undefined],
    ['https://huggingface.co@example.com/papers', undefined],
    ['https://example.com/https://huggingface.co/papers', undefined],
    ['https://example.com/?https://huggingface.co/papers', undefined],
    ['ftp://huggingface.co/papers', undefined],
    ['javascript:huggingface.co/papers', undefined],
    ['no address', undefined],
    ['https://arxiv.org/list/cs.CL/new', 'arxiv'],
    ['http://arxiv.org/list/cs.CL/recent?skip=0&show=50', 'arxiv'],
    ['https://www.arxiv.org/list/math/2607', 'arxiv'],
    ['https://export.arxiv.org/list/hep-th/current', 'arxiv'],
    ['https://arxiv.org/catchup/cs.CL/2026-09-28?abs=True', 'arxiv'],
    ['https://arxiv.org/search/?query=reading', 'arxiv'],
    ['https://arxiv.org/search/cs?query=reading', 'arxiv'],
    ['https://arxiv.org/a/warner_s_1', 'arxiv'],
    ['https://arxiv.org/abs/hep-th/9901001v2', 'arxiv'],
    ['https://arxiv.org/pdf/2401.00001', undefined],
    ['https://info.arxiv.org/list/help', undefined],
    ['https://arxiv.org.example.com/list/cs.CL/new', undefined],
    ['https://xn--rxiv-53d.org/list/cs.CL/new', undefined],
    ['https://ar5iv.labs.arxiv.org/html/2401.00001', 'ar5iv'],
    ['https://scholar.google.co.uk/scholar?q=reading', 'google-scholar'],
    ['https://scholar.google.com.example.com/scholar?q=reading', undefined],
    ['https://www.google.com/scholar?q=reading', undefined],
    ['https://openreview.net/forum?id=xQUe1pOKPam', 'openreview'],
    ['https://openreview.net/pdf?id=xQUe1pOKPam', undefined],
    ['https://openreview.net/submissions?venue=Example.cc%2F2025%2FConference', 'openreview'],
    ['https://scholar.google.com/scholar?cites=123&as_sdt=2005', 'google-scholar'],
    ['https://www.semanticscholar.org/author/Ada-Example/1234567', 'semantic-scholar'],
    ['https://www.biorxiv.org/content/early/recent', 'biorxiv'],
    ['https://dblp.uni-trier.de/search?q=examples', 'dblp'],
    ['https://ieeexplore.ieee.org/xpl/conhome/9990000/proceeding', 'ieee'],
    ['https://www.connectedpapers.com/main/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/X/derivative', 'connected-papers'],
    ['https://neurips.cc/virtual/2025/papers.html', 'virtual-conferences'],
    ['https://proceedings.neurips.cc/paper_files/paper/2023', 'neurips'],
    ['https://www.medrxiv.org/search/reading', 'biorxiv'],
  ])('%s belongs to %s', (url, name) => expect(siteAt(url)).toBe(name && sites[name]));

  it.each(Object.entries(sites).flatMap(([name, site]) => site.matches.map((pattern) => [pattern, name] as const)))(
    '%s is of %s alone',
    (pattern, name) => {
      expect(pattern).toMatch(/^(\*|https):\/\/[a-z0-9.-]+\/\S*$/);
      const url = pattern.replace(/^\*/, 'https').replaceAll('*', 'x');
      expect(siteAt(url)).toBe(sites[name]);
    },
  );

  it('only Hugging Face and arXiv are granted from the start', () => {
    expect(Object.keys(granted)).toEqual(['arxiv', 'huggingface']);
    expect(granted).toEqual({ arxiv: sites.arxiv, huggingface: sites.huggingface });
  });
});

/** What a page may do to its cards. */
const MISCHIEF: Record<string, (card: Element) => void> = {
  'no links': (card) => {
    for (const link of card.querySelectorAll('[href]')) link.removeAttribute('href');
  },
  'links that run scripts': (card) => {
    for (const link of card.querySelectorAll('[href]'))
      link.setAttribute('href', 'javascript:alert(1)//arxiv.org/abs/1');
  },
  'broken links': (card) => {
    for (const link of card.querySelectorAll('[href]')) link.setAttribute('href', 'https://[%/abs/%E0%A4%A');
  },
  'endless titles of control, override and markup characters': (card) => {
    for (const text of textsUnder(card)) {
      text.data = `${'x\u202e\u0007\u2066 '.repeat(20_000)}<img src=x onerror=alert(1)>`;
    }
  },
  'no text': (card) => {
    for (const text of textsUnder(card)) text.data = '';
  },
  'nothing inside': (card) => card.replaceChildren(),
  'strange attributes': (card) => {
    for (const part of [card, ...card.querySelectorAll('*')]) {
      for (const name of part.getAttributeNames()) {
        if (/^(?:id|data-|datetime|content)/.test(name)) part.setAttribute(name, '</b>\u202e\n{"paper":[null]}');
      }
    }
  },
};

function textsUnder(card: Element): Text[] {
  const walker = card.ownerDocument.createTreeWalker(card, 4);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  return texts;
}

describe.each(Object.keys(MISCHIEF))('cards with %s', (mischief) => {
  const all = Object.keys(sites).filter((name) => existsSync(join(fixtures, name)));

  it.each(all)('%s skips them or reads them clean', { timeout: 60_000 }, (name) => {
    const site = sites[name] as Site;
    for (const page of pages(join(fixtures, name))) {
      const html = readFileSync(join(fixtures, name, `${page}.html`), 'utf8');
      const document = open(html, /^<!-- (\S+) -->/.exec(html)?.[1] ?? '');
      for (const card of cardsOn(document, site)) {
        MISCHIEF[mischief]?.(card);
        const paper = site.read(card);
        site.place(card);
        site.parts?.(card);
        const alone = idsAlone(site, card);
        if (!paper) continue;
        if (alone) expect(alone).toEqual(paper.ids);
        expect(paper.title.length).toBeLessThanOrEqual(1_000);
        expect(paper.title).not.toBe('');
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not get through
        expect(JSON.stringify(paper)).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]|javascript:/);
        for (const address of [paper.url, ...Object.values(paper.links ?? {})]) expect(address).toMatch(/^https?:\/\//);
        for (const id of paper.ids) expect(id).toMatch(/^[a-z0-9]+:[^\s<>"]+$/);
      }
    }
  });
});

describeShared('captured pages (../shared/captures)', () => {
  const saved = readdirSync(CAPTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && sites[entry.name])
    .flatMap((entry) => pages(join(CAPTURES, entry.name)).map((page) => `${entry.name}/${page}`))
    .filter((page) => !UNREADABLE[page]);

  it.each(saved)('%s', { timeout: 60_000 }, (page) => {
    const url = originOf(join(CAPTURES, page));
    const site = siteAt(url);
    expect(site, url).toBe(sites[page.split('/')[0] ?? '']);
    if (!site) return;
    const papers = papersOn(open(readFileSync(join(CAPTURES, `${page}.html`), 'utf8'), url), site);
    const file = join(CAPTURES, `${page}.expected.json`);
    if (existsSync(file)) expectPapers(papers, JSON.parse(readFileSync(file, 'utf8')));
    // Pages of one paper were saved without an expectation.
    else expect(papers.map((paper) => paper.ids[0])).toEqual([idOfUrl(url)]);
    if (papers.length > 1) expect(papers.length).toBeGreaterThanOrEqual(site.least ?? 0);
  });
});
