import type { ComponentChildren } from 'preact';
import type { Status } from '@/papers/paper';

/** A sign of 16 by 16 in lines of the text's colour; it says nothing to those who listen. */
function drawn(lines: ComponentChildren) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      stroke-width="1.3"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      {lines}
    </svg>
  );
}

/** The sign of Dogear: a page with its corner folded, filled when the paper is saved. */
export function Corner({ folded = false }: { folded?: boolean }) {
  const fill = folded ? 'currentColor' : 'none';
  return drawn(
    <>
      <path d="M3 2.5h6.2L13 6.3v7.2H3z" fill={fill} fill-opacity="0.16" />
      <path d="M9.2 2.5v3.8H13z" fill={fill} />
    </>,
  );
}

/** A status as a ring: empty, half, full, crossed; dashed where there is none yet. */
export function Ring({ status }: { status: Status | undefined }) {
  return drawn(
    <>
      <circle cx="8" cy="8" r="5.4" stroke-dasharray={status ? undefined : '1 3.2'} />
      {status === 'reading' && <path d="M8 4.4a3.6 3.6 0 0 1 0 7.2z" fill="currentColor" stroke="none" />}
      {status === 'read' && <circle cx="8" cy="8" r="3.6" fill="currentColor" stroke="none" />}
      {status === 'dismissed' && <path d="m4.4 11.6 7.2-7.2" />}
    </>,
  );
}

const SIGNS = {
  tag: 'M2.5 2.5h5l6 6-5 5-6-6zM5.2 5.2h.01',
  note: 'M3 2.5h10v7l-4 4H3zM9 13.2V9.5h4',
  down: 'm4 6 4 4 4-4',
  help: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12M6.3 6.3a1.7 1.7 0 1 1 2.3 1.7c-.4.2-.6.5-.6 1M8 11.2h.01',
  filter: 'M2 3h12L9.5 8.5V13l-3-1.5v-3z',
  grip: 'M6 4h.01M6 8h.01M6 12h.01M10 4h.01M10 8h.01M10 12h.01',
};

/** A plain sign of the strip and the bar; an icon library would weigh more than these on every listing. */
export function Sign({ name }: { name: keyof typeof SIGNS }) {
  return drawn(<path d={SIGNS[name]} stroke-width={name === 'grip' ? 2 : undefined} />);
}
