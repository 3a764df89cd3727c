import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Extension, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { launch } from '@/scripts/browser/launch';
import { SavedNetwork, type SavedPage } from '@/scripts/browser/network';
import { type RunningBrowser, until } from '@/scripts/browser/running';
import { ensureBrowser } from '@/scripts/browsers';
import { buildFolder } from '@/scripts/run';

/** Chromium with a build of which the manifest may differ, and the network that it sees. */
export interface World {
  browser: RunningBrowser;
  network: SavedNetwork;
}

/**
 * Runs tests in Chromium. No test can answer the browser's question for a permission; with `granted`, the manifest of
 * the build says what a user would have answered, and nothing else in it differs.
 */
export function inChromium(title: string, granted: boolean, pages: SavedPage[], tests: (world: World) => void): void {
  describe.skipIf(process.env.DOGEAR_BROWSER === 'firefox')(title, () => {
    const world = {} as World;
    beforeAll(async () => {
      world.network = await SavedNetwork.start(...pages);
      const profile = await mkdtemp(join(tmpdir(), 'dogear-anypage-'));
      const extension = granted ? await grantedBuild(join(profile, 'build')) : buildFolder('chromium');
      const options = { executable: ensureBrowser('chromium'), extension, profile: join(profile, 'profile') };
      world.browser = await launch('chromium', { ...options, network: world.network });
      if (granted) await registered(world.browser);
    });
    afterAll(async () => {
      await world.browser?.close();
      await world.browser?.forget();
      await world.network?.stop();
    });
    tests(world);
  });
}

/** Waits until the worker has registered our script, which an installation leaves no page waiting for. */
async function registered(browser: RunningBrowser): Promise<void> {
  const page = await browser.openExtension('popup.html');
  await until('our script to be registered', () =>
    page.evaluate(async () => {
      type Scripting = { getRegisteredContentScripts(): Promise<unknown[]> };
      const { scripting } = (globalThis as unknown as { chrome: { scripting: Scripting } }).chrome;
      return (await scripting.getRegisteredContentScripts()).length > 20;
    }),
  );
  await page.close();
}

async function grantedBuild(folder: string): Promise<string> {
  await cp(buildFolder('chromium'), folder, { recursive: true });
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  manifest.host_permissions = manifest.optional_host_permissions.filter((origin: string) => origin !== '*://*/*');
  await writeFile(file, JSON.stringify(manifest));
  return folder;
}

/** Presses the toolbar button over a page, which lets Dogear see that page, and gives the popup. */
export async function openPopup({ browser }: World, page: Page): Promise<Page> {
  const [extension] = (await browser.browser.extensions()).values();
  await page.bringToFront();
  await page.triggerExtensionAction(extension as Extension);
  const target = await browser.browser.waitForTarget((one) => one.url().endsWith('/popup.html'), { timeout: 10_000 });
  return target.asPage();
}

/** The text of the popup's part about the page in front, once it says something that fits. */
export function saysHere(popup: Page, what: RegExp): Promise<string> {
  return until(`the popup to say ${what}`, async () => {
    const text = await popup.evaluate(() => document.querySelector('.page-here')?.textContent ?? '');
    return what.test(text) && text;
  });
}

/** Presses a button of the popup by its words. */
export function press(popup: Page, words: string): Promise<void> {
  return popup.evaluate((wanted) => {
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent === wanted);
    if (!button) throw new Error(`No button “${wanted}”.`);
    button.click();
  }, words);
}

/** Presses a button of the bar that Dogear lays on a listing, once it knows of every paper. */
export async function pressBar({ browser }: World, page: Page, label: string): Promise<void> {
  let last = '';
  const point = await until(`“${label}” on the bar`, async () => {
    const { text, at } = await browser.inShadow(
      page,
      'dogear-bar',
      ([root], wanted) => {
        const button = [...(root?.querySelectorAll('button') ?? [])].find((one) => one.textContent === wanted);
        const box = button?.getBoundingClientRect();
        return { text: root?.textContent ?? '', at: box && { x: box.x + box.width / 2, y: box.y + box.height / 2 } };
      },
      label,
    );
    // Counts rise while cards are read.
    const still = text === last;
    last = text;
    if (!still) await new Promise((resolve) => setTimeout(resolve, 400));
    return still && at;
  });
  await page.mouse.click(point.x, point.y);
}
