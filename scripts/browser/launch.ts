import type { BrowserKind } from '../browsers';
import { ChromiumBrowser } from './chromium';
import { FirefoxBrowser } from './firefox';
import type { LaunchOptions, RunningBrowser } from './running';

/** Starts a browser of either family. */
export function launch(kind: BrowserKind, options: LaunchOptions): Promise<RunningBrowser> {
  return (kind === 'firefox' ? new FirefoxBrowser(options) : new ChromiumBrowser(options)).launch();
}
