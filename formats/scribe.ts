import type { Entry } from '@/papers/paper';
import { type DogearPaper, readDogear, writeDocument } from './dogear-json';
import { isFound, isProblem, type JsonObject } from './format';

/** A library as its own store gives it: plain data, though its types say more. */
export interface LibraryText {
  exportedAt: number;
  papers: AsyncIterable<{ entry: object; more: object }>;
  tags: object[];
  journal: AsyncIterable<object>;
  settings: object;
}

/** Writes a library as a Dogear document and reads it back; for whoever may not know the format itself. */
export const scribe = {
  write({ papers, tags, journal, settings, exportedAt }: LibraryText): AsyncGenerator<string> {
    return writeDocument({
      exportedAt,
      papers: plainPapers(papers),
      tags: tags as JsonObject[],
      journal: journal as AsyncIterable<JsonObject>,
      settings: settings as JsonObject,
    });
  },

  /** How many papers and tags the text holds, and how much of it cannot be read. */
  async check(text: AsyncIterable<string>): Promise<{ papers: number; tags: number; problems: number }> {
    const held = { papers: 0, tags: 0, problems: 0 };
    for await (const reading of readDogear(text)) {
      if (isFound(reading)) held.papers++;
      else if (isProblem(reading)) held.problems++;
      else if (reading.aside === 'tag') held.tags++;
    }
    return held;
  },
};

async function* plainPapers(papers: LibraryText['papers']): AsyncGenerator<DogearPaper> {
  for await (const { entry, more } of papers) yield { entry: entry as Entry, more: more as JsonObject };
}
