import { type DialectName, dialectNamed, headerOf } from './csv-headers';
import type { Format, Sample } from './format';
import { csvReader, has, textReader } from './lazy';

const dialect = (name: DialectName) => (sample: Sample) => dialectNamed(headerOf(sample.text)) === name;
const TABLE = { extension: 'csv', mime: 'text/csv', read: csvReader } as const;
const NOTE = 'as Markdown of the plainest kind';

/** Files of other programs, which are read and not written. */
export const FOREIGN: readonly Format[] = [
  {
    name: 'papermemory',
    label: 'PaperMemory',
    extension: 'json',
    mime: 'application/json',
    holds: {
      all: ['title', 'authors', 'venue', 'tags', 'savedAt'],
      part: {
        ids: 'arXiv, DOI and what the address tells',
        published: 'the year',
        url: 'derived from the PDF’s address',
        links: 'PDF and code',
        rating: 'a favourite has five stars',
        note: 'without the sentences that PaperMemory writes itself',
      },
    },
    recognise: has(/^\s*\{[\s\S]*?"(?:__dataVersion|pdfLink)"\s*:/),
    read: textReader(async () => (await import('./papermemory')).readPaperMemory),
  },
  {
    name: 'zotero-rdf',
    label: 'Zotero RDF',
    extension: 'rdf',
    mime: 'application/rdf+xml',
    holds: {
      all: ['title', 'authors', 'abstract', 'published', 'venue', 'url', 'tags'],
      part: { ids: 'arXiv, DOI, PubMed', note: NOTE, savedAt: 'when it was opened last' },
    },
    recognise: has(/<rdf:RDF[\s>]/),
    read: textReader(async () => (await import('./zotero-rdf')).readZoteroRdf),
  },
  {
    name: 'zotero-csv',
    label: 'Zotero CSV',
    ...TABLE,
    holds: {
      all: ['title', 'authors', 'abstract', 'published', 'venue', 'url', 'tags', 'savedAt', 'updatedAt'],
      part: { ids: 'arXiv, DOI, PubMed', note: NOTE },
    },
    recognise: dialect('zotero-csv'),
  },
  {
    name: 'raindrop',
    label: 'Raindrop CSV',
    ...TABLE,
    holds: {
      all: ['title', 'url', 'note', 'savedAt'],
      part: { ids: 'from the address', tags: 'and the folder', rating: 'a favourite has five stars' },
    },
    recognise: dialect('raindrop'),
  },
  {
    name: 'readwise',
    label: 'Readwise CSV',
    ...TABLE,
    holds: {
      all: ['title', 'authors', 'tags', 'savedAt'],
      part: { ids: 'where one stands in the title', note: 'highlights as quotations, with their notes' },
    },
    recognise: dialect('readwise'),
  },
  {
    name: 'reader',
    label: 'Readwise Reader CSV',
    ...TABLE,
    holds: {
      all: ['title', 'url', 'tags', 'savedAt'],
      part: { ids: 'from the address', status: 'by location and progress' },
    },
    recognise: dialect('reader'),
  },
  {
    name: 'pocket',
    label: 'Pocket CSV',
    ...TABLE,
    holds: { all: ['title', 'url', 'tags', 'savedAt'], part: { ids: 'from the address', status: 'unread or read' } },
    recognise: dialect('pocket'),
  },
];
