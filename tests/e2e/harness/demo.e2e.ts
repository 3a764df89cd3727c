import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { BUNDLED_LISTING } from '@/scripts/browser/pages';
import { demo } from '@/scripts/demo';
import { inEachBrowser } from './each-browser';

inEachBrowser('npm start -- --demo', [BUNDLED_LISTING], (world) => {
  test('does the main job from end to end', async () => {
    await demo(world.browser, world.network, await mkdtemp(join(tmpdir(), 'dogear-demo-')), () => {});
  });
});
