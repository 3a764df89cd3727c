import { browser } from '#imports';
import type { Command } from '@/papers/listing';

/**
 * Listens for single keys on the page and calls the command that each stands for. The page goes first: whoever calls
 * off a `keydown` lets no `keypress` come, and of those that come we are the last to hear.
 */
export class Keyboard {
  #commands = new Map<string, Command>();
  #focused: Element | null = null;
  #run: (command: Command) => boolean;

  /** `run` gives whether the command did anything; a key that did nothing is left to the page. */
  constructor(run: (command: Command) => boolean) {
    this.#run = run;
  }

  /** The key of each command; empty ones are off, and so are those in `taken`. Without `keys` nothing is heard. */
  use(keys: Partial<Record<Command, string>> = {}, taken: string[] = []): void {
    this.end();
    const entries = Object.entries(keys) as [Command, string][];
    this.#commands = new Map(
      entries.flatMap(([command, key]) => (key && !taken.includes(key) ? [[key, command]] : [])),
    );
    if (this.#commands.size) addEventListener('keypress', this.#before, { capture: true });
  }

  end(): void {
    removeEventListener('keypress', this.#before, { capture: true });
    removeEventListener('keypress', this.#after);
  }

  #before = (event: KeyboardEvent): void => {
    // The page may have kept the last key to itself.
    removeEventListener('keypress', this.#after);
    // A page can make up keys, but not trusted ones.
    if (!event.isTrusted || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.#commands.has(event.key) || isTyping(event)) return;
    this.#focused = document.activeElement;
    // What is added now comes after all that the page has there.
    addEventListener('keypress', this.#after);
  };

  #after = (event: KeyboardEvent): void => {
    removeEventListener('keypress', this.#after);
    const command = this.#commands.get(event.key);
    // The page has used the key, also where it does not say so but moves the focus.
    if (!command || event.defaultPrevented || document.activeElement !== this.#focused) return;
    if (this.#run(command)) event.preventDefault();
  };
}

/** Whether the key belongs to a field, a menu or a dialog of the page, or to one of ours. */
function isTyping(event: KeyboardEvent): boolean {
  let target = event.composedPath()[0];
  // Events hide what lies in closed roots, of the page or of ours.
  for (let inner: EventTarget | null | undefined = target; inner instanceof HTMLElement; ) {
    target = inner;
    inner = rootOf(inner)?.activeElement;
  }
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  const fields = 'input, textarea, select, [role="textbox"], [role="combobox"], [role="searchbox"], [role="menu"] *';
  return target.closest(`${fields}, dialog[open], [role="dialog"], [role="alertdialog"], [role="listbox"]`) !== null;
}

/** The root in an element, closed ones too, which only an extension may have: Chromium by a function, Firefox here. */
function rootOf(element: HTMLElement): ShadowRoot | null | undefined {
  if (!import.meta.env.FIREFOX) return browser.dom.openOrClosedShadowRoot(element);
  return (element as { openOrClosedShadowRoot?: ShadowRoot | null }).openOrClosedShadowRoot;
}
