import type { RunningBrowser } from '@/scripts/browser/running';

/** A stored paper as a test looks at it. */
export interface StoredPaper {
  ids: string[];
  title: string;
  status: string;
  note: string;
  tags: string[];
  abstract: string | undefined;
  authors: string[];
  removed: boolean;
}

/** Everything that is stored, read from the database itself by a page of the extension. */
export async function stored(browser: RunningBrowser): Promise<StoredPaper[]> {
  const page = await browser.openExtension('popup.html');
  try {
    return await page.evaluate(async () => {
      const all = (database: IDBDatabase, table: string): Promise<Record<string, unknown>[]> =>
        new Promise((resolve, reject) => {
          const request = database.transaction(table).objectStore(table).getAll();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('dogear');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const [papers, tags, abstracts] = await Promise.all(
        ['papers', 'tags', 'abstracts'].map((table) => all(database, table)),
      );
      database.close();
      return (papers ?? [])
        .map((row) => ({
          ids: row.ids as string[],
          title: row.title as string,
          status: row.status as string,
          note: row.note as string,
          authors: row.authors as string[],
          tags: (row.tagIds as string[]).map((id) => (tags ?? []).find((tag) => tag.id === id)?.name as string),
          abstract: (abstracts ?? []).find(({ key }) => key === row.key)?.text as string | undefined,
          removed: row.removedAt !== undefined,
        }))
        .sort((a, b) => a.title.localeCompare(b.title));
    });
  } finally {
    await page.close();
  }
}
