import type { Notice, PageCount } from '@/papers/messages';
import type { Mark } from '@/papers/paper';
import { ask, listen } from '@/papers/remote';
import { asTrouble } from '@/papers/trouble';
import type { Site } from '@/sites/site';
import { Acts, isSaved } from './acts';
import { type Card, Cards } from './cards';
import { Covers } from './covers';
import { EditorFrame } from './editor-frame';
import { type Ground, groundBehind, onSchemeChange } from './ground';
import { HOST, Strip } from './strip';

/** How far outside the viewport a card is made ready, in CSS pixels. */
const NEAR = '600px';
/** A page that throws a strip out this often is left alone. */
const PATIENCE = 30;

/** A listing page with its marks: follows the page as it lives, and the library as it changes. */
export class Listing {
  private cards: Cards | undefined;
  ground: Ground = { colour: '#ffffff', scheme: 'light' };
  private rev: number | undefined;
  private address = '';
  private planned = 0;
  private syncing: Promise<void> | undefined;
  private ends: (() => void)[] = [];
  private strange = new Set<Card>();
  readonly editor = new EditorFrame();
  private acts = new Acts(this);
  private covers = new Covers((card) => this.cards?.site.parts?.(card) ?? [card]);

  private near = new IntersectionObserver((entries) => this.approach(entries), { rootMargin: NEAR });
  private changes = new MutationObserver((records) => this.changed(records));

  constructor(private siteAt: (address: string) => Site | undefined) {}

  start(): void {
    const watched = {
      childList: true,
      subtree: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['href'],
    };
    this.changes.observe(document, watched);
    const returned = (event: PageTransitionEvent) => event.persisted && this.sync();
    addEventListener('pageshow', returned);
    this.ends.push(
      listen((notice) => this.hear(notice)),
      onSchemeChange(() => this.turnScheme()),
      () => removeEventListener('pageshow', returned),
    );
    this.look();
  }

  end(): void {
    for (const end of this.ends) end();
    this.changes.disconnect();
    this.leave();
    this.editor.remove();
  }

  private leave(): void {
    this.near.disconnect();
    this.covers.end();
    for (const card of this.cards?.all() ?? []) card.strip?.remove();
    this.cards = undefined;
    this.strange.clear();
    this.rev = undefined;
  }

  /** Brings the cards in step with the page. */
  private look(): void {
    this.planned = 0;
    if (this.address !== location.href) {
      this.address = location.href;
      const site = this.siteAt(this.address);
      if (site !== this.cards?.site) this.leave();
      if (site) this.cards ??= new Cards(site);
    }
    const { cards } = this;
    if (!cards) return;
    const { came, went } = cards.look();
    for (const card of went) {
      this.near.unobserve(card.element);
      this.covers.drop(card);
      this.strange.delete(card);
      card.strip?.remove();
    }
    const first = came[0];
    if (first && this.rev === undefined) this.ground = groundBehind(first.element);
    for (const card of came) this.near.observe(card.element);
    for (const card of cards.all()) if (card.strip && !card.strip.host.isConnected) this.restore(card);
    if (came.length) requestIdleCallback((deadline) => this.readRest(deadline), { timeout: 1_000 });
  }

  private plan(): void {
    // A hidden page draws no frames, and nobody looks.
    this.planned ||= document.hidden
      ? window.setTimeout(() => this.look(), 200)
      : requestAnimationFrame(() => this.look());
  }

  private changed(records: MutationRecord[]): void {
    const touched = new Set<Card>();
    for (const { target, addedNodes, removedNodes } of records) {
      if (addedNodes.length === 1 && (addedNodes[0] as Element).localName === HOST) continue;
      const thrownOut = removedNodes.length === 1 && (removedNodes[0] as Element).localName === HOST;
      const element = target instanceof Element ? target : target.parentElement;
      const card = !thrownOut && element && this.cards?.around(element);
      if (card) touched.add(card);
      this.plan();
    }
    for (const card of touched) if (card.paper !== undefined && card.element.isConnected) this.reread(card);
  }

  /** The element may show another paper by now: then it gets the other paper's marks. */
  private reread(card: Card): void {
    if (!this.cards?.read(card)) return;
    card.mark = card.said = card.trouble = undefined;
    card.asked = false;
    if (card.paper) this.strange.delete(card);
    if (card.strip) this.draw([card]);
    if (card.near) this.prepare([card]);
  }

  private approach(entries: IntersectionObserverEntry[]): void {
    const came: Card[] = [];
    for (const { target, isIntersecting } of entries) {
      const card = this.cards?.of(target);
      if (!card) continue;
      card.near = isIntersecting;
      if (isIntersecting) came.push(card);
    }
    this.prepare(came);
  }

  /** Reads, draws and asks about cards that somebody is about to see. */
  private prepare(cards: Card[]): void {
    for (const card of cards) if (card.paper === undefined) this.read(card);
    const readable = cards.filter((card) => card.paper);
    this.draw(readable);
    this.askAbout(readable);
  }

  private read(card: Card): void {
    this.cards?.read(card);
    if (card.paper === null) this.strange.add(card);
  }

  /** Reads the cards that nobody is near, when there is time, so that counts are right. */
  private readRest(deadline: IdleDeadline): void {
    const unread = [...(this.cards?.all() ?? [])].filter((card) => card.paper === undefined);
    let read = 0;
    while (read < unread.length && deadline.timeRemaining() > 2) this.read(unread[read++] as Card);
    if (read < unread.length) requestIdleCallback((next) => this.readRest(next));
    else this.askAbout([...(this.cards?.all() ?? [])]);
  }

  private async askAbout(cards: Card[]): Promise<void> {
    const asked = cards.filter((card) => card.paper && !card.asked);
    if (asked.length === 0) return;
    for (const card of asked) card.asked = true;
    try {
      const ids = asked.flatMap((card) => card.paper?.ids ?? []);
      const { rev, marks } = await ask('marks.find', { ids });
      this.rev ??= rev;
      this.show(marks, asked);
    } catch (error) {
      for (const card of asked) {
        card.trouble = asTrouble(error, 'CannotOpen').name;
        card.asked = false;
      }
      this.draw(asked.filter((card) => card.strip));
    }
  }

  /** Gives the cards their marks, none where there is none among them, and draws those that look different. */
  private show(marks: Mark[], cards: Iterable<Card>): void {
    const byId = new Map(marks.flatMap((mark) => mark.ids.map((id) => [id, mark] as const)));
    const different: Card[] = [];
    for (const card of cards) {
      const id = card.paper?.ids.find((one) => byId.has(one));
      const mark = id && byId.get(id);
      if (mark === card.mark && !card.trouble) continue;
      card.mark = mark;
      card.trouble = undefined;
      if (card.strip) different.push(card);
    }
    this.draw(different);
  }

  /** Draws the strips of these cards as they now are. */
  draw(cards: Card[]): void {
    for (const card of cards) {
      if (!card.paper) {
        card.strip?.remove();
        card.strip = undefined;
        continue;
      }
      const strip = card.strip ?? this.place(card);
      if (!strip) continue;
      const props = { title: card.paper.title, mark: card.mark, said: card.said?.text, trouble: card.trouble };
      strip.draw({ ...props, acts: this.acts.on(card, card.paper) }, this.ground);
    }
    this.covers.lay(cards);
  }

  private place(card: Card): Strip | undefined {
    const place = this.cards?.site.place(card.element);
    if (!place) return undefined;
    // Copies that a page has made of our hosts are empty shells.
    for (const shell of card.element.querySelectorAll(HOST)) shell.remove();
    card.strip = new Strip();
    card.strip.put(place);
    return card.strip;
  }

  private restore(card: Card): void {
    const place = card.expelled++ < PATIENCE ? this.cards?.site.place(card.element) : undefined;
    if (place) card.strip?.put(place);
    this.covers.lay([card]);
  }

  /** Takes the answer to an act of this page: the cards, and others of the same papers, have these marks. */
  answered(rev: number, marks: Mark[], cards: Card[]): void {
    // The notice of it needs no asking then.
    if (rev === (this.rev ?? 0) + 1) this.rev = rev;
    const same = cards.flatMap((card) => card.paper?.ids ?? []).flatMap((id) => [...(this.cards?.with(id) ?? [])]);
    this.show(marks, new Set([...cards, ...same]));
  }

  private hear(notice: Notice): PageCount | undefined {
    if (notice.notice === 'editor') this.editor.hear(notice);
    // The answer to an act of this page may be on its way: it makes asking needless.
    else if (notice.notice === 'changed') setTimeout(() => (this.rev ?? 0) < notice.rev && this.sync(), 10);
    else return this.count();
    return undefined;
  }

  /** Asks what has changed since the last answer, once at a time. */
  private sync(): void {
    this.syncing ??= this.catchUp().finally(() => {
      this.syncing = undefined;
    });
  }

  private async catchUp(): Promise<void> {
    const { cards, rev: since } = this;
    if (!cards || since === undefined) return;
    try {
      const { rev, marks, touched } = await ask('marks.find', { ids: cards.ids(), since });
      this.rev = rev;
      this.show(marks, touched ? touched.flatMap((id) => [...cards.with(id)]) : cards.all());
    } catch (error) {
      const trouble = asTrouble(error, 'NoAnswer').name;
      for (const card of cards.all()) if (card.near) card.trouble = trouble;
      this.draw([...cards.all()].filter((card) => card.strip));
    }
  }

  private count(): PageCount | undefined {
    if (!this.cards) return undefined;
    const papers = [...this.cards.all()].filter((card) => card.paper);
    const saved = papers.filter(isSaved).length;
    return { site: this.cards.site.name, papers: papers.length, saved, unread: this.strange.size };
  }

  private turnScheme(): void {
    const [first] = this.cards?.all() ?? [];
    if (!first) return;
    const ground = groundBehind(first.element);
    if (ground.colour === this.ground.colour && ground.scheme === this.ground.scheme) return;
    this.ground = ground;
    this.draw([...(this.cards?.all() ?? [])].filter((card) => card.strip));
  }
}
