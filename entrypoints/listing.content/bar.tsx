import { render } from 'preact';
import { PageBar, type PageBarProps } from '@/components/PageBar';
import barCss from '@/components/page-bar.css?inline';
import themeCss from '@/components/theme.css?inline';
import { inWords, type TroubleName } from '@/papers/trouble';
import { announce } from './announce';
import { box, type Sealed, seal } from './sealed';

const CSS = `${themeCss}\n${barCss}`;
const HOST = 'dogear-bar';
/** How long "Saved 12 · Undo" stays, in ms. */
const SAID_FOR = 10_000;

/** The page bar in its sealed host, and what it says for a while. */
export class Bar {
  readonly mount = box('dogear');
  private sealed: Sealed;
  /** What those who listen have been told last of what is selected and hidden. */
  private state = '0 selected, 0 hidden';
  private said: { said?: string | undefined; trouble?: TroubleName | undefined } = {};

  /** `again` draws the bar. */
  constructor(private again: () => void) {
    this.sealed = seal(HOST, CSS);
    this.sealed.root.append(this.mount);
    document.documentElement.append(this.sealed.host);
  }

  draw(props: Omit<PageBarProps, 'said'>, scheme: 'light' | 'dark'): void {
    const { right, bottom } = props.place;
    const { selected, hidden } = props.counts;
    const state = `${selected} selected, ${hidden} hidden`;
    if (state !== this.state) announce(this.mount, state);
    this.state = state;
    // Asking for the size of the window would have the page laid out.
    this.mount.style.cssText = `color-scheme:${scheme};--right:${right}px;--bottom:${bottom}px`;
    render(<PageBar {...props} {...this.said} />, this.mount);
  }

  say(words: string | undefined, trouble?: TroubleName): void {
    const said = (words ?? trouble) ? { said: words, trouble } : {};
    this.said = said;
    this.again();
    if (words ?? trouble) announce(this.mount, words ?? inWords(trouble as TroubleName));
    if (words === undefined) return;
    setTimeout(() => {
      if (this.said !== said) return;
      this.said = {};
      this.again();
    }, SAID_FOR);
  }

  end(): void {
    render(null, this.mount);
    this.sealed.host.remove();
  }
}
