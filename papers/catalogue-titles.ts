import type { Library } from './database';
import { titleKey } from './rows';

const CHUNK = 2_000;

/**
 * Titles by number of the paper, as papers are sorted by them. Only few questions ask for them and they are a third of what
 * is stored, so those that are stored are read when something needs them first.
 */
export class Titles {
  /** From the number `unread` on. */
  private texts: string[] = [];
  private reading: Promise<void> | undefined;

  /** `source`: where the first titles are read, `unread` of them. */
  constructor(
    private unread = 0,
    private source: () => Promise<readonly string[]> = async () => [],
  ) {}

  /** The title of the next paper. */
  add(title: string): void {
    this.texts.push(title);
  }

  /** Only after `read`; an error before, since an order by titles that are not there would be none. */
  at(slot: number): string {
    if (this.unread > 0) throw new Error('titles are asked for before they are read');
    return this.texts[slot] ?? '';
  }

  /** Reads those that are still to be read; `otherwise` gives as many (`count`) where they cannot be read. */
  async read(otherwise: (count: number) => Promise<readonly string[]>): Promise<void> {
    if (this.unread === 0) return;
    this.reading ??= this.take(otherwise).finally(() => {
      this.reading = undefined;
    });
    await this.reading;
  }

  private async take(otherwise: (count: number) => Promise<readonly string[]>): Promise<void> {
    const stored = await this.source().catch(() => []);
    const titles = stored.length === this.unread ? stored : await otherwise(this.unread);
    // Those that were added meanwhile come after them.
    this.texts = [...titles, ...this.texts];
    this.unread = 0;
  }
}

/** The titles of papers by their keys, from the library itself; '' for one that is no longer there. */
export async function titlesIn(library: Library, keys: string[]): Promise<string[]> {
  const titles: string[] = [];
  for (let at = 0; at < keys.length; at += CHUNK) {
    const rows = await library.papers.bulkGet(keys.slice(at, at + CHUNK));
    for (const row of rows) titles.push(row ? titleKey(row.title) : '');
  }
  return titles;
}
