import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { launch } from '@/scripts/browser/launch';
import { SavedNetwork, type SavedPage } from '@/scripts/browser/network';
import type { RunningBrowser } from '@/scripts/browser/running';
import { type BrowserKind, ensureBrowser } from '@/scripts/browsers';
import { buildFolder } from '@/scripts/run';

/** A browser with Dogear and an empty profile, and the network that it sees. */
export interface World {
  browser: RunningBrowser;
  network: SavedNetwork;
}

/** Runs the same tests in Chromium and in Firefox, each in a browser of its own that knows these pages. */
export function inEachBrowser(title: string, pages: SavedPage[], tests: (world: World) => void): void {
  for (const kind of ['chromium', 'firefox'] as const) inBrowser(kind, title, pages, tests);
}

/** Runs tests in one browser; the world's fields are there from the first `beforeAll` on. */
export function inBrowser(kind: BrowserKind, title: string, pages: SavedPage[], tests: (world: World) => void): void {
  const only = process.env.DOGEAR_BROWSER;
  describe.skipIf(only !== undefined && only !== kind)(`${title} (${kind})`, () => {
    const world = {} as World;
    beforeAll(async () => {
      world.network = await SavedNetwork.start(...pages);
      world.browser = await launch(kind, {
        executable: ensureBrowser(kind),
        extension: buildFolder(kind),
        profile: await mkdtemp(join(tmpdir(), `dogear-${kind}-`)),
        network: world.network,
      });
    });
    afterAll(async () => {
      await world.browser?.close();
      await world.browser?.forget();
      await world.network?.stop();
    });
    tests(world);
  });
}
