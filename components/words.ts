import type { Status } from '@/papers/paper';

/** A status as its reader knows it. */
export const STATUS_WORDS: Record<Status, string> = {
  unread: 'Unread',
  reading: 'Reading',
  read: 'Read',
  dismissed: 'Dismissed',
};
