import { Star } from 'lucide-preact';

/** A rating of one to five, to choose; the chosen one again takes it away. */
export function Stars({ rating = 0, choose }: { rating?: number | undefined; choose(rating: number | null): void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a border and a legend that no row of stars has
    <div class="stars" role="group" aria-label="Rating">
      {[1, 2, 3, 4, 5].map((value) => (
        <button
          key={value}
          type="button"
          class={value <= rating ? 'lit' : ''}
          aria-pressed={value === rating}
          aria-label={`${value} of 5`}
          title={value === rating ? 'Take the rating away' : `${value} of 5`}
          onClick={() => choose(value === rating ? null : value)}
        >
          <Star size={16} aria-hidden="true" />
        </button>
      ))}
    </div>
  );
}
