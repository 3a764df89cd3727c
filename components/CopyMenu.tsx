import { Check, Copy } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { trusted } from './trusted';

/** One way to copy a paper. */
export interface CopyOffer {
  name: string;
  label: string;
  /** Made when it is asked for. */
  text(): string | Promise<string>;
}

const SHOWN_MS = 1_600;

/** A button and under it the ways to copy a paper: as a citation, a link, a BibTeX entry. */
export function CopyMenu({ title, offers }: { title: string; offers: readonly CopyOffer[] }) {
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (!open || !menu.current || !button.current) return;
    const { right, bottom, top } = button.current.getBoundingClientRect();
    const { style, offsetHeight, offsetWidth } = menu.current;
    style.top = `${bottom + offsetHeight + 8 < innerHeight ? bottom + 2 : Math.max(4, top - offsetHeight - 2)}px`;
    style.left = `${Math.max(4, Math.min(right - offsetWidth, innerWidth - offsetWidth - 4))}px`;
    menu.current.querySelector('button')?.focus();
  }, [open]);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(''), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const close = () => {
    menu.current?.hidePopover();
    button.current?.focus();
  };
  const copy = async ({ label, text }: CopyOffer) => {
    close();
    try {
      await navigator.clipboard.writeText(await text());
      setSaid(`Copied: ${label}`);
    } catch {
      setSaid('Not copied: the browser refused.');
    }
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
        class="quiet"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={`Copy ${title}`}
        title={said || 'Copy'}
        onClick={trusted(() => menu.current?.togglePopover())}
      >
        {said.startsWith('Copied') ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
      </button>
      <span class="said" role="status">
        {said}
      </span>
      <div
        ref={menu}
        class="menu"
        popover="auto"
        role="menu"
        aria-label="Copy"
        onToggle={(event) => setOpen(event.newState === 'open')}
        onKeyDown={onKeyDown}
      >
        {open &&
          offers.map((offer) => (
            <button key={offer.name} type="button" role="menuitem" onClick={trusted(() => void copy(offer))}>
              {offer.label}
            </button>
          ))}
      </div>
    </>
  );
}
