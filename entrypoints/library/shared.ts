import type { TagRow } from '@/papers/rows';
import type { Settings } from '@/papers/settings';
import type { Go, Place } from './address';

/** What every page of the library is given. */
export interface Shared {
  place: Place;
  go: Go;
  /** All tags, by id. */
  tags: Map<string, TagRow>;
  settings: Settings;
}
