import * as v from 'valibot';
import type { BackupInfo, BackupState } from './backups';
import type { ImportAnswer } from './import-run';
import { HistorySchema, IncomingSchema, IncomingTagSchema, RevisionSchema } from './incoming';
import type { ListingSettings } from './listing';
import { BarSchema, FilterSchema } from './listing-state';
import type { Found } from './marks';
import type { Paper, PaperId, Status, Tag } from './paper';
import { CITED_AS, STATUSES, TAG_COLOURS } from './paper';
import { GRADES } from './review';
import { type Settings, SettingsChange } from './settings';
import type { Outcome } from './store';

export type { KnownPaper, Notice, PageCount } from './notices';
export type { Outcome } from './store';

/** Longest note, in characters: far beyond what anybody types, well below what a message may carry. */
export const LONGEST_NOTE = 500_000;

const id = v.pipe(v.string(), v.regex(/^[a-z0-9]+:\S{1,300}$/)) as v.GenericSchema<PaperId>;
const key = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const word = (limit: number) => v.pipe(v.string(), v.maxLength(limit));
const natural = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Up to the last moment that a date can say. */
const time = v.pipe(natural, v.maxValue(8.64e15));

const paper = v.object({
  ids: v.pipe(v.array(id), v.minLength(1), v.maxLength(20)),
  title: word(1_000),
  url: word(2_000),
  authors: v.exactOptional(v.pipe(v.array(word(200)), v.maxLength(2_000))),
  organisation: v.exactOptional(word(200)),
  abstract: v.exactOptional(word(20_000)),
  published: v.exactOptional(word(10)),
  venue: v.exactOptional(word(500)),
  links: v.exactOptional(v.record(word(40), word(2_000))),
}) as v.GenericSchema<Paper>;

const status = v.picklist(STATUSES);
const tagName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));

const siteName = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/));

/** What a listing page's content script may ask: the marks of what it shows, and changes to those papers. */
const listing = {
  /** The marks of the papers that a page shows; with `since`, only what was touched after that revision. */
  'marks.find': v.strictObject({
    name: v.literal('marks.find'),
    ids: v.pipe(v.array(id), v.maxLength(20_000)),
    since: v.exactOptional(natural),
    /** Whether to say which of them were never shown before. */
    fresh: v.exactOptional(v.literal(true)),
  }),
  /** These papers were shown: they are not new the next time. */
  'cards.seen': v.strictObject({ name: v.literal('cards.seen'), ids: v.pipe(v.array(id), v.maxLength(20_000)) }),
  /** How many papers of this page are saved, for the toolbar badge. */
  'page.count': v.strictObject({ name: v.literal('page.count'), saved: natural }),
  /** How its user wants listings of this site. */
  'listing.settings': v.strictObject({ name: v.literal('listing.settings'), site: siteName }),
  /** Remembers the page bar and the filter of a site, and whether keys work there. */
  'listing.remember': v.strictObject({
    name: v.literal('listing.remember'),
    site: siteName,
    bar: v.exactOptional(BarSchema),
    filter: v.exactOptional(FilterSchema),
    keysOff: v.exactOptional(v.boolean()),
  }),
  /** Save, set a status, or put into the trash, from the cards themselves. */
  'cards.change': v.strictObject({
    name: v.literal('cards.change'),
    act: key,
    papers: v.pipe(v.array(paper), v.minLength(1), v.maxLength(2_000)),
    status: v.exactOptional(status),
    remove: v.exactOptional(v.literal(true)),
  }),
  /** Papers as text to be pasted, made of what the page itself says of them: nothing of the library is in it. */
  'papers.cite': v.strictObject({
    name: v.literal('papers.cite'),
    papers: v.pipe(v.array(paper), v.minLength(1), v.maxLength(2_000)),
    as: v.picklist(CITED_AS),
  }),
  /** Takes back an act, the last one without `rev`. */
  'acts.undo': v.strictObject({ name: v.literal('acts.undo'), act: key, rev: v.exactOptional(natural) }),
  /** A ticket with which the editor frame in this tab may show these papers, or the filter's words, once. */
  'editor.ticket': v.strictObject({
    name: v.literal('editor.ticket'),
    papers: v.pipe(v.array(paper), v.maxLength(2_000)),
    focus: v.picklist(['tags', 'note', 'words']),
    words: v.exactOptional(word(200)),
    scheme: v.picklist(['light', 'dark']),
  }),
};

/** What only Dogear's own pages may ask. */
const pages = {
  /** Anything that a user does to papers. */
  'papers.change': v.strictObject({
    name: v.literal('papers.change'),
    act: key,
    targets: v.pipe(
      v.array(v.union([v.strictObject({ key }), v.strictObject({ paper })])),
      v.minLength(1),
      v.maxLength(200_000),
    ),
    status: v.exactOptional(status),
    rating: v.exactOptional(v.nullable(v.picklist([1, 2, 3, 4, 5]))),
    addTags: v.exactOptional(v.pipe(v.array(tagName), v.maxLength(100))),
    removeTags: v.exactOptional(v.pipe(v.array(key), v.maxLength(100))),
    note: v.exactOptional(
      v.strictObject({
        text: word(LONGEST_NOTE),
        base: natural,
        from: v.exactOptional(word(LONGEST_NOTE)),
        sent: v.exactOptional(word(LONGEST_NOTE)),
      }),
    ),
    reviewAt: v.exactOptional(v.nullable(time)),
    grade: v.exactOptional(v.picklist(GRADES)),
    answered: v.exactOptional(v.literal(true)),
    remove: v.exactOptional(v.literal(true)),
    restore: v.exactOptional(v.literal(true)),
    sitting: v.exactOptional(key),
  }),
  /** A tag gets another name or colour, becomes one with another, or goes. */
  'tags.change': v.strictObject({
    name: v.literal('tags.change'),
    act: key,
    id: key,
    rename: v.exactOptional(tagName),
    colour: v.exactOptional(v.pipe(natural, v.maxValue(TAG_COLOURS - 1))),
    into: v.exactOptional(key),
    remove: v.exactOptional(v.literal(true)),
  }),
  /** Several papers become one. */
  'papers.merge': v.strictObject({
    name: v.literal('papers.merge'),
    act: key,
    into: key,
    from: v.pipe(v.array(key), v.minLength(1), v.maxLength(20)),
  }),
  /** Erases what is in the trash. */
  'trash.empty': v.strictObject({ name: v.literal('trash.empty'), act: key }),
  /** One piece of an import, put aside until all pieces are there. */
  'import.stage': v.strictObject({
    name: v.literal('import.stage'),
    act: key,
    part: natural,
    papers: v.pipe(v.array(IncomingSchema), v.maxLength(2_000)),
    tags: v.exactOptional(v.pipe(v.array(IncomingTagSchema), v.maxLength(20_000))),
    history: v.exactOptional(v.pipe(v.array(HistorySchema), v.maxLength(20_000))),
  }),
  /** Carries out a staged import, or asks how far it has come. */
  'import.commit': v.strictObject({
    name: v.literal('import.commit'),
    act: key,
    parts: natural,
    exact: v.exactOptional(v.literal(true)),
    settings: v.exactOptional(SettingsChange),
    history: v.exactOptional(RevisionSchema),
  }),
  /** A staged import is not wanted after all. */
  'import.drop': v.strictObject({ name: v.literal('import.drop'), act: key }),
  /** The backups that there are, and whether the library was lost. */
  'backups.look': v.strictObject({ name: v.literal('backups.look') }),
  /** Makes a backup now. */
  'backups.make': v.strictObject({ name: v.literal('backups.make') }),
  /** The library was lost, and its user has decided to begin anew or has brought it back. */
  'library.found': v.strictObject({ name: v.literal('library.found') }),
  /** Chooses some settings. */
  'settings.change': v.strictObject({ name: v.literal('settings.change'), settings: SettingsChange }),
  /** Every site that Dogear knows, and whether it is switched on. */
  'sites.list': v.strictObject({ name: v.literal('sites.list') }),
  /** What Dogear can do on the page in a tab. */
  'page.look': v.strictObject({ name: v.literal('page.look'), tab: natural }),
  /** Looks for papers on the page in a tab, whatever page it is. */
  'page.find': v.strictObject({ name: v.literal('page.find'), tab: natural }),
  /** Trades a ticket for the paper that the frame is to show. */
  'editor.redeem': v.strictObject({ name: v.literal('editor.redeem'), ticket: key, act: key }),
  /** A stored paper with its tags and note, and all tags in use: for the frame, which cannot open the library itself. */
  'papers.look': v.strictObject({
    name: v.literal('papers.look'),
    ids: v.pipe(v.array(id), v.minLength(1), v.maxLength(20)),
  }),
  /** The frame has lost the focus: did the page around it take it? */
  'editor.left': v.strictObject({ name: v.literal('editor.left') }),
  /** Tells the listing page around the frame to close it, or how high it wants to be (CSS pixels). */
  'editor.tell': v.strictObject({
    name: v.literal('editor.tell'),
    close: v.exactOptional(v.literal(true)),
    height: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(2_000))),
    /** What was typed to filter the page by. */
    words: v.exactOptional(word(200)),
  }),
};

/** Which door a sender comes in by. */
export type Door = 'listing' | 'page';

/** One schema per message and door. Own pages may ask what a listing may. */
export const DOORS: Record<Door, Record<string, v.GenericSchema>> = { listing, page: { ...listing, ...pages } };

/** What the editor frame is to show. */
export interface EditorTask {
  /** One to write on, several to tag together, none to type a filter's words. */
  papers: Paper[];
  focus: 'tags' | 'note' | 'words';
  words?: string;
  scheme: 'light' | 'dark';
}

/** What the editor needs of a paper. */
export interface Looked {
  /** `null` where nothing is stored. */
  paper: { key: string; tagIds: string[]; note: string; noteRev: number; status: Status } | null;
  /** Most used first. */
  tags: Tag[];
}

/** A site that Dogear knows. */
export interface SiteState {
  /** Of its file, without the ending. */
  file: string;
  name: string;
  /** Read from the start; it cannot be switched off. */
  always: boolean;
  on: boolean;
  /** What the browser is to be asked for to switch it on, or to take back to switch it off. */
  origins: string[];
}

/** What Dogear can do on a page; without an address nothing, since it is the browser's own. */
export interface PageHere {
  version: string;
  /** Without query and fragment. */
  address?: string;
  host?: { name: string; origin: string; always: boolean };
  site?: SiteState;
  /** How many papers a listing of this site shows at the least; zero where it may be any number. */
  least?: number;
}

type Schemas = typeof listing & typeof pages;

/** Every message: what it carries. */
export type Requests = { [Name in keyof Schemas]: v.InferOutput<Schemas[Name]> };

/** Every message: what is answered. */
export interface Answers {
  'marks.find': Found;
  'cards.seen': null;
  'page.count': null;
  'listing.settings': ListingSettings;
  'listing.remember': null;
  'cards.change': Outcome;
  'papers.cite': { text: string };
  'acts.undo': Outcome;
  'editor.ticket': { ticket: string };
  'papers.change': Outcome;
  'papers.merge': Outcome;
  'tags.change': Outcome;
  'trash.empty': Outcome;
  'import.stage': null;
  'import.commit': ImportAnswer;
  'import.drop': null;
  'backups.look': BackupState;
  'backups.make': BackupInfo;
  'library.found': null;
  'settings.change': Settings;
  'sites.list': SiteState[];
  'page.look': PageHere;
  'page.find': null;
  'editor.redeem': EditorTask;
  'papers.look': Looked;
  'editor.left': { stolen: boolean };
  'editor.tell': null;
}
