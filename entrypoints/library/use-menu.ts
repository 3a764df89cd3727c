import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** The sidebar where it has no room of its own: opened over the page, as a menu. */
export interface Menu {
  open: boolean;
  show(): void;
  /** Closes it; the focus goes back to where it was opened from. */
  close(): void;
  /** Closes it and leaves the focus where it is: one has gone elsewhere. */
  leave(): void;
}

/** Escape, a press beside it and the focus going elsewhere close the menu. */
export function useMenu(): Menu {
  const [open, setOpen] = useState(false);
  const opener = useRef<Element | null>(null);
  const leave = () => setOpen(false);
  const close = () => {
    setOpen(false);
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  const show = () => {
    opener.current = document.activeElement;
    setOpen(true);
  };
  // Before it is seen: whoever presses at once means what is seen.
  useLayoutEffect(() => {
    if (!open) return;
    document.querySelector<HTMLElement>('.close-menu')?.focus();
    const outside = ({ target }: Event) => target instanceof Element && !target.closest('.sidebar');
    const onKeyDown = (event: KeyboardEvent) => {
      // A dialog that was opened from the menu is closed first.
      if (event.key !== 'Escape' || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      close();
    };
    const onPress = (event: Event) => outside(event) && leave();
    addEventListener('keydown', onKeyDown);
    addEventListener('pointerdown', onPress);
    addEventListener('focusin', onPress);
    return () => {
      removeEventListener('keydown', onKeyDown);
      removeEventListener('pointerdown', onPress);
      removeEventListener('focusin', onPress);
    };
  }, [open]);
  return { open, show, close, leave };
}
