import type { Columns } from './catalogue-columns';
import type { Order } from './lists';

/** How finely worth is told apart: papers of about the same worth keep their order. */
const LEVELS = 255;
/** Papers that are put into their places one by one; more are sorted anew with all others. */
const FEW = 500;

/** All papers in every order that was asked for, each made once; what is added later is put into its place. */
export class Orders {
  private made = new Map<Order['by'], { slots: Uint32Array; known: number }>();
  private added: number[] = [];
  private picked = new Uint32Array(0);

  constructor(private papers: () => Columns) {}

  forget(): void {
    this.made.clear();
    this.added = [];
  }

  /** A paper has come, or stands in a new slot. */
  add(slot: number): void {
    this.added.push(slot);
  }

  /** Makes an order before it is asked for. */
  prepare(by: Order['by']): void {
    this.sorted(by);
  }

  /** The papers that are `alive`, in an order; good until the next call, which uses the same memory. */
  pick({ by, rising }: Order, alive: Uint8Array): Uint32Array<ArrayBuffer> {
    const slots = this.made.has(by) || !isFew(alive) ? this.sorted(by) : this.anew(by, alive);
    if (this.picked.length < slots.length) this.picked = new Uint32Array(slots.length);
    const { picked } = this;
    let end = 0;
    for (let at = 0; at < slots.length; at++) {
      const slot = slots[rising ? at : slots.length - 1 - at] ?? 0;
      if (alive[slot]) picked[end++] = slot;
    }
    return picked.subarray(0, end);
  }

  /** Lowest first. May hold slots that are no longer in use. */
  private sorted(by: Order['by']): Uint32Array {
    const made = this.made.get(by);
    const later = made ? this.added.slice(made.known) : [];
    if (made && later.length === 0) return made.slots;
    const slots = made && later.length <= FEW ? this.merged(made.slots, later, by) : this.anew(by);
    this.made.set(by, { slots, known: this.added.length });
    return slots;
  }

  private anew(by: Order['by'], among?: Uint8Array): Uint32Array {
    const papers = this.papers();
    const slots = new Uint32Array(papers.length);
    let end = 0;
    for (let slot = 0; slot < papers.length; slot++) {
      if (among ? among[slot] : papers.has(slot)) slots[end++] = slot;
    }
    return slots.subarray(0, end).sort(this.order(by));
  }

  private merged(old: Uint32Array, later: number[], by: Order['by']): Uint32Array {
    const papers = this.papers();
    const order = this.order(by);
    const kept = old.filter((slot) => papers.has(slot));
    const fresh = later.filter((slot) => papers.has(slot)).sort(order);
    const slots = new Uint32Array(kept.length + fresh.length);
    let [from, end] = [0, 0];
    for (const slot of fresh) {
      let [low, high] = [from, kept.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (order(kept[middle] ?? 0, slot) < 0) low = middle + 1;
        else high = middle;
      }
      slots.set(kept.subarray(from, low), end);
      end += low - from;
      from = low;
      slots[end++] = slot;
    }
    slots.set(kept.subarray(from), end);
    return slots;
  }

  private order(by: Order['by']): (a: number, b: number) => number {
    const papers = this.papers();
    const value = papers.sorter(by);
    return (a, b) => {
      const [left, right] = [value(a), value(b)];
      if (left !== right) return left < right ? -1 : 1;
      return papers.savedOf(a) - papers.savedOf(b);
    };
  }
}

/** Whether so few are `alive` that they need not wait until all others are in order. */
function isFew(alive: Uint8Array): boolean {
  let count = 0;
  for (let slot = 0; slot < alive.length; slot++) count += alive[slot] ?? 0;
  return count < alive.length / 4;
}

/** Best first; papers of about the same worth keep their order. */
export function byScore(slots: Uint32Array, scores: Float32Array): Uint32Array<ArrayBuffer> {
  // Counted into their levels: plain loops, since iterators over a hundred thousand take ten times as long.
  let most = 0;
  for (let at = 0; at < slots.length; at++) {
    const score = scores[slots[at] ?? 0] ?? 0;
    if (score > most) most = score;
  }
  const levels = new Uint8Array(slots.length);
  const starts = new Uint32Array(LEVELS + 2);
  for (let at = 0; at < slots.length; at++) {
    const level = LEVELS - Math.round(((scores[slots[at] ?? 0] ?? 0) / (most || 1)) * LEVELS);
    levels[at] = level;
    starts[level + 1] = (starts[level + 1] ?? 0) + 1;
  }
  for (let level = 1; level < starts.length; level++) starts[level] = (starts[level] ?? 0) + (starts[level - 1] ?? 0);
  const sorted = new Uint32Array(slots.length);
  for (let at = 0; at < slots.length; at++) {
    const level = levels[at] ?? 0;
    const place = starts[level] ?? 0;
    starts[level] = place + 1;
    sorted[place] = slots[at] ?? 0;
  }
  return sorted;
}
