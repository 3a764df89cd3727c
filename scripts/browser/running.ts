import { existsSync, readdirSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import type { Browser, Frame, Page } from 'puppeteer-core';
import type { SavedNetwork } from './network';

/** How a browser is started. */
export interface LaunchOptions {
  /** The program. */
  executable: string;
  /** Folder of the built extension; without one the browser starts bare, for comparisons. */
  extension?: string;
  /** Folder that holds the user's data from start to start. */
  profile: string;
  /** A window that a person can use; otherwise headless. */
  headed?: boolean;
  /** Serves saved pages and blocks everything else; without it the real network is used. */
  network?: SavedNetwork;
  /** Leaves the first steps open, which Dogear shows when it is installed. */
  welcome?: boolean;
  /** Settings of Firefox that differ. */
  preferences?: Record<string, unknown>;
  /** Firefox set to “never remember history”: every window is private, and Dogear is allowed in it. */
  forgetful?: boolean;
  /** Size of the visible part of a page. */
  viewport?: { width: number; height: number };
}

/** How often a browser is started before it counts as broken. */
const STARTS = 3;

/** A function that runs inside the page with the closed shadow roots of some elements, nothing captured from outside. */
export type ShadowReader<Args extends readonly unknown[], Result> = (
  roots: ShadowRoot[],
  ...args: Args
) => Result | Promise<Result>;

/** The reader as text that runs in a page. */
export function sourceOf<Args extends readonly unknown[], Result>(reader: ShadowReader<Args, Result>): string {
  // The TypeScript runner wraps inner functions in a helper of its own, which no page has.
  return `((__name) => (${reader.toString()}))((named) => named)`;
}

/**
 * Runs a function in a page, or in a frame of it, and gives what it gives back. Like `page.evaluate`, but also for
 * functions that hold named functions of their own, whoever has translated them.
 */
export function inPage<Args extends readonly unknown[], Result>(
  page: Page | Frame,
  work: (...args: Args) => Result | Promise<Result>,
  ...args: Args
): Promise<Result> {
  const named = `((__name) => (${work.toString()}))((named) => named)`;
  return page.evaluate(`(${named})(...${JSON.stringify(args)})`) as Promise<Result>;
}

/** A real browser with the built extension in it; the same for Chromium and Firefox. */
export abstract class RunningBrowser {
  abstract readonly kind: 'chromium' | 'firefox';
  /** Puppeteer's own handle, for what this class does not offer. */
  browser!: Browser;
  /** Name and version as the browser says them: "Firefox 153.7.0". */
  version = '';
  protected readonly options: LaunchOptions;

  constructor(options: LaunchOptions) {
    this.options = options;
  }

  protected abstract start(): Promise<Browser>;
  /** Installs the extension and makes sure that it runs. */
  protected abstract install(folder: string): Promise<void>;
  /** Address of a page of the extension, such as `popup.html`. */
  abstract extensionUrl(path: string): string;
  /** Opens a page of the extension in a tab, in the size of the popup unless told. */
  abstract openExtension(path: string, viewport?: { width: number; height: number }): Promise<Page>;
  /**
   * Runs a function inside the page, out of reach of the page's own scripts, on the shadow roots (closed ones too) of
   * every element with this tag name.
   */
  abstract inShadow<Args extends readonly unknown[], Result>(
    page: Page,
    tagName: string,
    reader: ShadowReader<Args, Result>,
    ...args: Args
  ): Promise<Result>;
  /** Stops the background worker, as the browser does after half a minute of rest. */
  abstract stopWorker(): Promise<void>;

  /** Starts the browser, with the extension in it where one was given. */
  async launch(): Promise<this> {
    const { extension, profile, headed, welcome } = this.options;
    const fresh = !existsSync(profile) || readdirSync(profile).length === 0;
    if (extension && !existsSync(join(extension, 'manifest.json')))
      throw new Error(`There is no build in ${extension}.`);
    // A browser that was killed, or a busy computer, may take more than one start.
    for (let attempt = 1; ; attempt++) {
      try {
        this.browser = await this.start();
        this.version = (await this.browser.version()).replace('/', ' ').replace(/^f/, 'F');
        if (extension) await this.install(extension);
        // What opens by itself would take the front from the pages that a test opens.
        if (extension && fresh && !headed && !welcome) await this.closeFirstSteps(attempt);
        return this;
      } catch (error) {
        await this.kill().catch(() => {});
        const words = `${this.kind} did not start: ${error instanceof Error ? error.message : error}`;
        if (attempt === STARTS) throw new Error(`${words} (tried ${STARTS} times)`, { cause: error });
        console.warn(`${words}. Trying again.`);
      }
    }
  }

  /** An attempt that failed may have shown them already. */
  private async closeFirstSteps(attempt: number): Promise<void> {
    const page = await this.firstSteps(attempt === 1 ? undefined : 3_000).catch((error) => {
      if (attempt === 1) throw error;
    });
    await page?.close();
  }

  /** The first steps, which open by themselves in a profile that has not had Dogear before. */
  firstSteps(limit?: number): Promise<Page> {
    return until(
      'the first steps to open',
      async () => {
        for (const page of await this.browser.pages()) {
          // Puppeteer is not told where Firefox has gone.
          if (await page.evaluate(() => location.hash === '#welcome?first')) return page;
        }
        return undefined;
      },
      limit,
    );
  }

  /** Opens a page in a new tab and waits until its document has been read. */
  async open(url: string): Promise<Page> {
    const page = await this.browser.newPage();
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    return page;
  }

  /** Puts the extension in anew, in the middle of everything: an update, if its folder holds another version by now. */
  async update(): Promise<void> {
    if (this.options.extension) await this.install(this.options.extension);
  }

  /** Closes the browser as a user does. */
  async close(): Promise<void> {
    await this.browser.close();
  }

  /** Ends the browser and all its processes at once, as a power cut does. */
  async kill(): Promise<void> {
    const child = this.browser?.process();
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    // Puppeteer starts browsers as leaders of a process group of their own, except on Windows.
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
    await gone;
  }

  /** Closes the browser (or finds it killed) and starts it again with the same profile. */
  async restart(): Promise<void> {
    if (this.browser.connected) await this.close();
    await this.launch();
  }

  /** Copies what the browser stored, for whoever wants to know what became of it; gives the folder. */
  async keepProfile(): Promise<string> {
    const folder = `${this.options.profile}-kept`;
    await cp(this.options.profile, folder, { recursive: true });
    return folder;
  }

  /** Deletes what the browser stored; only for profiles that a test made. */
  async forget(): Promise<void> {
    await rm(this.options.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** How much longer everything takes than on a computer that has nothing else to do: from 1 to 4 times. */
export function slowness(): number {
  return Math.min(4, Math.max(1, (loadavg()[0] ?? 0) / availableParallelism()));
}

/** What is no answer. */
type Missing = undefined | null | false;

/**
 * Waits until a question is answered with something other than undefined, null (as of an element that is not there) or
 * false, and says what it waited for: for `limit` ms, and longer where the computer is busy with other things.
 */
export async function until<T>(
  what: string,
  question: () => Promise<T | Missing> | T | Missing,
  limit = 20_000,
): Promise<T> {
  const patience = limit * slowness();
  const end = Date.now() + patience;
  let last: unknown;
  for (;;) {
    try {
      const answer = await question();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) {
      const why = last instanceof Error ? ` (${last.message})` : '';
      throw new Error(`Waited ${Math.round(patience / 1000)} s in vain: ${what}${why}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
