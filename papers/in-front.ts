import { browser } from '#imports';
import { idOfUrl } from './identity';
import type { KnownPaper, Notice, PageCount } from './messages';
import type { Paper, PaperId } from './paper';

/** The tab in front. */
export async function tabInFront(): Promise<number | undefined> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  return tab?.id;
}

/** The paper that the page in front is about. */
export interface PaperInFront {
  id: PaperId;
  /** As the page describes it, where Dogear reads it. */
  paper?: Paper;
}

/**
 * Tells, now and whenever another page comes to the front of this window or loads there, which paper it is the page of.
 * Pages of which the browser tells no address say it themselves, where Dogear is at work. Returns how to stop.
 */
export function onPageInFront(hear: (front: PaperInFront | undefined) => void): () => void {
  let asked = 0;
  const look = async () => {
    const number = ++asked;
    const found = await paperInFront().catch(() => undefined); // The tab is gone.
    if (number === asked) hear(found);
  };
  const updated = (_tab: number, { status }: { status?: string }, { active }: { active: boolean }) => {
    if (active && status === 'complete') void look();
  };
  browser.tabs.onActivated.addListener(look);
  browser.tabs.onUpdated.addListener(updated);
  void look();
  return () => {
    asked++;
    browser.tabs.onActivated.removeListener(look);
    browser.tabs.onUpdated.removeListener(updated);
  };
}

async function paperInFront(): Promise<PaperInFront | undefined> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined) return undefined;
  const address = tab.url ?? (await tellTab<PageCount>(tab.id, { notice: 'count' }))?.address;
  const id = address && idOfUrl(address);
  if (!id) return undefined;
  const known = await tellTab<KnownPaper>(tab.id, { notice: 'paper', id });
  return { id, ...(known && { paper: known.paper }) };
}

/** Opens an address in the tab in front of this window, as a browser's own sidebar does. */
export async function openInFront(url: string): Promise<void> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  if (tab?.id === undefined) await browser.tabs.create({ url });
  else await browser.tabs.update(tab.id, { url });
}

/** What the listing in a tab answers, or `undefined` where Dogear is not at work. */
export async function tellTab<Answer>(tab: number, notice: Notice): Promise<Answer | undefined> {
  try {
    return (await browser.tabs.sendMessage(tab, notice, { frameId: 0 })) ?? undefined;
  } catch {
    return undefined;
  }
}

/** What is on the page in front, or `undefined` where Dogear is not at work. */
export async function countPage(): Promise<PageCount | undefined> {
  const tab = await tabInFront();
  return tab === undefined ? undefined : tellTab(tab, { notice: 'count' });
}
