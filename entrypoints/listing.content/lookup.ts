import type { Mark, PaperId } from '@/papers/paper';
import { ask } from '@/papers/remote';
import { nameOf } from '@/papers/trouble';
import type { Card, Cards } from './cards';

/** How long what was seen is gathered before it is told, in ms. */
const SEEN_AFTER = 300;

/** What looking up needs of the listing around it. */
interface Around {
  /** These cards look different now. */
  changed(cards: Card[]): void;
  /** Whether a card is in the viewport or close to it. */
  isNear(card: Card): boolean;
}

/** Asks the background what it knows of the cards, and again when something was written; keeps their marks. */
export class Lookup {
  /** Everything up to this revision is on the cards. */
  private rev: number | undefined;
  /** The latest revision that was heard of. */
  private heard = 0;
  private syncing = false;
  /** On the first page ever nothing is new, and all of it counts as seen. */
  private firstPage = false;
  private unseen = new Set<PaperId>();

  constructor(
    private cards: Cards,
    private around: Around,
  ) {}

  /** Asks about those of the cards that were read and not asked about yet: one message for all. */
  async askAbout(cards: Card[]): Promise<void> {
    const asked = cards.filter((card) => card.ids && !card.asked);
    if (asked.length === 0) return;
    for (const card of asked) card.asked = true;
    try {
      const ids = asked.flatMap(idsOf);
      const { rev, marks, fresh } = await ask('marks.find', { ids, fresh: true });
      this.rev ??= rev;
      this.firstPage ||= fresh === undefined;
      if (this.firstPage) this.shown(asked);
      const never = new Set(this.firstPage ? [] : fresh);
      const different = new Set(this.put(rev, marks, asked));
      for (const card of asked) {
        const fresh = never.size > 0 && idsOf(card).every((id) => never.has(id));
        if (fresh !== card.fresh) different.add(card);
        card.fresh = fresh;
      }
      this.around.changed([...different]);
      void this.tellSeen();
    } catch (error) {
      this.fail(asked, error);
    }
  }

  /** These cards are in sight: their papers are not new the next time. */
  shown(cards: Card[]): void {
    // What nothing is known of yet is told when it is.
    if (this.rev !== undefined && this.unseen.size === 0) setTimeout(() => this.tellSeen(), SEEN_AFTER);
    for (const id of cards.flatMap(idsOf)) this.unseen.add(id);
  }

  /** Takes the answer to an act of this page: the cards, and others of the same papers, have these marks. */
  answered(rev: number, marks: Mark[], cards: Card[]): void {
    // The notice of it needs no asking then.
    if (this.rev !== undefined && rev === this.rev + 1) this.rev = rev;
    const same = cards.flatMap(idsOf).flatMap((id) => this.cards.with(id));
    this.around.changed(this.put(rev, marks, new Set([...cards, ...same])));
  }

  /** Something was written somewhere. */
  hear(rev: number): void {
    this.heard = Math.max(this.heard, rev);
    // What stood in the way when these cards came may do so no longer.
    this.again();
    // A page in the background is given no short waits (Firefox: a second at the least), and does nothing itself.
    if (document.hidden) void this.sync();
    // The answer to an act of this page may be on its way: it makes asking needless.
    else setTimeout(() => this.heard > (this.rev ?? 0) && this.sync(), 10);
  }

  /** Asks, at first after `wait` ms and then more and more seldom, until it is known what is stored. */
  async findOut(wait = 1_000): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, wait));
    if (await this.sync(true)) this.again();
    else if (wait < 60_000) await this.findOut(2 * wait);
  }

  /**
   * Asks what has changed since the last answer, once at a time, until nothing newer was heard of. Gives whether that
   * is known now; what stands in the way is said on the cards, unless that is to be done `quietly`.
   */
  async sync(quietly = false): Promise<boolean> {
    if (this.rev === undefined) return true;
    if (this.syncing) return false;
    this.syncing = true;
    let since = this.rev;
    try {
      do {
        const { rev, marks, touched } = await ask('marks.find', { ids: this.cards.ids(), since });
        this.rev = since = rev;
        const cards = touched ? touched.flatMap((id) => this.cards.with(id)) : [...this.cards.all()];
        this.around.changed(this.put(rev, marks, new Set(cards)));
      } while (this.heard > since);
      return true;
    } catch (error) {
      if (!quietly) this.fail(this.near(), error);
      return false;
    } finally {
      this.syncing = false;
    }
  }

  /** Asks again about cards on which something stood in the way. */
  again(): void {
    void this.askAbout(this.near().filter(({ trouble }) => trouble));
  }

  private near(): Card[] {
    return [...this.cards.all()].filter((card) => this.around.isNear(card));
  }

  /** Gives the cards their marks, none where there is none among them. Gives the cards that look different. */
  private put(rev: number, marks: Mark[], cards: Iterable<Card>): Card[] {
    const byId = new Map(marks.flatMap((mark) => mark.ids.map((id) => [id, mark] as const)));
    const different: Card[] = [];
    for (const card of cards) {
      // An answer that was overtaken by a newer one.
      if (rev < card.asOf) continue;
      card.asOf = rev;
      const id = idsOf(card).find((one) => byId.has(one));
      const mark = id && byId.get(id);
      if (mark?.rev === card.mark?.rev && mark?.key === card.mark?.key && same(mark, card.mark) && !card.trouble)
        continue;
      card.mark = mark;
      card.trouble = undefined;
      different.push(card);
    }
    return different;
  }

  private fail(cards: Card[], error: unknown): void {
    for (const card of cards) {
      card.trouble = nameOf(error, 'CannotOpen');
      card.asked = false;
    }
    this.around.changed(cards);
  }

  private async tellSeen(): Promise<void> {
    const ids = [...this.unseen];
    this.unseen.clear();
    if (ids.length) await ask('cards.seen', { ids }).catch(() => {}); // They will be new again, no more.
  }
}

function idsOf({ ids }: Card): PaperId[] {
  return ids ?? [];
}

/** A tag may have been renamed, which touches no paper. */
function same(a: Mark | undefined, b: Mark | undefined): boolean {
  return JSON.stringify(a?.tags) === JSON.stringify(b?.tags);
}
