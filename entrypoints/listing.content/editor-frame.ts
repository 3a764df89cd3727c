import { browser } from '#imports';
import type { Notice } from '@/papers/messages';
import { extent } from './covers';
import editorCss from './editor-frame.css?inline';
import { type Sealed, seal } from './sealed';

const WIDTH = 420;
const GAP = 6;
/** How long after a press on the page the focus may move because of it, in ms. */
const BY_HAND = 1_000;

/**
 * The frame in which a user types: a page of the extension, so that the page around it receives no event of what is
 * typed. One at a time, above everything, under the strip it was opened from.
 */
export class EditorFrame {
  private sealed: Sealed | undefined;
  private frame: HTMLIFrameElement | undefined;
  private giveBack: (() => void) | undefined;
  private anchor: Element | undefined;
  private card: Element[] | undefined;
  private title: Element | null | undefined;
  private closing = new AbortController();
  /** When the user last did something on the page around the frame. */
  private touched = -BY_HAND;

  /** `taken` is called when the page has thrown the frame out. */
  constructor(private taken: () => void) {}

  /**
   * Opens at `anchor` and shows what the ticket stands for. `giveBack` puts the focus back when it closes. `card` are the
   * elements of the card, if it is for one, and `title` its title, where that stands below the anchor.
   */
  open(
    ticket: string,
    anchor: Element,
    scheme: 'light' | 'dark',
    giveBack: () => void,
    card?: Element[],
    title?: Element | null,
  ): void {
    this.remove();
    this.card = card;
    this.title = title;
    this.giveBack = giveBack;
    this.anchor = anchor;
    this.sealed = seal('dogear-editor', editorCss);
    const { host, root } = this.sealed;
    this.frame = document.createElement('iframe');
    this.frame.title = 'Dogear: tags and note';
    this.frame.src = `${browser.runtime.getURL('/editor.html')}#${ticket}`;
    // Until its page is there.
    this.frame.style.background = scheme === 'dark' ? '#16191d' : '#ffffff';
    root.append(this.frame);
    // The top layer: no ancestor of the page can clip, cover by stacking, or fade it.
    host.popover = 'manual';
    document.documentElement.append(host);
    host.showPopover();
    host.addEventListener('toggle', (event) => (event as ToggleEvent).newState === 'closed' && this.lose(host));
    this.settle(196);
    this.frame.addEventListener('load', () => this.frame?.focus());
    const { signal } = this.closing;
    addEventListener('resize', () => this.frame && this.settle(this.frame.offsetHeight), { signal });
    // Escape closes also while the page has the focus: the frame stores what was typed as it goes.
    const leave = ({ key, isTrusted }: KeyboardEvent) =>
      key === 'Escape' && isTrusted && this.hear({ notice: 'editor', close: true });
    addEventListener('keydown', leave, { capture: true, signal });
    const touch = ({ isTrusted, timeStamp }: Event) => {
      if (isTrusted) this.touched = timeStamp;
    };
    addEventListener('pointerdown', touch, { capture: true, signal });
  }

  /**
   * The frame has lost the focus. When the page took it, it is taken back: what is typed next would reach the page.
   * Gives whether that was so.
   */
  left(): boolean {
    // Elsewhere in the browser, or in the frame again.
    if (!this.frame || !document.hasFocus() || document.activeElement === this.sealed?.host) return false;
    if (performance.now() - this.touched < BY_HAND) return false;
    this.frame.focus();
    return true;
  }

  /** The page has thrown the frame out, or made it no popover any more. */
  private lose(host: HTMLElement): void {
    if (this.sealed?.host !== host) return;
    this.remove();
    this.taken();
  }

  /** Looks whether the frame is still where it was put; a frame that is moved begins anew. */
  check(): void {
    const { host } = this.sealed ?? {};
    if (host && !host.matches(':popover-open')) this.lose(host);
  }

  hear(notice: Extract<Notice, { notice: 'editor' }>): void {
    if (notice.close) {
      const { giveBack } = this;
      this.remove();
      giveBack?.();
    } else if (notice.height) {
      this.settle(notice.height);
      this.frame?.scrollIntoView({ block: 'nearest' });
    }
  }

  remove(): void {
    this.closing.abort();
    this.closing = new AbortController();
    const { sealed } = this;
    this.sealed = this.frame = this.anchor = this.giveBack = undefined;
    sealed?.host.remove();
  }

  /**
   * Under the strip, or above the card where there is no room below; a strip that stands above the title has it above
   * itself, or below the title. In document coordinates, so that it scrolls along.
   */
  private settle(height: number): void {
    if (!this.frame || !this.anchor || !this.sealed) return;
    const at = this.anchor.getBoundingClientRect();
    const width = Math.min(WIDTH, innerWidth - 16);
    const head = Math.min(at.top, this.title || !this.card ? at.top : extent(this.card).top) - GAP - height;
    const foot = Math.max(at.bottom, this.title?.getBoundingClientRect().bottom ?? 0) + GAP;
    const above = head >= 0 && (this.title || foot + height > innerHeight);
    const left = Math.max(8, Math.min(at.left, innerWidth - width - 8));
    const top = above ? head : foot;
    const [x, y] = [`${left + scrollX}px`, `${top + scrollY}px`];
    Object.assign(this.frame.style, { left: x, top: y, width: `${width}px`, height: `${height}px` });
  }
}
