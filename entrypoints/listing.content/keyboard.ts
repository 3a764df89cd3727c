import type { Command } from '@/papers/listing';

/** Listens for single keys on the page and calls the command that each stands for. */
export class Keyboard {
  private commands = new Map<string, Command>();

  /** `run` gives whether the command did anything; a key that did nothing is left to the page. */
  constructor(private run: (command: Command) => boolean) {}

  /** `keys` gives the key of each command; empty ones, and those in `taken`, which the site uses itself, are off. */
  start(keys: Record<Command, string>, taken: string[] = []): void {
    const entries = Object.entries(keys) as [Command, string][];
    this.commands = new Map(entries.flatMap(([command, key]) => (key && !taken.includes(key) ? [[key, command]] : [])));
    addEventListener('keydown', this.onKeyDown, { capture: true });
  }

  end(): void {
    removeEventListener('keydown', this.onKeyDown, { capture: true });
  }

  private onKeyDown = (event: KeyboardEvent): void => {
    // A page can make up keys, but not trusted ones.
    if (!event.isTrusted || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    const command = this.commands.get(event.key);
    if (!command || !this.run(command)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
}

/** Whether the key belongs to a field, a menu or a dialog of the page, or to one of ours. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  const fields = 'input, textarea, select, [role="textbox"], [role="combobox"], [role="searchbox"], [role="menu"] *';
  return target.closest(`${fields}, dialog[open], [role="dialog"], [role="listbox"]`) !== null;
}
