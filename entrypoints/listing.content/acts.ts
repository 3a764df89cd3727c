import { STATUS_WORDS } from '@/components/words';
import type { CitedAs, Mark, Paper, Status } from '@/papers/paper';
import { ask, newAct, UNHURRIED } from '@/papers/remote';
import { inWords, nameOf, type TroubleName } from '@/papers/trouble';
import type { Card } from './cards';
import type { EditorFrame } from './editor-frame';
import type { Ground } from './ground';
import type { Lookup } from './lookup';

/** How long "Saved · Undo" stays, in ms. */
const SAID_FOR = 8_000;

/** What acting needs of the listing around it. */
interface Around {
  readonly ground: Ground;
  readonly editor: EditorFrame;
  readonly lookup: Lookup | undefined;
  draw(cards: Card[]): void;
  /** All elements of a card. */
  partsOf(card: Card): Element[];
  /** Says on the page bar what has happened to several papers, or what stood in the way. */
  say(words: string | undefined, trouble?: TroubleName): void;
}

/** What a user does to cards, carried out and answered where the user is looking. */
export class Acts {
  /** What this page has done and not undone, the last one last. */
  private done: { rev: number; cards: Card[] }[] = [];
  /** The card whose editor was asked for last. */
  private opening: Card | undefined;

  constructor(private around: Around) {}

  /** Saves what is not saved, and removes what is. */
  toggle(card: Card): Promise<void> {
    return isSaved(card) ? this.remove([card]) : this.set([card], 'unread');
  }

  set(cards: Card[], status: Status): Promise<void> {
    return this.change(cards, status === 'unread' ? 'Saved' : STATUS_WORDS[status], { status });
  }

  remove(cards: Card[]): Promise<void> {
    return this.change(cards, 'Removed', { remove: true });
  }

  /** Takes back what was last done on this page; when nothing is left of it, the last act anywhere. */
  async undoLast(): Promise<void> {
    const last = this.done.pop();
    const undone = await this.carryOut(last?.cards ?? [], undefined, () =>
      ask('acts.undo', { act: newAct(), ...(last && { rev: last.rev }) }, UNHURRIED),
    );
    // Asked for again, it is this act that is meant, not the one before it.
    if (last && !undone) this.done.push(last);
  }

  /** Takes back what the card says has just happened to it. */
  async undo(card: Card): Promise<void> {
    const rev = card.said?.rev;
    if (rev === undefined) return;
    this.done = this.done.filter((one) => one.rev !== rev);
    await this.carryOut([card], undefined, () => ask('acts.undo', { act: newAct(), rev }, UNHURRIED));
  }

  /** Opens the frame in which tags and notes are typed; for several papers, their tags. */
  async edit(cards: Card[], focus: 'tags' | 'note'): Promise<void> {
    const [card] = cards;
    if (!card?.strip) return;
    this.opening = card;
    try {
      const { scheme } = this.around.ground;
      const { ticket } = await ask('editor.ticket', { papers: papersOf(cards), focus, scheme });
      // Whoever has asked for another card since is not torn out of it by a late answer.
      if (this.opening !== card) return;
      const { host, title } = card.strip;
      const giveBack = () => card.strip?.focus(focus === 'tags' ? 'Tags' : 'Note');
      this.around.editor.open(ticket, host, scheme, giveBack, this.around.partsOf(card), title);
    } catch (error) {
      this.fail(cards, error);
    }
  }

  /** The page has thrown the editor out while it was open. */
  taken(): void {
    this.around.say(undefined, 'EditorTaken');
  }

  /** Puts papers into the clipboard as text, which the background makes of what this very page says of them. */
  async copy(cards: Card[], as: CitedAs = 'citation'): Promise<void> {
    await this.carryOut(cards, 'Copied', async () => {
      const { text } = await ask('papers.cite', { papers: papersOf(cards), as });
      await navigator.clipboard.writeText(text);
      return undefined;
    });
  }

  private async change(cards: Card[], words: string, what: { status?: Status; remove?: true }): Promise<void> {
    const papers = papersOf(cards);
    if (papers.length) await this.carryOut(cards, words, () => ask('cards.change', { act: newAct(), papers, ...what }));
  }

  /** Cards show what was answered, never a guess; or what stood in the way. */
  private async carryOut(
    cards: Card[],
    words: string | undefined,
    act: () => Promise<{ rev: number; marks: Mark[] } | undefined>,
  ): Promise<boolean> {
    const before = new Map(cards.map((card) => [card, card.mark?.rev]));
    try {
      const done = await act();
      const [only, ...others] = cards;
      for (const card of cards) card.trouble = card.said = undefined;
      if (only && words !== undefined && !(done && others.length)) only.said = { text: words, rev: done?.rev };
      if (!others.length) only?.strip?.say(words ?? 'Undone');
      if (done) {
        if (words !== undefined) this.done.push({ rev: done.rev, cards });
        this.around.lookup?.answered(done.rev, done.marks, cards);
      }
      this.around.say(
        done && others.length && words ? `${words} ${cards.length}` : words === undefined ? 'Undone' : undefined,
      );
      if (only) this.forget(only);
      this.around.draw(cards);
      return true;
    } catch (error) {
      this.fail(cards, error);
      if (nameOf(error) === 'NoAnswer') void this.findOut(before);
      return nameOf(error) === 'NothingToUndo';
    }
  }

  /** An act was not answered, and may be done or not: a card that shows it as done no longer says that it is not. */
  private async findOut(before: Map<Card, number | undefined>): Promise<void> {
    await this.around.lookup?.findOut();
    const done = [...before.keys()].filter((card) => card.mark?.rev !== before.get(card));
    for (const card of done) card.trouble = undefined;
    this.around.draw(done);
  }

  private fail(cards: Card[], error: unknown): void {
    const trouble = nameOf(error);
    const [card, ...others] = cards;
    if (card && !others.length) {
      card.trouble = trouble;
      card.strip?.say(inWords(trouble));
    } else this.around.say(undefined, trouble);
    this.around.draw(cards);
  }

  private forget(card: Card): void {
    const { said } = card;
    if (!said) return;
    setTimeout(() => {
      if (card.said !== said) return;
      card.said = undefined;
      this.around.draw([card]);
    }, SAID_FOR);
  }
}

function papersOf(cards: Card[]): Paper[] {
  return cards.flatMap(({ paper }) => paper ?? []);
}

/** Whether the paper is in the reading list; a dismissed one is known, but not saved. */
export function isSaved({ mark }: Card): boolean {
  return mark !== undefined && mark.status !== 'dismissed';
}
