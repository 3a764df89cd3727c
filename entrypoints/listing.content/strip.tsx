import { render } from 'preact';
import { Marks, type MarksProps } from '@/components/Marks';
import marksCss from '@/components/marks.css?inline';
import themeCss from '@/components/theme.css?inline';
import type { Place } from '@/sites/site';
import type { Ground } from './ground';
import hostCss from './host.css?inline';
import { seal } from './sealed';

const CSS = [hostCss, themeCss, marksCss].join('\n');

/** The name of the host element; all that a page sees of a strip. */
export const HOST = 'dogear-marks';

/** One card's strip: a sealed host in the page, the marks inside it, and what lies over the card. */
export class Strip {
  readonly host: HTMLElement;
  private box: HTMLElement;
  private mount: HTMLElement;
  private lain: { veil?: HTMLElement; fold?: HTMLElement } = {};

  constructor() {
    const { host, root } = seal(HOST, CSS);
    this.host = host;
    this.box = document.createElement('div');
    this.box.className = 'dogear';
    this.mount = document.createElement('div');
    this.mount.className = 'mount';
    this.box.append(this.mount);
    root.append(this.box);
  }

  /** Puts the host where the site wants it. */
  put({ element, where, fit }: Place): void {
    this.host.setAttribute('fit', fit);
    element.insertAdjacentElement(where, this.host);
  }

  draw(props: MarksProps, ground: Ground): void {
    this.box.style.colorScheme = ground.scheme;
    this.box.style.setProperty('--ground', ground.colour);
    render(<Marks {...props} />, this.mount);
    const status = props.mark?.status;
    this.have('veil', status === 'read' || status === 'dismissed')?.classList.toggle(
      'dismissed',
      status === 'dismissed',
    );
    const fold = this.have('fold', props.mark !== undefined && status !== 'dismissed');
    const colour = props.mark?.tags[0]?.colour;
    fold?.style.setProperty('--fold', colour === undefined ? 'var(--accent)' : `var(--tag-${colour})`);
  }

  /** Whether something lies over the card, which must follow its size. */
  get lies(): boolean {
    return Boolean(this.lain.veil || this.lain.fold);
  }

  /** Where the strip's own box is, for `lay`: all boxes are read before any is moved. */
  origin(): DOMRect {
    return this.box.getBoundingClientRect();
  }

  /** Lays veil and fold over the card. Both rectangles in CSS pixels of the viewport. */
  lay(card: DOMRect, origin: DOMRect): void {
    const { veil, fold } = this.lain;
    const [left, top] = [card.left - origin.left, card.top - origin.top];
    if (veil) Object.assign(veil.style, px({ left, top, width: card.width, height: card.height }));
    if (fold) Object.assign(fold.style, px({ left: left + card.width - 18, top }));
  }

  focus(label: string): void {
    this.box.querySelector<HTMLElement>(`[aria-label^="${label}"]`)?.focus();
  }

  remove(): void {
    render(null, this.mount);
    this.host.remove();
  }

  private have(name: 'veil' | 'fold', wanted: boolean): HTMLElement | undefined {
    const there = this.lain[name];
    if (wanted && !there) {
      const layer = document.createElement('div');
      layer.className = name;
      this.lain[name] = layer;
      this.box.append(layer);
    } else if (!wanted && there) {
      there.remove();
      delete this.lain[name];
    }
    return this.lain[name];
  }
}

function px(lengths: Record<string, number>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(lengths).map(([name, length]) => [name, `${Math.round(length * 10) / 10}px`]),
  );
}
