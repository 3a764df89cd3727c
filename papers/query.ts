import { fold, foldTag, STATUSES, type Status } from './paper';
import type { PaperRow } from './rows';

/** What a term can ask about; `text` is everything that is written: title, authors, tags, note. */
export const FIELDS = [
  'tag',
  'author',
  'title',
  'note',
  'venue',
  'status',
  'site',
  'year',
  'rating',
  'has',
  'saved',
] as const;
export type Field = (typeof FIELDS)[number] | 'text';

/** What `has:` can ask for. */
export const HAS = ['note', 'tags', 'rating', 'review', 'links'] as const;

/** One condition of a query; a paper fits the query when it fits every term. */
export interface Term {
  field: Field;
  /** One of them is enough: `tag:a,b`. */
  values: string[];
  /** `-tag:a`: none of them. */
  not?: boolean;
  /** `"as written"`: the words in this order. */
  exact?: boolean;
}

export type Query = Term[];

const NAMED = new RegExp(`^(${FIELDS.join('|')}):`, 'i');

/**
 * Reads a query: words, `"exact phrases"`, `field:value`, `field:one,other`, `-` before any of them. What is still being
 * typed (`tag:`, an open quote) never makes it wrong.
 */
export function parseQuery(text: string): Query {
  const query: Query = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const not = /^-\S/.test(rest);
    if (not) rest = rest.slice(1);
    const named = NAMED.exec(rest)?.[1];
    if (named) rest = rest.slice(named.length + 1);
    const values: string[] = [];
    let exact = false;
    let more = true;
    while (more) {
      const quoted = /^"([^"]*)"?/.exec(rest);
      const [taken, value] = quoted ?? (named ? /^[^\s,]*/ : /^\S+/).exec(rest) ?? [''];
      exact ||= quoted !== null;
      const said = (value ?? taken).trim();
      if (said !== '') values.push(said);
      rest = rest.slice(taken.length);
      more = named !== undefined && rest.startsWith(',');
      if (more) rest = rest.slice(1);
    }
    rest = rest.trimStart();
    const field = (named?.toLowerCase() ?? 'text') as Field;
    if (values.length) query.push({ field, values, ...(not && { not }), ...(exact && { exact }) });
  }
  return query;
}

/** The query as it would be typed. */
export function formatQuery(query: Query): string {
  return query
    .map(({ field, values, not, exact }) => {
      const named = field !== 'text';
      const quote = (value: string) => {
        const needed = /[\s",]/.test(value) || (exact && field === 'text') || (!named && NAMED.test(value));
        return needed || (exact && !named) ? `"${value.replaceAll('"', '')}"` : value;
      };
      return `${not ? '-' : ''}${named ? `${field}:` : ''}${values.map(quote).join(',')}`;
    })
    .join(' ');
}

/** The query without its terms of one field (with `not` as given), and with this one where there are values. */
export function withTerm(query: Query, field: Field, values: string[], not = false): Query {
  const rest = query.filter((term) => term.field !== field || Boolean(term.not) !== not);
  return values.length ? [...rest, { field, values, ...(not && { not }) }] : rest;
}

/** All values of a field, of terms that ask for it or, with `not`, against it. */
export function valuesOf(query: Query, field: Field, not = false): string[] {
  return query.filter((term) => term.field === field && Boolean(term.not) === not).flatMap(({ values }) => values);
}

/** The words and phrases that a query looks for, folded: what is to be highlighted. */
export function soughtIn(query: Query): string[] {
  return query
    .filter(({ field, not }) => !not && ['text', 'title', 'note', 'author', 'venue'].includes(field))
    .flatMap(({ values }) => values.map(fold));
}

/** Whether a tag is meant by a name: itself, or one nested in it. */
export function tagFits(folded: string, name: string): boolean {
  const sought = foldTag(name);
  return folded === sought || folded.startsWith(`${sought}/`);
}

/** A range such as `2024..2026`, `..3`, `4..`, `>=4`, `2024`. Gives `undefined` for anything else. */
export function rangeOf(value: string): [from: number, to: number] | undefined {
  const found = /^(>=|<=|>|<)?(\d*)(\.\.)?(\d*)$/.exec(value);
  const [, sign, from, dots, to] = found ?? [];
  if (!found || (!from && !to)) return undefined;
  const number = Number(from);
  if (sign === '>=') return [number, Infinity];
  if (sign === '>') return [number + 1, Infinity];
  if (sign === '<=') return [0, number];
  if (sign === '<') return [0, number - 1];
  if (!dots) return [number, number];
  return [from ? number : 0, to ? Number(to) : Infinity];
}

/** The days meant by `2026`, `2026-11`, `2026-11-16` or two of them with `..` between: from the first to after the last. */
export function daysOf(value: string): [from: number, to: number] | undefined {
  const [first = '', last = first] = value.split('..');
  const from = first === '' ? 0 : dayOf(first, 0);
  const to = last === '' ? Infinity : dayOf(last, 1);
  return from === undefined || to === undefined ? undefined : [from, to];
}

/** When a year, month or day begins where the reader lives, or the one after it. */
function dayOf(text: string, after: 0 | 1): number | undefined {
  const parts = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text)?.slice(1);
  if (!parts) return undefined;
  const [year = 0, month, day] = parts.map((part) => (part === undefined ? undefined : Number(part)));
  if (month === undefined) return new Date(year + after, 0).getTime();
  if (day === undefined) return new Date(year, month - 1 + after).getTime();
  return new Date(year, month - 1, day + after).getTime();
}

/** What the terms that need no text ask about, of one paper. */
export interface Traits {
  status: string;
  rating: number;
  /** 0 where it is not known. */
  year: number;
  site: string;
  /** Folded names. */
  tags: string[];
  has: readonly string[];
  savedAt: number;
}

/** Whether a paper fits a term that asks for no text. */
export function fitsTraits({ field, values, not = false }: Term, traits: Traits): boolean {
  return values.some((value) => one(field, value, traits)) !== not;
}

function one(field: Field, value: string, { status, rating, year, site, tags, has, savedAt }: Traits): boolean {
  const low = value.toLowerCase();
  if (field === 'tag') return tags.some((tag) => tagFits(tag, value));
  // `read` is no beginning of `reading`.
  if (field === 'status') return STATUSES.includes(low as Status) ? status === low : status.startsWith(low);
  if (field === 'site') return site.includes(low);
  if (field === 'has') return has.some((name) => name.startsWith(low));
  if (field === 'saved') {
    const days = daysOf(value);
    return days !== undefined && savedAt >= days[0] && savedAt < days[1];
  }
  const range = rangeOf(value);
  const number = field === 'year' ? year : rating;
  return range !== undefined && number >= range[0] && number <= range[1];
}

/** The fields that are text, and so are looked up by word. */
export const TEXT_FIELDS: readonly Field[] = ['text', 'title', 'author', 'note', 'venue'];

/** The traits of a stored paper; `names` gives a tag's folded name. */
export function traitsOf(row: PaperRow, names: (id: string) => string | undefined): Traits {
  return {
    status: row.status,
    rating: row.rating ?? 0,
    year: Number(row.published?.slice(0, 4) ?? 0),
    site: row.metOn.toLowerCase(),
    tags: row.tagIds.flatMap((id) => names(id) ?? []),
    has: hasOf(row),
    savedAt: row.savedAt,
  };
}

/** What `has:` finds in a paper. */
export function hasOf({ note, tagIds, rating, reviewAt, links }: PaperRow): string[] {
  const present = { note: note !== '', tags: tagIds.length > 0, rating, review: reviewAt, links };
  return HAS.filter((name) => Boolean(present[name]));
}

/** A paper's text by field, folded, as words are looked for in it. */
export function textOf(row: PaperRow, tags: string[], field: Field): string {
  const { title, authors, organisation = '', venue = '', note, ids } = row;
  if (field === 'title') return fold(title);
  if (field === 'note') return fold(note);
  if (field === 'venue') return fold(venue);
  if (field === 'author') return fold([...authors, organisation].join('\n'));
  return fold([title, organisation, venue, ...authors, ...tags, note, ...ids].join('\n'));
}

/** Whether a stored paper fits a query, looked up in the row itself. */
export function fits(query: Query, row: PaperRow, names: (id: string) => string | undefined): boolean {
  const traits = traitsOf(row, names);
  return query.every((term) => {
    if (!TEXT_FIELDS.includes(term.field)) return fitsTraits(term, traits);
    const text = textOf(row, traits.tags, term.field);
    return term.values.some((value) => text.includes(fold(value))) !== (term.not ?? false);
  });
}

/** Whether a query asks for dismissed papers, which are left out otherwise. */
export function wantsDismissed(query: Query): boolean {
  return query.some(({ field, values, not }) => {
    const asked = field === 'status' && !not;
    return asked && values.some((value) => 'dismissed'.startsWith(value.toLowerCase()));
  });
}
