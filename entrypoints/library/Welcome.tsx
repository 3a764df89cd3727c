import { Corner } from '@/components/icons';
import type { TagRow } from '@/papers/rows';
import type { Go } from './address';
import { TryListing } from './TryListing';

/** The first steps: three things to do. */
export function Welcome({ go, tags }: { go: Go; tags: Map<string, TagRow> }) {
  return (
    <div class="welcome">
      <ol>
        <li>
          <Corner />
          <div>
            <h2>Open a page that lists papers</h2>
            <p>
              <a href="https://huggingface.co/papers" target="_blank" rel="noreferrer">
                Hugging Face Daily Papers
              </a>
              ,{' '}
              <a href="https://arxiv.org/list/cs.CL/recent" target="_blank" rel="noreferrer">
                an arXiv listing
              </a>{' '}
              or a search there. A quiet strip stands on every paper.
            </p>
          </div>
        </li>
        <li>
          <Corner folded />
          <div>
            <h2>Fold the corner of what you want to keep</h2>
            <p>
              Try it here. On a listing, press the corner, or <kbd>j</kbd> to go from paper to paper and <kbd>s</kbd> to
              save. <kbd>t</kbd> adds tags, <kbd>n</kbd> a note. Nobody else sees them, the page neither.
            </p>
            <TryListing tags={tags} />
          </div>
        </li>
        <li>
          <Corner folded />
          <div>
            <h2>Find it again</h2>
            <p>
              The same paper shows its marks wherever you meet it. The toolbar button opens your reading list; here is
              all of it, with search and review.
            </p>
          </div>
        </li>
      </ol>
      <button type="button" class="plain" onClick={() => go({ page: 'papers', q: '' })}>
        To the library
      </button>
    </div>
  );
}
