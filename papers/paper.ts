/** `scheme:value`, for example `arxiv:2401.00001` or `doi:10.1145/3292500` (see `identity.ts`). */
export type PaperId = `${string}:${string}`;

/** What its reader has decided about a stored paper. A paper that is not stored has no status. */
export const STATUSES = ['unread', 'reading', 'read', 'dismissed'] as const;
export type Status = (typeof STATUSES)[number];

/** Tags carry one of eight colours, by index into the palette of `components/theme.css`. */
export const TAG_COLOURS = 8;

/** A tag as its reader made it. */
export interface Tag {
  /** Random: papers hold ids, so that a new name touches nothing else. */
  id: string;
  /** As it was first written; nested by `/`. */
  name: string;
  colour: number;
  /** How many stored papers carry it, those in the trash left out; derived, kept in step by the store. */
  uses: number;
}

/** The ways in which a listing copies its papers; further ones are for own pages. */
export const CITED_AS = ['citation', 'link'] as const;
export type CitedAs = (typeof CITED_AS)[number];

/** Two names are one tag when they differ only in case, white space or how an accent is encoded. */
export function foldTag(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
}

/** Text as it is compared: without case and accents, so that `schrodinger` finds `Schrödinger`. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** A paper as a page or a file describes it: facts only, nothing that its reader made of it. */
export interface Paper {
  /** Every identifier that is known, the most telling first; never empty. */
  ids: PaperId[];
  /** One line of plain text. */
  title: string;
  /** Names in reading order ("Given Family"). */
  authors?: string[];
  /** Stands in for the authors where a listing names only an organisation. */
  organisation?: string;
  abstract?: string;
  /** ISO 8601, as exact as it is known: `2024`, `2024-05` or `2024-05-17`. */
  published?: string;
  venue?: string;
  /** The paper's page, http(s) only; empty where a file told none. */
  url: string;
  /** Other addresses by what they lead to, for example `{ pdf: 'https://…', code: 'https://…' }`. */
  links?: Record<string, string>;
}

/** A paper with all that its reader made of it: what files carry, in and out. */
export interface Entry extends Paper {
  status: Status;
  /** One to five; absent where none was given. */
  rating?: number;
  /** Names; nesting by `/`. */
  tags: string[];
  /** Markdown; empty without a note. */
  note: string;
  /** Milliseconds since 1970 (UTC), as are the others. */
  savedAt: number;
  updatedAt?: number;
  /** When the paper is due for review again. */
  reviewAt?: number;
}

/** What a card may show of a stored paper: all that a listing page's process is ever told. */
export interface Mark {
  key: string;
  ids: PaperId[];
  status: Status;
  tags: { name: string; colour: number }[];
  /** The note's first line, at most 120 characters; empty without a note. */
  note: string;
  /** The revision that last touched the paper. */
  rev: number;
}

/** Whether the title is nothing but a stand-in (an identifier, an address) for one that was not known. */
export function isPlaceholder(paper: Paper): boolean {
  return paper.ids.some((id) => id === paper.title) || paper.title === paper.url.replace(/^https?:\/\//, '');
}

const LIMITS = { title: 1_000, name: 200, authors: 2_000, abstract: 20_000, venue: 500, url: 2_000, ids: 20 };

/** White space folded, control and bidirectional-override characters dropped, cut with an ellipsis at `limit`. */
export function plainText(text: string, limit: number): string {
  // Cutting before folding keeps a megabyte of text from being folded for nothing.
  const folded = text
    .slice(0, limit * 4)
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being removed
    .replace(/[\u0000-\u001f\u007f\s]+/g, ' ')
    .trim();
  if (folded.length <= limit) return folded;
  const cut = folded.slice(0, limit - 1);
  // Half a surrogate pair would not survive a round trip through UTF-8.
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** A line of a note as lists show it: without what makes it a heading, a quotation or an item in Markdown. */
export function lineOfNote(line: string, limit: number): string {
  return plainText(line.replace(/^\s*(?:#{1,6}\s+|>\s?|(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?)+/, ''), limit);
}

/** The first line of a note, as lists show it. */
export function firstLine(note: string, limit = 120): string {
  return lineOfNote(note.trimStart().split('\n', 1)[0] ?? '', limit);
}

/** The address in normal form, or `undefined` for anything but http(s). */
export function webAddress(href: string | null | undefined, base?: string): string | undefined {
  if (!href || href.length > LIMITS.url) return undefined;
  try {
    const url = new URL(href, base);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** Those that are identifiers, each once. */
export function cleanIds(ids: (PaperId | undefined)[]): PaperId[] {
  return [...new Set(ids)].filter((id) => /^[a-z0-9]+:\S{1,300}$/.test(id as string)).slice(0, LIMITS.ids) as PaperId[];
}

/**
 * The one door for papers that a page or a file describes: text is folded and bounded, addresses are http(s),
 * identifiers unique. Gives `undefined` for what is no paper: no identifier, no title, no address (`homeless`: papers
 * of files may be without).
 */
export function cleanPaper(raw: Paper, homeless = false): Paper | undefined {
  const ids = cleanIds(raw.ids);
  const title = plainText(raw.title, LIMITS.title);
  const url = webAddress(raw.url) ?? '';
  if (ids.length === 0 || title === '' || !(url || homeless)) return undefined;
  const paper: Paper = { ids, title, url };
  const authors = raw.authors
    ?.slice(0, LIMITS.authors)
    .map((name) => plainText(name, LIMITS.name))
    .filter((name) => name !== '');
  if (authors?.length) paper.authors = authors;
  for (const [field, limit] of [
    ['organisation', LIMITS.name],
    ['abstract', LIMITS.abstract],
    ['venue', LIMITS.venue],
  ] as const) {
    const text = raw[field] && plainText(raw[field], limit);
    if (text) paper[field] = text;
  }
  if (raw.published && /^\d{4}(-\d{2}(-\d{2})?)?$/.test(raw.published)) paper.published = raw.published;
  const links = Object.entries(raw.links ?? {}).flatMap(([name, href]) => {
    const address = webAddress(href);
    return address && name !== '__proto__' ? [[name.slice(0, 40), address] as const] : [];
  });
  if (links.length) paper.links = Object.fromEntries(links.slice(0, 20));
  return paper;
}
