import type { MarksActs } from '@/components/Marks';
import type { Mark, Paper, Status } from '@/papers/paper';
import { ask, newAct } from '@/papers/remote';
import { asTrouble } from '@/papers/trouble';
import type { Card } from './cards';
import type { EditorFrame } from './editor-frame';
import type { Ground } from './ground';

/** How long "Saved · Undo" stays, in ms. */
const SAID_FOR = 8_000;

/** What acting needs of the listing around it. */
interface Around {
  readonly ground: Ground;
  readonly editor: EditorFrame;
  /** Takes an answer of the background: these cards now have these marks, none where there is none. */
  answered(rev: number, marks: Mark[], cards: Card[]): void;
  draw(cards: Card[]): void;
}

/** What a user does to a card, carried out and answered on it. */
export class Acts {
  constructor(private around: Around) {}

  on(card: Card, paper: Paper): MarksActs {
    return {
      save: () => void (isSaved(card) ? this.remove(card, paper) : this.set(card, paper, 'unread')),
      status: (status) => void this.set(card, paper, status),
      edit: (focus) => void this.edit(card, paper, focus),
      undo: () => void this.undo(card),
    };
  }

  private set(card: Card, paper: Paper, status: Status): Promise<void> {
    const said = status === 'dismissed' ? 'Dismissed' : 'Saved';
    return this.carryOut(card, said, () => ask('cards.change', { act: newAct(), papers: [paper], status }));
  }

  private remove(card: Card, paper: Paper): Promise<void> {
    return this.carryOut(card, 'Removed', () => ask('cards.change', { act: newAct(), papers: [paper], remove: true }));
  }

  private async undo(card: Card): Promise<void> {
    const rev = card.said?.rev;
    if (rev !== undefined) await this.carryOut(card, undefined, () => ask('acts.undo', { act: newAct(), rev }));
  }

  /** The card shows what was answered, never a guess; or what stood in the way. */
  private async carryOut(
    card: Card,
    said: string | undefined,
    act: () => Promise<{ rev: number; marks: Mark[] }>,
  ): Promise<void> {
    try {
      const { rev, marks } = await act();
      card.trouble = undefined;
      card.said = said === undefined ? undefined : { text: said, rev };
      this.around.answered(rev, marks, [card]);
      this.forget(card);
    } catch (error) {
      card.trouble = asTrouble(error).name;
    }
    this.around.draw([card]);
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

  private async edit(card: Card, paper: Paper, focus: 'tags' | 'note'): Promise<void> {
    const { strip } = card;
    if (!strip) return;
    try {
      const { ticket } = await ask('editor.ticket', { paper, focus, scheme: this.around.ground.scheme });
      this.around.editor.open(ticket, strip.host, () => card.strip?.focus(focus === 'tags' ? 'Tags' : 'Note'));
    } catch (error) {
      card.trouble = asTrouble(error).name;
      this.around.draw([card]);
    }
  }
}

/** Whether the paper is in the reading list; a dismissed one is known, but not saved. */
export function isSaved({ mark }: Card): boolean {
  return mark !== undefined && mark.status !== 'dismissed';
}
