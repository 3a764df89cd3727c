import preact from '@preact/preset-vite';
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

export default defineConfig({
  imports: false,
  manifestVersion: 3,
  hooks: {
    'build:manifestGenerated': (_wxt, manifest) => {
      // The editor frame opens on listing pages, and on no others.
      const pages = (manifest.content_scripts ?? []).flatMap((script) => script.matches ?? []);
      const matches = [...new Set(pages.map((page) => page.replace(/^([^:]+:\/\/[^/]+)\/.*$/, '$1/*')))];
      manifest.web_accessible_resources = [
        // A new address in each session of the browser, where it can do that (Firefox has random ones anyway).
        {
          resources: ['editor.html'],
          matches,
          ...(manifest.browser_specific_settings ? {} : { use_dynamic_url: true }),
        },
      ];
    },
  },
  vite: () => ({
    // Parsers are loaded when they are needed, in workers too; only modules can do that.
    worker: { format: 'es' },
    plugins: [preact()], // Newer than Vite's default, which would rewrite light-dark() so that it no longer follows `color-scheme`.
    build: { target: 'es2022', cssTarget: ['chrome123', 'firefox142'] },
  }),
  manifest: ({ browser, command }) => ({
    name: '__MSG_name__',
    description: '__MSG_description__',
    default_locale: 'en',
    // unlimitedStorage is the only thing that keeps Chrome from evicting an extension's database.
    // alarms: a backup a day, also when nothing else wakes the worker. None of them shows a warning.
    permissions: ['storage', 'unlimitedStorage', 'alarms'],
    // WXT's development server brings a policy of its own.
    ...(command === 'build' && { content_security_policy: { extension_pages: POLICY } }),
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'dogear@dogear.app',
              strict_min_version: '142.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : { minimum_chrome_version: '123' }),
  }),
});
