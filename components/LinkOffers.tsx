import { useEffect, useId, useState } from 'preact/hooks';

/** A paper that a note can lead to. */
export interface LinkOffer {
  /** Such as `arxiv:2401.00001`. */
  id: string;
  title: string;
}

export interface LinkOffers {
  offers: LinkOffer[];
  chosen: number;
  /** Of the list's element; options are numbered after it. */
  id: string;
  /** Looks at what stands before the caret. */
  look(before: string): void;
  /** Takes a key that moves in the offers; gives whether it did. */
  onKeyDown(event: KeyboardEvent, take: (offer: LinkOffer) => void): boolean;
  close(): void;
}

/** What is offered once `[[` was typed. */
export function useLinkOffers(suggest: ((text: string) => Promise<LinkOffer[]>) | undefined): LinkOffers {
  const id = useId();
  const [typed, setTyped] = useState<string>();
  const [offers, setOffers] = useState<LinkOffer[]>([]);
  const [chosen, setChosen] = useState(0);
  useEffect(() => {
    let ended = false;
    if (typed === undefined || !suggest) setOffers([]);
    else {
      suggest(typed).then((found) => {
        if (ended) return;
        setOffers(found);
        setChosen(0);
      });
    }
    return () => {
      ended = true;
    };
  }, [typed]);
  return {
    offers,
    chosen,
    id,
    look: (before) => setTyped(/\[\[([^[\]\n]{0,80})$/.exec(before)?.[1]),
    close: () => setTyped(undefined),
    onKeyDown: (event, take) => {
      const offer = offers[chosen];
      if (!offer || event.isComposing) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) setChosen((chosen + step + offers.length) % offers.length);
      else if (event.key === 'Enter' || event.key === 'Tab') take(offer);
      else if (event.key === 'Escape') setTyped(undefined);
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}

/** The papers that are offered, under the note. */
export function LinkList({ links, take }: { links: LinkOffers; take(offer: LinkOffer): void }) {
  const { offers, chosen, id } = links;
  return (
    <div id={id} role="listbox" aria-label="Papers to link to" class="offers" hidden={offers.length === 0}>
      {offers.map((offer, at) => (
        <div
          key={offer.id}
          id={`${id}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === chosen}
          onPointerDown={(event) => {
            event.preventDefault();
            take(offer);
          }}
        >
          <span class="offer-title">{offer.title}</span>
          <span class="uses">{offer.id}</span>
        </div>
      ))}
    </div>
  );
}
