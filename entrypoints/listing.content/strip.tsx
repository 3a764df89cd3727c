import { render } from 'preact';
import { Marks, type MarksProps } from '@/components/Marks';
import marksCss from '@/components/marks.css?inline';
import menuCss from '@/components/menu.css?inline';
import themeCss from '@/components/theme.css?inline';
import type { Place } from '@/sites/site';
import { announce } from './announce';
import type { Ground } from './ground';
import hostCss from './host.css?inline';
import { box, seal } from './sealed';

/** What lies over a card. */
type Cover = 'veil' | 'fold' | 'dot' | 'edge' | 'outline';

/** How a card looks beside its marks. */
interface Looks {
  fresh: boolean;
  selected?: boolean | undefined;
  current?: boolean | undefined;
  watched: boolean;
}

/** The widths of a strip in a line of text, in CSS pixels: four buttons, and a note that can be read. */
const LEAST = 100;
const MOST = 560;
/** Where a row leaves less, what is known of a paper can hardly be read. */
const ROOM = 180;
/** The least margin that takes two buttons, which may stand out of it a little. */
const GUTTER = 40;
/** What the fold takes of a card's first line, and its side, in CSS pixels. */
const CORNER = 22;
const FOLD = 18;

let css = [hostCss, themeCss, menuCss, marksCss].join('\n');

/** What else strips wear on the pages of one script, to be said before the first is made. */
export function wear(more: string): void {
  css += more;
}

/** The name of the host element; all that a page sees of a strip. */
export const HOST = 'dogear-marks';

/** One card's strip: a sealed host in the page, the marks inside it, and what lies over the card. */
export class Strip {
  readonly host: HTMLElement;
  private box = box('dogear');
  private mount = box('mount');
  /** Where it was put, until it has been given its width there. */
  unfitted: Place | undefined;
  /** The title, where the strip stands above it. */
  title: Place['title'];
  private lain: Partial<Record<Cover, HTMLElement>> = {};

  constructor() {
    const { host, root } = seal(HOST, css);
    this.host = host;
    this.box.append(this.mount);
    root.append(this.box);
  }

  /** Puts the host where the site wants it. */
  put(place: Place): void {
    const { element, where, fit } = place;
    this.title = place.title;
    this.host.setAttribute('fit', fit);
    this.host.removeAttribute('tight');
    this.mount.style.flex = '';
    this.unfitted = place;
    let last = where === 'beforeend' ? element.lastChild : null;
    // Blanks that end a block take no room; they would, with something behind them.
    while (last?.nodeType === Node.TEXT_NODE && !last.nodeValue?.trim()) last = last.previousSibling;
    if (last) last.after(this.host);
    else element.insertAdjacentElement(where, this.host);
  }

  /** The room from the strip to the end of what it stands in, in CSS pixels; `undefined` where CSS gives it its size. */
  room(): number | undefined {
    if (!this.unfitted || this.host.getAttribute('fit') !== 'line') return undefined;
    const block = this.block();
    // What ends a row is as wide as what it holds, and has all that the row has left.
    const row = block?.nextElementSibling ? null : block?.parentElement;
    const line = (row && getComputedStyle(row).display === 'flex' ? row : block)?.getBoundingClientRect();
    const at = this.host.getBoundingClientRect();
    if (!line) return undefined;
    return getComputedStyle(this.host).direction === 'rtl' ? at.right - line.left : line.right - at.left;
  }

  /** What the strip's line lies in. */
  private block(): Element | null {
    let block = this.host.parentElement;
    while (block && getComputedStyle(block).display === 'inline') block = block.parentElement;
    return block;
  }

  /**
   * Whether the row it ends leaves it too little, or the line has no room for the buttons, or not even for the strip,
   * which then begins a new one; or there is no margin for it to stand in.
   */
  crowds(): boolean {
    const block = this.block();
    const fit = this.host.getAttribute('fit');
    if (fit === 'row') return this.host.offsetWidth < ROOM;
    if (!block) return false;
    const { direction, paddingLeft, marginInlineStart } = getComputedStyle(block);
    if (fit === 'gutter') return parseFloat(marginInlineStart) < GUTTER;
    const room = this.room();
    if (room === undefined) return false;
    const before = this.host.getBoundingClientRect().left - block.getBoundingClientRect().left;
    return room < LEAST || (direction === 'ltr' && before - parseFloat(paddingLeft) < 10);
  }

  /** Takes the room. Where there is not enough for the buttons, the strip goes to the next line, to be fitted anew. */
  take(room: number): void {
    const alone = this.host.hasAttribute('tight');
    if (alone || room >= LEAST) this.unfitted = undefined;
    else this.host.setAttribute('tight', '');
    // On the card's first line the fold wants its corner.
    const left = alone ? room : room - CORNER;
    // Inside the box, which keeps its own size: no browser has to lay out the page for it.
    this.mount.style.flex = `0 0 ${Math.max(LEAST, Math.min(left, MOST))}px`;
  }

  /** Whether it has gone to the next line and is to be fitted there. */
  get moved(): boolean {
    return this.unfitted !== undefined && this.host.isConnected && this.host.hasAttribute('tight');
  }

  draw(props: MarksProps, ground: Ground, { fresh, selected = false, current = false, watched }: Looks): void {
    this.box.style.colorScheme = ground.scheme;
    this.box.style.setProperty('--ground', ground.colour);
    render(<Marks {...props} />, this.mount);
    const status = props.mark?.status;
    this.have('veil', status === 'read' || status === 'dismissed')?.classList.toggle(
      'dismissed',
      status === 'dismissed',
    );
    const fold = this.have('fold', props.mark !== undefined && status !== 'dismissed');
    this.have('dot', fresh);
    this.have('edge', watched);
    const outline = this.have('outline', current || selected);
    outline?.classList.toggle('current', current);
    outline?.classList.toggle('selected', selected);
    const colour = props.mark?.tags[0]?.colour;
    fold?.style.setProperty('--fold', colour === undefined ? 'var(--accent)' : `var(--tag-${colour})`);
  }

  /** Whether something lies over the card, which must follow its size. */
  get lies(): boolean {
    return Object.keys(this.lain).length > 0;
  }

  /** Where the strip's own box is, for `lay`: all boxes are read before any is moved. */
  origin(): DOMRect {
    return this.box.getBoundingClientRect();
  }

  /**
   * Lays veil and fold over the card, mirrored where it is read from the right. Both rectangles in CSS pixels of the
   * viewport; `beyond` is how much room there is before and after bare text that begins at the card's edge, `undefined`
   * where it does not.
   */
  lay(card: DOMRect, origin: DOMRect, rtl: boolean, beyond?: [before: number, after: number]): void {
    const { width, height } = card;
    const put = (name: Cover, start: number, down: number, wide: number, tall = wide) => {
      const lengths = {
        left: card.left - origin.left + (rtl ? width - start - wide : start),
        top: card.top - origin.top + down,
        width: wide,
        height: tall,
      };
      for (const [side, length] of Object.entries(lengths)) this.lain[name]?.style.setProperty(side, `${length}px`);
    };
    const [before, after] = beyond ?? [0, 0];
    put('veil', 0, 0, width, height);
    put('edge', 0, 0, 3, height);
    // Around bare text and beside it, as far as the window has room, so as to cover none of it.
    const out = Math.max(0, Math.min(6, before, after));
    put('outline', -out, -out, width + 2 * out, height + 2 * out);
    put('dot', beyond ? Math.max(-11, 1 - before) : 5, beyond ? 7 : 5, 7);
    // Beside bare text, as small as the window needs it there.
    const fold = beyond ? Math.max(10, Math.min(FOLD, after)) : FOLD;
    put('fold', width - fold + Math.max(0, Math.min(fold, after)), 0, fold);
    this.lain.fold?.style.setProperty('scale', rtl ? '-1 1' : '1');
  }

  /** Puts the focus on the strip as a whole, so that it is read out and the card is seen to be the current one. */
  focusGroup(): void {
    this.box.querySelector<HTMLElement>('.strip')?.focus({ preventScroll: true });
  }

  /** Says what has happened to those who do not see it. */
  say(text: string): void {
    announce(this.box, text);
  }

  focus(label: string): void {
    this.box.querySelector<HTMLElement>(`[aria-label^="${label}"]`)?.focus();
  }

  remove(): void {
    render(null, this.mount);
    this.host.remove();
  }

  private have(name: Cover, wanted: boolean): HTMLElement | undefined {
    const there = this.lain[name];
    if (wanted && !there) {
      const layer = box(name);
      this.lain[name] = layer;
      this.box.append(layer);
    } else if (!wanted && there) {
      there.remove();
      delete this.lain[name];
    }
    return this.lain[name];
  }
}
