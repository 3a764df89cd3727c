import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { RunningBrowser, type ShadowReader, sourceOf, until } from './running';

/** Fixed, so that an extension page has a known address and keeps its database over restarts. */
const UUID = 'd06ea5ed-0000-4000-8000-000000000001';

/** Firefox, driven through WebDriver BiDi; the extension is installed anew at every start, its data stays. */
export class FirefoxBrowser extends RunningBrowser {
  readonly kind = 'firefox';
  #id = '';

  protected async start(): Promise<Browser> {
    const { executable, extension, profile, headed = false, network, viewport } = this.options;
    if (extension) this.#id = await geckoId(extension);
    return puppeteer.launch({
      browser: 'firefox',
      executablePath: executable,
      userDataDir: profile,
      headless: !headed,
      defaultViewport: headed && !viewport ? null : (viewport ?? { width: 1280, height: 900 }),
      acceptInsecureCerts: network !== undefined,
      // Tests stop the extension's background as the browser does, which only the browser's own code may ask for.
      args: headed ? [] : ['--remote-allow-system-access'],
      extraPrefsFirefox: {
        'extensions.originControls.grantByDefault': true,
        'extensions.webextensions.uuids': JSON.stringify({ [this.#id]: UUID }),
        ...(headed ? {} : { 'layout.css.devPixelsPerPx': '1.0' }),
        ...(network ? proxyPreferences(network.port) : {}),
        ...(this.options.forgetful && { 'browser.privatebrowsing.autostart': true }),
        ...this.options.preferences,
      },
    });
  }

  protected async install(folder: string): Promise<void> {
    // Puppeteer's own `installExtension` cannot say the last of it.
    const extensionData = { type: 'path', path: folder };
    const install = { extensionData, 'moz:allowPrivateBrowsing': this.options.forgetful ?? false };
    await this.#bidi('webExtension.install', install).catch((error: unknown) => {
      throw new Error(`${this.version} did not take the extension: ${error instanceof Error ? error.message : error}`);
    });
    if (this.options.headed) return;
    await until('Firefox to start the extension', () =>
      this.#privileged<boolean>(`WebExtensionPolicy.getByID(${JSON.stringify(this.#id)})?.active === true`),
    );
  }

  extensionUrl(path: string): string {
    return `moz-extension://${UUID}/${path}`;
  }

  async openExtension(path: string, viewport = { width: 400, height: 600 }): Promise<Page> {
    const page = await this.browser.newPage();
    await page.setViewport(viewport);
    // The page opens, but Firefox never tells that it did.
    await page.goto(this.extensionUrl(path), { timeout: 500 }).catch(() => undefined);
    await until(`${path} to open`, () => page.evaluate(() => document.readyState === 'complete'));
    return page;
  }

  async inShadow<Args extends readonly unknown[], Result>(
    page: Page,
    tagName: string,
    reader: ShadowReader<Args, Result>,
    ...args: Args
  ): Promise<Result> {
    // A sandbox sees the page's nodes but not what the page's scripts did to their prototypes.
    const target = { context: contextOf(page), sandbox: 'dogear' };
    const hosts = await this.#send<RemoteValue>('script.callFunction', {
      functionDeclaration: '(name) => [...document.getElementsByTagName(name)]',
      arguments: [{ type: 'string', value: tagName }],
      target,
      awaitPromise: false,
      serializationOptions: { includeShadowTree: 'all', maxDomDepth: 0 },
    });
    const roots = (hosts.value as RemoteNode[]).flatMap((host) => host.value?.shadowRoot ?? []);
    const answer = await this.#send<RemoteValue>('script.callFunction', {
      functionDeclaration: `async (json, ...roots) => JSON.stringify(await ${sourceOf(reader)}(roots, ...JSON.parse(json)))`,
      arguments: [
        { type: 'string', value: JSON.stringify(args) },
        ...roots.map(({ sharedId }) => ({ type: 'node', sharedId })),
      ],
      target,
      awaitPromise: true,
    });
    return (answer.type === 'string' ? JSON.parse(answer.value as string) : undefined) as Result;
  }

  async stopWorker(): Promise<void> {
    const extension = `WebExtensionPolicy.getByID(${JSON.stringify(this.#id)}).extension`;
    // A page that is waiting for an answer starts it anew at once: "starting" says as well that it had stopped.
    await until('the background to stop', () =>
      this.#privileged<boolean>(
        `${extension}.terminateBackground({ disableResetIdleForTest: true }).then(() => ${extension}.backgroundState !== 'running')`,
      ),
    );
  }

  /** Opens the extension's sidebar, as its entry in the browser's menu does, and gives the address that it shows. */
  openSidebar(): Promise<string> {
    const name = this.#id.replace(/[^\w-]/g, '_');
    return until('the sidebar to open', () =>
      this.#privileged<string | undefined>(`SidebarController.show('${name}-sidebar-action').then(() => {
        const panel = document.getElementById('sidebar').contentDocument.querySelector('browser');
        return panel?.currentURI.spec.startsWith('moz-extension:') ? panel.currentURI.spec : undefined;
      })`),
    );
  }

  /**
   * Presses keys one after the other as from the keyboard, which the browser's own window hears first: its shortcuts and
   * its address bar. `held` are the names of keys that are held meanwhile: `Alt`, `Shift`.
   */
  async pressKeys(keys: readonly string[], held: readonly string[] = []): Promise<void> {
    await this.#privileged(`(async () => {
      const processor = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor);
      if (!processor.beginInputTransactionForTests(window)) throw new Error('no keys can be pressed');
      const codes = { Alt: 18, Shift: 16, ArrowDown: 40, Enter: 13, ' ': 32 };
      const event = (key) => new KeyboardEvent('', { key, keyCode: codes[key] ?? key.toUpperCase().charCodeAt(0) });
      const [held, keys] = ${JSON.stringify([held, keys])};
      for (const key of held) processor.keydown(event(key));
      for (const key of keys) {
        processor.keydown(event(key));
        processor.keyup(event(key));
      }
      for (const key of held) processor.keyup(event(key));
    })()`);
  }

  /** Gives the focus to the address bar, with nothing in it. */
  async enterAddressBar(): Promise<void> {
    await this.#privileged("window.focus(), gURLBar.focus(), (gURLBar.value = '')");
  }

  /** What the address bar offers now, as its user reads it; the first is what Enter does. */
  offeredInAddressBar(): Promise<string[]> {
    const rows = '[...document.querySelectorAll(".urlbarView-row")]';
    return this.#privileged<string>(
      `JSON.stringify(${rows}.filter((row) => row.style.display !== 'none').map((row) => row.textContent))`,
    ).then((text) => JSON.parse(text));
  }

  /** Addresses of all tabs, those of extensions too. */
  tabAddresses(): Promise<string[]> {
    return this.#privileged<string>(
      'JSON.stringify([...gBrowser.tabs].map(({ linkedBrowser }) => linkedBrowser.currentURI.spec))',
    ).then((text) => JSON.parse(text));
  }

  /** Runs an expression in the browser's own window. */
  async #privileged<T>(expression: string): Promise<T> {
    const tree = await this.#bidi<{ contexts: { context: string }[] }>('browsingContext.getTree', {
      'moz:scope': 'chrome',
    });
    const answer = await this.#send<RemoteValue>('script.evaluate', {
      expression,
      target: { context: tree.contexts[0]?.context },
      awaitPromise: true,
    });
    return answer.value as T;
  }

  async #send<T>(method: string, parameters: object): Promise<T> {
    const answer = await this.#bidi<{ result: T; exceptionDetails?: { text: string } }>(method, parameters);
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text);
    return answer.result;
  }

  // Puppeteer keeps its connection to itself; closed shadow roots are reached through it alone.
  async #bidi<T>(method: string, parameters: object): Promise<T> {
    const { connection } = this.browser as unknown as {
      connection: { send(method: string, parameters: object): Promise<{ result: T }> };
    };
    return (await connection.send(method, parameters)).result;
  }
}

interface RemoteValue {
  type: string;
  value?: unknown;
}

interface RemoteNode {
  sharedId: string;
  value?: { shadowRoot?: RemoteNode | null };
}

function contextOf(page: Page): string {
  return (page.mainFrame() as unknown as { _id: string })._id;
}

async function geckoId(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
    browser_specific_settings?: { gecko?: { id?: string } };
  };
  const id = manifest.browser_specific_settings?.gecko?.id;
  if (!id) throw new Error(`The build in ${folder} names no Firefox id (browser_specific_settings.gecko.id).`);
  return id;
}

function proxyPreferences(port: number): Record<string, unknown> {
  return {
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': port,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': port,
    'network.proxy.no_proxies_on': '',
    'network.proxy.allow_hijacking_localhost': true,
    'network.proxy.failover_direct': false,
    'network.trr.mode': 5,
  };
}
