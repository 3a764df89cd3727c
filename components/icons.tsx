import type { Status } from '@/papers/paper';

/** The sign of Dogear: a page with its corner folded, filled when the paper is saved. */
export function Corner({ folded = false }: { folded?: boolean }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path
        d="M3 2.5h6.2L13 6.3v7.2H3z"
        fill={folded ? 'currentColor' : 'none'}
        fill-opacity="0.16"
        stroke="currentColor"
        stroke-width="1.3"
        stroke-linejoin="round"
      />
      <path
        d="M9.2 2.5v3.8H13z"
        fill={folded ? 'currentColor' : 'none'}
        stroke="currentColor"
        stroke-width="1.3"
        stroke-linejoin="round"
      />
    </svg>
  );
}

/** A status as a ring: empty, half, full, crossed; dashed where there is none yet. */
export function Ring({ status }: { status: Status | undefined }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor">
      <circle cx="8" cy="8" r="5.4" stroke-width="1.3" stroke-dasharray={status ? undefined : '2.2 2'} />
      {status === 'reading' && <path d="M8 4.4a3.6 3.6 0 0 1 0 7.2z" fill="currentColor" stroke="none" />}
      {status === 'read' && <circle cx="8" cy="8" r="3.6" fill="currentColor" stroke="none" />}
      {status === 'dismissed' && <path d="m4.4 11.6 7.2-7.2" stroke-width="1.3" />}
    </svg>
  );
}
