import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysOf, fits, formatQuery, parseQuery, type Query, rangeOf, withTerm } from '@/papers/query';
import type { PaperRow } from '@/papers/rows';

const ROW: PaperRow = {
  key: 'k',
  ids: ['arxiv:2401.00001'],
  title: 'Schrödinger bridges, in practice',
  authors: ['Erwin Schrödinger', 'Ana Núñez'],
  published: '2024-05-17',
  venue: 'NeurIPS',
  url: 'https://arxiv.org/abs/2401.00001',
  status: 'reading',
  rating: 4,
  tagIds: ['t1', 't2'],
  note: 'Compare with the baseline of table 3.',
  noteRev: 1,
  savedAt: new Date(2026, 10, 16, 12).getTime(),
  updatedAt: 0,
  metOn: 'arxiv.org',
  rev: 1,
  views: [],
};
const names = (id: string) => ({ t1: 'ml/rl', t2: 'to cite' })[id];
const holds = (text: string) => fits(parseQuery(text), ROW, names);

describe('reading a query', () => {
  it.each<[string, Query]>([
    ['', []],
    [
      '  two words ',
      [
        { field: 'text', values: ['two'] },
        { field: 'text', values: ['words'] },
      ],
    ],
    ['"exact phrase"', [{ field: 'text', values: ['exact phrase'], exact: true }]],
    ['"still open', [{ field: 'text', values: ['still open'], exact: true }]],
    ['-not', [{ field: 'text', values: ['not'], not: true }]],
    ['-', [{ field: 'text', values: ['-'] }]],
    ['tag:', []],
    ['TAG:rl,"to cite"', [{ field: 'tag', values: ['rl', 'to cite'], exact: true }]],
    [
      '-tag:a b',
      [
        { field: 'tag', values: ['a'], not: true },
        { field: 'text', values: ['b'] },
      ],
    ],
    ['year:2024..2026', [{ field: 'year', values: ['2024..2026'] }]],
    ['https://x.org', [{ field: 'text', values: ['https://x.org'] }]],
  ])('%s', (text, query) => {
    expect(parseQuery(text)).toEqual(query);
  });

  it('gives back what was written, whatever it was', () => {
    const word = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'abc :,-é文 ') });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        const query = parseQuery(words.join(' '));
        expect(parseQuery(formatQuery(query))).toEqual(parseQuery(formatQuery(parseQuery(formatQuery(query)))));
        expect(parseQuery(formatQuery(query)).map(({ values }) => values)).toEqual(query.map(({ values }) => values));
      }),
    );
  });

  it('puts a field’s values in place of the old ones', () => {
    const query = parseQuery('words tag:a -tag:b');
    expect(formatQuery(withTerm(query, 'tag', ['c d']))).toBe('words -tag:b tag:"c d"');
    expect(formatQuery(withTerm(query, 'tag', []))).toBe('words -tag:b');
  });
});

describe('a paper', () => {
  it.each([
    'schrodinger',
    'SCHRÖDINGER bridges',
    '"bridges, in practice"',
    'tag:ml',
    'tag:ml/rl',
    'tag:"to cite"',
    'tag:x,"to cite"',
    'status:reading',
    'status:reading,read',
    'year:2024',
    'year:2023..2025',
    'year:2024..',
    'rating:>=4',
    'rating:4..5',
    'author:nunez',
    'note:baseline',
    'venue:neurips',
    'site:arxiv',
    'has:note',
    'has:tags has:rating',
    '-tag:vision',
    '-quantum',
    'to cite',
    '2401.00001',
    'saved:2026-11-16',
    'saved:2026-11',
    'saved:2026..',
    '-has:review',
  ])('is found by %s', (text) => expect(holds(text)).toBe(true));

  it.each([
    'quantum',
    '"in bridges"',
    'tag:rl',
    'tag:m',
    '-tag:ml',
    'status:read',
    'year:2025',
    'year:x',
    'rating:5',
    'author:baseline',
    'site:openreview',
    'has:review',
    'has:nothing',
    '-note:table',
    'saved:2026-11-17',
    'saved:..2025',
  ])('is not found by %s', (text) => expect(holds(text)).toBe(false));
});

describe('ranges', () => {
  it('of numbers', () => {
    expect(rangeOf('..3')).toEqual([0, 3]);
    expect(rangeOf('4..')).toEqual([4, Infinity]);
    expect(rangeOf('<4')).toEqual([0, 3]);
    expect(rangeOf('..')).toBeUndefined();
    expect(rangeOf('a')).toBeUndefined();
  });
  it('of days', () => {
    const [from = 0, to = 0] = daysOf('2026-12') ?? [];
    expect([new Date(from).getMonth(), new Date(to).getFullYear()]).toEqual([11, 2027]);
    expect(daysOf('soon')).toBeUndefined();
  });
});
