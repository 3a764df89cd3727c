import { useEffect, useRef, useState } from 'preact/hooks';
import { STATUSES, type Status } from '@/papers/paper';
import { Ring } from './icons';
import { Painted } from './Painted';
import { trusted } from './trusted';
import { STATUS_WORDS } from './words';

/** The ring, and under it the four statuses. */
export function StatusMenu({ status, choose }: { status: Status | undefined; choose(status: Status): void }) {
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!open || !menu.current || !button.current) return;
    const { left, bottom, top } = button.current.getBoundingClientRect();
    const { style, offsetHeight, offsetWidth } = menu.current;
    const below = bottom + offsetHeight + 8 < innerHeight;
    style.top = `${below ? bottom + 2 : top - offsetHeight - 2}px`;
    style.left = `${Math.max(4, Math.min(left, innerWidth - offsetWidth - 4))}px`;
    const chosen =
      menu.current.querySelector<HTMLElement>('[aria-checked="true"]') ?? menu.current.querySelector('button');
    chosen?.focus();
  }, [open]);
  const close = () => {
    menu.current?.hidePopover();
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll('button') ?? [])];
    const at = items.indexOf(event.target as HTMLButtonElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) items[(at + step + items.length) % items.length]?.focus();
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class="ring"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={`Status: ${status ? STATUS_WORDS[status] : 'none'}`}
        title={status ? STATUS_WORDS[status] : 'Status'}
        onClick={trusted(() => menu.current?.togglePopover())}
      >
        <Ring status={status} />
      </button>
      <div
        ref={menu}
        class="menu"
        popover="auto"
        role="menu"
        aria-label="Status"
        onToggle={(event) => setOpen(event.newState === 'open')}
        onKeyDown={onKeyDown}
      >
        {open &&
          STATUSES.map((name) => (
            <button
              key={name}
              type="button"
              role="menuitemradio"
              aria-label={STATUS_WORDS[name]}
              aria-checked={name === status}
              onClick={trusted(() => {
                close();
                choose(name);
              })}
            >
              <Ring status={name} />
              <Painted text={STATUS_WORDS[name]} />
            </button>
          ))}
      </div>
    </>
  );
}
