import type { PageFilter } from '@/papers/listing';
import { isSaved } from './acts';
import type { Card } from './cards';

/** Whether the filter leaves a card in sight. What is selected always stays. */
export function passes(card: Card, filter: PageFilter): boolean {
  const { ids, mark, fresh } = card;
  if (!ids || card.selected) return true;
  if (filter.hideDismissed && mark?.status === 'dismissed') return false;
  if (filter.hideRead && mark?.status === 'read') return false;
  if (filter.onlyNew && !fresh) return false;
  if (filter.onlyUnsaved && isSaved(card)) return false;
  if (filter.tag && !mark?.tags.some((tag) => tag.name === filter.tag)) return false;
  const words = filter.words?.toLowerCase().split(/\s+/).filter(Boolean) ?? [];
  if (!words.length) return true;
  const text = `${card.paper?.title}\n${card.paper?.abstract ?? ''}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Whether anything is filtered at all. */
export function isFiltering(filter: PageFilter): boolean {
  return Object.values(filter).some(Boolean);
}

/** Takes cards out of the page's layout and puts them back, with nothing of the page's own changed but that. */
export class Hiding {
  private hidden = new Map<HTMLElement, string>();

  /** `parts` are all elements of one card. */
  hide(parts: Element[]): void {
    for (const part of outer(parts)) {
      if (this.hidden.has(part)) continue;
      this.hidden.set(part, part.style.getPropertyValue('display'));
      part.style.setProperty('display', 'none', 'important');
    }
  }

  show(parts: Element[]): void {
    for (const part of outer(parts)) {
      const before = this.hidden.get(part);
      if (before === undefined) continue;
      this.hidden.delete(part);
      part.style.removeProperty('display');
      if (before) part.style.setProperty('display', before);
    }
  }
}

/** A card's elements, or what holds its only one and nothing else: hiding that alone would leave a hole in a grid. */
function outer(parts: Element[]): HTMLElement[] {
  return parts.flatMap((part) => {
    let element = part;
    while (
      parts.length === 1 &&
      element.parentElement?.childElementCount === 1 &&
      element.parentElement !== document.body
    )
      element = element.parentElement;
    return element instanceof HTMLElement ? element : [];
  });
}
