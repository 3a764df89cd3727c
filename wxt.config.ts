import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { minify } from 'terser';
import { defineConfig } from 'wxt';

/** Our pages load what the package holds and talk to nobody. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const CONTEXT = fileURLToPath(new URL('entrypoints/listing.content/context.ts', import.meta.url));
/**
 * What popup and library load before they draw their first rows comes in few files, not in twenty: each costs the browser
 * a few milliseconds. It is found by following their imports, so that what is loaded later (`import()`) is in none of them.
 */
const FIRST = {
  background: fileURLToPath(new URL('entrypoints/background/index.ts', import.meta.url)),
  popup: fileURLToPath(new URL('entrypoints/popup/index.html', import.meta.url)),
  library: fileURLToPath(new URL('entrypoints/library/index.html', import.meta.url)),
};
type Page = keyof typeof FIRST;
/** The files, and by whom all that is in one is loaded; what several describe is in the first. */
const FILES: [name: string, loadedBy: (by: (page: Page) => boolean) => boolean][] = [
  ['papers', (by) => by('background') && (by('popup') || by('library'))],
  ['drawing', (by) => by('popup') && by('library')],
  ['listing', (by) => by('library')],
];

type Modules = { getModuleInfo(id: string): { importedIds: readonly string[] } | null };

/** Which modules each page loads before anything else; asked once per build. */
function loadedFirst(modules: Modules): (page: Page, id: string) => boolean {
  const reach = (id: string, found: Set<string>): Set<string> => {
    if (found.has(id)) return found;
    found.add(id);
    for (const next of modules.getModuleInfo(id)?.importedIds ?? []) reach(next, found);
    return found;
  };
  const found = new Map(Object.entries(FIRST).map(([page, main]) => [page, reach(main, new Set())]));
  return (page, id) => id !== FIRST[page] && found.get(page)?.has(id) === true;
}

/** A file with other versions of the data, for a build that tries an upgrade. Nothing that ships is made so. */
const TRIAL = process.env.DOGEAR_VERSIONS;

const ANY = '*://*/*';

/** Reads names of characters with a table of its own, where `index.dom.js` asks the browser by `innerHTML`. */
const CHARACTERS = /(decode-named-character-reference\/index)\.dom\.js$/;

/**
 * Takes out of libraries what could turn text into code or markup and is used nowhere: Preact's raw HTML becomes text,
 * the global object goes by its name instead of being asked of `Function`.
 */
const plain = () => ({
  name: 'dogear:plain',
  transform(code: string, id: string) {
    if (!id.includes('node_modules')) return undefined;
    if (CHARACTERS.test(id)) return { code: readFileSync(id.replace(CHARACTERS, '$1.js'), 'utf8'), map: null };
    const named = code.replace(/\bFunction\((['"`])return this\1\)\(\)/g, 'globalThis');
    const safe = /\/preact\/dist\/preact\b/.test(id) ? named.replaceAll('.innerHTML', '.textContent') : named;
    return safe === code ? undefined : { code: safe, map: null };
  },
});

/** Goes over what Vite has made small already: gzipped, a script loses another 300 bytes by it. */
const smaller = () => ({
  name: 'dogear:smaller',
  async generateBundle(_: unknown, files: Record<string, { code?: string }>) {
    for (const file of Object.values(files)) {
      if (file.code) file.code = (await minify(file.code, { ecma: 2020, compress: { passes: 3 } })).code ?? file.code;
    }
  },
});

/** A match pattern without its path. */
const hostOf = (pattern: string) => pattern.replace(/^([^:]+:\/\/[^/]+)\/.*$/, '$1/*');

export default defineConfig({
  imports: false,
  ...(TRIAL && { outDir: '.output/trial' }),
  manifestVersion: 3,
  hooks: {
    'vite:build:extendConfig': (entrypoints, config) => {
      // Scripts for other pages are one file each, and as small as can be.
      if (!entrypoints.some(({ name }) => name === 'popup')) {
        config.plugins = [config.plugins, smaller()];
        return;
      }
      let isFirst: ReturnType<typeof loadedFirst> | undefined;
      const groups = FILES.map(([file, loadedBy], at) => ({
        priority: FILES.length - at,
        name: (id: string, modules: Modules) => {
          isFirst ??= loadedFirst(modules);
          return loadedBy((page) => isFirst?.(page, id) === true) ? file : null;
        },
      }));
      const output = { codeSplitting: { groups } };
      config.build = { ...config.build, rolldownOptions: { ...config.build?.rollupOptions } };
      delete config.build.rollupOptions;
      Object.assign(config.build.rolldownOptions ?? {}, {
        output: { ...config.build.rolldownOptions?.output, ...output },
      });
    },
    'build:manifestGenerated': (_wxt, manifest) => {
      // WXT asks for all sites of the script that is registered later; they are asked for one by one, when wished for.
      const sites = [...new Set(manifest.host_permissions?.map(hostOf))];
      // The hosts whose pages our script runs on anyway: only so can a page that is open get the new script after an update.
      manifest.host_permissions = [
        ...new Set(manifest.content_scripts?.flatMap(({ matches = [] }) => matches.map(hostOf))),
      ];
      // By name, for browsers that list what an extension may be allowed; and any host that its user names.
      manifest.optional_host_permissions = [...sites, ANY];
      manifest.web_accessible_resources = [
        // A new address in each session of the browser, where it can do that (Firefox has random ones anyway).
        {
          resources: ['editor.html'],
          matches: [ANY],
          ...(manifest.browser_specific_settings ? {} : { use_dynamic_url: true }),
        },
      ];
    },
  },
  vite: ({ command }) => ({
    // The development server needs WXT's own, by which it exchanges scripts.
    ...(command === 'build' && {
      resolve: {
        alias: [
          { find: 'wxt/utils/content-script-context', replacement: CONTEXT },
          ...(TRIAL ? [{ find: /^\.\/versions$/, replacement: TRIAL }] : []),
        ],
      },
    }),
    // Parsers are loaded when they are needed, in workers too; only modules can do that.
    worker: { format: 'es', plugins: () => [plain()] },
    plugins: [preact(), plain()],
    // Newer than Vite's default, which would rewrite light-dark() so that it no longer follows `color-scheme`.
    build: { target: 'es2022', modulePreload: { polyfill: false }, cssTarget: ['chrome123', 'firefox142'] },
  }),
  manifest: ({ browser, command }) => ({
    name: '__MSG_name__',
    description: '__MSG_description__',
    default_locale: 'en',
    // unlimitedStorage is the only thing that keeps Chrome from evicting an extension's database.
    // alarms: a backup a day, also when nothing else wakes the worker. None of them shows a warning.
    permissions: [
      ...['storage', 'unlimitedStorage', 'activeTab', 'scripting', 'contextMenus', 'alarms'],
      ...(browser === 'firefox' ? [] : ['sidePanel']),
    ],
    // Copies of backups, where no folder can be chosen; asked for when its user switches them on.
    ...(browser === 'firefox' && { optional_permissions: ['downloads'] }),
    omnibox: { keyword: 'dg' },
    commands: {
      _execute_action: { suggested_key: { default: 'Alt+Shift+D' } },
      'open-library': { suggested_key: { default: 'Alt+Shift+L' }, description: 'Open the library' },
      'open-beside': { suggested_key: { default: 'Alt+Shift+B' }, description: 'Open the library beside the page' },
    },
    // WXT's development server brings a policy of its own.
    ...(command === 'build' && { content_security_policy: { extension_pages: POLICY } }),
    ...(browser === 'firefox'
      ? {
          sidebar_action: { default_panel: 'library.html', default_title: 'Dogear', open_at_install: false },
          browser_specific_settings: {
            gecko: {
              id: 'dogear@dogear.app',
              strict_min_version: '142.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : { minimum_chrome_version: '123', side_panel: { default_path: 'library.html' } }),
  }),
});
