import type { Page } from 'puppeteer-core';
import type { FirefoxBrowser } from '@/scripts/browser/firefox';
import { until } from '@/scripts/browser/running';
import type { World } from './harness/each-browser';

type View = Window & typeof globalThis;

/** What stands beside the pages: Chrome's side panel, or Firefox's sidebar. */
export class Panel {
  private constructor(
    /** Chromium gives the panel itself as a page; in Firefox another page of ours reaches into it. */
    private readonly page: Page,
    private readonly view: string,
  ) {}

  /** Opens it as its entry in the browser does. */
  static async open(world: World): Promise<Panel> {
    const { browser } = world;
    const helper = await browser.openExtension('popup.html');
    if (browser.kind === 'firefox') {
      const shown = await (browser as FirefoxBrowser).openSidebar();
      if (shown !== browser.extensionUrl('library.html')) throw new Error(`The sidebar shows ${shown}.`);
      const panel = new Panel(helper, `browser.extension.getViews({ type: 'sidebar' })[0]`);
      await until('the sidebar to be drawn', () => panel.run((view) => view.document.querySelector('main') !== null));
      return panel;
    }
    const session = await helper.createCDPSession();
    await session.send('Runtime.evaluate', {
      expression: 'chrome.windows.getCurrent().then(({ id }) => chrome.sidePanel.open({ windowId: id }))',
      userGesture: true,
      awaitPromise: true,
    });
    const page = await until('the side panel', () =>
      browser.browser
        .targets()
        .find((target) => target.type() === 'page' && target.url().includes('library.html'))
        ?.asPage(),
    );
    await helper.close();
    return new Panel(page, 'window');
  }

  /** Runs a function in the panel's own window; nothing is captured from outside. */
  run<Args extends readonly unknown[], Result>(
    work: (view: View, ...args: Args) => Result,
    ...args: Args
  ): Promise<Result> {
    // The TypeScript runner wraps inner functions in a helper of its own.
    const named = `((__name) => (${work.toString()}))((named) => named)`;
    return this.page.evaluate(`(${named})(${this.view}, ...${JSON.stringify(args)})`) as Promise<Result>;
  }

  /** The panel as a page, where the browser shows it as one. */
  get asPage(): Page | undefined {
    return this.view === 'window' ? this.page : undefined;
  }

  text(selector: string): Promise<string> {
    return this.run((view, wanted) => view.document.querySelector(wanted)?.textContent ?? '', selector);
  }

  /** Presses the first of what is selected that begins with these words, as soon as it is there. */
  press(selector: string, words = ''): Promise<boolean> {
    return until(`${selector} “${words}”`, () =>
      this.run(
        (view, wanted, begin) => {
          const all = [...view.document.querySelectorAll<HTMLElement>(wanted)];
          const found = all.find(({ textContent }) => textContent?.trim().startsWith(begin));
          found?.dispatchEvent(new view.MouseEvent('click', { bubbles: true, cancelable: true }));
          return found !== undefined;
        },
        selector,
        words,
      ),
    );
  }

  note(): Promise<string> {
    return this.run((view) => view.document.querySelector<HTMLTextAreaElement>('.note-field textarea')?.value ?? '');
  }

  /** Writes a note and waits until it is said to be saved. */
  async write(note: string): Promise<void> {
    await until('the note to be written', () =>
      this.run((view, text) => {
        const field = view.document.querySelector<HTMLTextAreaElement>('.note-field textarea');
        if (field) field.value = text;
        field?.dispatchEvent(new view.InputEvent('input', { bubbles: true }));
        return field !== null;
      }, note),
    );
    await until('saved', async () => (await this.text('.note-field .small')) === 'Saved');
  }

  /** Goes to a place of the library, as its links do. */
  go(hash: string): Promise<void> {
    return this.run((view, to) => {
      view.location.hash = to;
    }, hash);
  }
}
