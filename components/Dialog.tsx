import { X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface DialogProps {
  title: string;
  close(): void;
  /** Whether it is there to be read: it begins at its top, whatever can be pressed further down. */
  read?: true;
  children: ComponentChildren;
}

const PRESSABLE = ':is(input, select, textarea, button, a[href]):not(:disabled, header *)';

/**
 * A dialog over the page; Escape, the cross and a press beside it close it. The focus begins on what is first to be done
 * in it, where there is nothing yet on its title (WAI-ARIA APG, modal dialog), and goes back to where it was.
 */
export function Dialog({ title, close, read, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const { current } = dialog;
    current?.showModal();
    const first = current?.querySelector<HTMLElement>(read ? 'h2' : PRESSABLE) ?? current?.querySelector('h2');
    first?.focus();
    if (first instanceof HTMLInputElement) first.select();
    // However it ends: a dialog that is taken away open gives the focus to nobody.
    return () => current?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself
    <dialog
      ref={dialog}
      aria-label={title}
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class="sheet">
        <header>
          <h2 tabIndex={-1}>{title}</h2>
          <button type="button" class="quiet" aria-label="Close" onClick={close}>
            <X size={16} aria-hidden="true" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
