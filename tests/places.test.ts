import { describe, expect, it } from 'vitest';
import { wantedScripts } from '@/entrypoints/background/sites';
import { hostPatterns, idOfUrl } from '@/papers/identity';
import { optional } from '@/sites';
import { matches } from '@/sites/matching';

describe('what is registered', () => {
  it('is nothing where nothing was allowed', () => {
    expect(wantedScripts([])).toEqual(new Map());
    expect(wantedScripts(['https://huggingface.co/*', '*://arxiv.org/*'])).toEqual(new Map());
  });

  it('is the pages of a site on the hosts that were allowed', () => {
    expect([...wantedScripts(['https://openreview.net/*'])]).toEqual([['openreview', optional.openreview?.matches]]);
    expect(wantedScripts(['https://scholar.google.co.uk/*']).get('google-scholar')).toEqual([
      'https://scholar.google.co.uk/scholar?*',
      'https://scholar.google.co.uk/citations?*',
    ]);
  });

  it('is the whole of a host that is always to be searched', () => {
    expect([...wantedScripts(['*://lab.example.edu/*'])]).toEqual([
      ['host:lab.example.edu', ['*://lab.example.edu/*']],
    ]);
  });

  it.each(['*://*/*', '<all_urls>', 'https://*/*'])('is nothing for leave to read all sites (%s)', (origin) => {
    expect(wantedScripts([origin])).toEqual(new Map());
  });
});

describe('links that have our menu', () => {
  it.each([
    'https://arxiv.org/pdf/2401.00001v2',
    'https://doi.org/10.1145/3292500',
    'https://www.nature.com/articles/s41586-024-00001-1',
    'https://onlinelibrary.wiley.com/doi/10.1002/x.1',
  ])('%s', (url) => {
    expect(idOfUrl(url)).toBeDefined();
    expect(
      hostPatterns().some((pattern) =>
        pattern === '*://*/doi/*' ? new URL(url).pathname.startsWith('/doi/') : matches(pattern, url),
      ),
    ).toBe(true);
  });
});
