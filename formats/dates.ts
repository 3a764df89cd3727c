/** Milliseconds since 1970 from ISO 8601, seconds or milliseconds, or the serial days of a spreadsheet. */
export function timeOf(text: string | undefined): number | undefined {
  const bare = text?.trim() ?? '';
  if (/^\d{5}(\.\d+)?$/.test(bare)) return time(Math.round((Number(bare) - 25_569) * 86_400_000));
  if (/^\d{9,10}$/.test(bare)) return time(Number(bare) * 1000);
  if (/^\d{11,14}$/.test(bare)) return time(Number(bare));
  // A date without a zone means the same everywhere only if it is taken as UTC.
  const utc = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(bare) ? `${bare.replace(' ', 'T')}Z` : bare;
  return /\d{4}/.test(utc) ? time(Date.parse(utc)) : undefined;
}

/** The number where it can be a moment in milliseconds since 1970. */
export function time(at: number | undefined): number | undefined {
  return at !== undefined && Number.isInteger(at) && at >= 0 && at <= 8.64e15 ? at : undefined;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** `2024`, `2024-05` or `2024-05-17` from how people and programs write dates of publication. */
export function publishedOf(text: string | undefined): string | undefined {
  const bare = text?.trim().slice(0, 100) ?? '';
  const [, year, month, day] = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:$|\D)/.exec(bare) ?? [];
  if (year) return dateOf(year, month, day);
  const [, number, after] = /^(\d{1,2})[/.](\d{4})$/.exec(bare) ?? [];
  if (after) return dateOf(after, number);
  // "17 May 2024", "May 2024"
  const named = /\b\d{4}\b/.exec(bare)?.[0];
  const word = /[a-z]{3,}/i.exec(bare)?.[0];
  return named && dateOf(named, word, /\b\d{1,2}\b/.exec(bare)?.[0]);
}

/** A date from its parts; a part that cannot be is left out with all that follow it. Months by number or name. */
export function dateOf(year: string, month?: string, day?: string): string | undefined {
  if (!/^\d{4}$/.test(year)) return undefined;
  const named = MONTHS.indexOf(month?.trim().slice(0, 3).toLowerCase() ?? '') + 1;
  const parts = [year];
  for (const [value, most] of [
    [named || Number(month), 12],
    [Number(day), 31],
  ] as const) {
    if (!Number.isInteger(value) || value < 1 || value > most) break;
    parts.push(String(value).padStart(2, '0'));
  }
  return parts.join('-');
}

/** A year, a month's number from 1 and a day, as far as the date is known. */
export function partsOf(published: string): [year: number, month?: number, day?: number] {
  return published.split('-').map(Number) as [number, number?, number?];
}
