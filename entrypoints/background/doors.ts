import { browser } from '#imports';
import type { Library } from '@/papers/database';
import { libraryAddress, suggestionsFor } from '@/papers/omnibox';

/** Opens a page of the library in a tab of its own. */
function open(path: string): void {
  void browser.tabs.create({ url: new URL(path, browser.runtime.getURL('/')).href });
}

/** The ways into the library that are no page: a keyboard command, and `dg` in the address bar. */
export function openDoors(library: () => Promise<Library>): void {
  browser.commands.onCommand.addListener((command) => {
    if (command === 'open-library') open('/library.html');
  });
  let typed: AbortController | undefined;
  browser.omnibox.onInputChanged.addListener((text, suggest) => {
    typed?.abort();
    typed = new AbortController();
    const { signal } = typed;
    library()
      .then((opened) => suggestionsFor(opened, text, signal))
      // Firefox shows descriptions as they are; Chromium reads them as XML.
      .then((found) => !signal.aborted && suggest(import.meta.env.FIREFOX ? found.map(plain) : found))
      .catch(() => {}); // The library page says what is wrong when it is opened.
  });
  browser.omnibox.onInputEntered.addListener((text) => {
    open(text.startsWith('/library.html#') ? text : libraryAddress(text));
  });
}

function plain({ content, description }: { content: string; description: string }) {
  const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return { content, description: description.replace(/&(\w+);/g, (sign, name: string) => signs[name] ?? sign) };
}
