import { browser, defineBackground } from '#imports';
import { answer, type Desk, type Sender } from '@/papers/answer';
import { openLibrary } from '@/papers/database';
import type { Notice } from '@/papers/messages';
import { Store } from '@/papers/store';
import { addMenus, hearMenus } from './menus';
import { findIn, listSites, lookAt, permitted, reconcile, withdrawn } from './sites';

type MessageSender = Parameters<Parameters<typeof browser.runtime.onMessage.addListener>[0]>[1];

/** The only writer of the library, and the one that everybody asks. */
export default defineBackground({
  type: 'module',
  main() {
    let store: Promise<Store> | undefined;
    const desk: Desk = {
      store() {
        store ??= openLibrary().then(
          (library) => {
            // Closed from outside (another version, a deleted profile folder): opened anew by the next act.
            library.on('close', () => {
              store = undefined;
            });
            return new Store(library);
          },
          (error) => {
            store = undefined;
            throw error;
          },
        );
        return store;
      },
      tell,
      badge(tab, saved) {
        browser.action.setBadgeBackgroundColor({ color: '#b45309' });
        browser.action.setBadgeText({ tabId: tab, text: saved ? String(saved) : '' }).catch(() => {}); // Tab gone.
      },
      places: { list: listSites, look: lookAt, find: findIn },
      tickets: {
        put: (ticket, value) => browser.storage.session.set({ [`ticket:${ticket}`]: value }),
        async take(ticket) {
          const name = `ticket:${ticket}`;
          const { [name]: value } = await browser.storage.session.get(name);
          await browser.storage.session.remove(name);
          return value;
        },
      },
    };

    // Registered before anything is awaited: a woken worker must not miss the call that woke it.
    browser.runtime.onMessage.addListener((message, sender, reply) => {
      if (sender.id !== browser.runtime.id) return;
      answer(message, whoIs(sender), desk).then(reply);
      return true;
    });
    browser.permissions.onAdded.addListener(({ origins }) => void permitted(origins));
    browser.permissions.onRemoved.addListener(({ origins }) => void withdrawn(tell, origins));
    browser.runtime.onInstalled.addListener(() => {
      addMenus();
      // An update forgets what was registered.
      void reconcile();
    });
    browser.runtime.onStartup.addListener(() => void reconcile());
    hearMenus(desk);
  },
});

/** Own pages are told by their origin, which no page can take on; everything else of ours is a content script. */
function whoIs(sender: MessageSender): Sender {
  const own = new URL(browser.runtime.getURL('/')).origin;
  const door = sender.url && new URL(sender.url).origin === own ? 'page' : 'listing';
  return { door, ...(sender.tab?.id !== undefined && { tab: sender.tab.id }) };
}

/** Tells listing pages and our own. Which tabs hold a listing we may not know: those that do not will not hear. */
async function tell(notice: Notice, tab?: number): Promise<void> {
  // Our own pages: editor frames, which cannot watch the library themselves.
  if (tab === undefined) browser.runtime.sendMessage(notice).catch(() => {}); // None is open.
  const tabs = tab === undefined ? (await browser.tabs.query({ discarded: false })).map(({ id }) => id) : [tab];
  for (const id of tabs) {
    if (id !== undefined) browser.tabs.sendMessage(id, notice, { frameId: 0 }).catch(() => {}); // No listing there.
  }
}
