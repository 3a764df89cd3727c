import { useState } from 'preact/hooks';
import { Dialog } from '@/components/Dialog';
import { figure, papers } from '@/components/print';
import { foldTag, TAG_COLOURS } from '@/papers/paper';
import { ask, UNHURRIED } from '@/papers/remote';
import type { TagRow } from '@/papers/rows';
import { useActs } from './acts';
import { ExportForm } from './data/ExportForm';

/** Renames, recolours, merges, exports and deletes a tag. */
export function TagDialog({ tag, tags, close }: { tag: TagRow; tags: TagRow[]; close(): void }) {
  const acts = useActs();
  const [name, setName] = useState(tag.name);
  const [into, setInto] = useState('');
  const taken = tags.find((other) => other.id !== tag.id && other.folded === foldTag(name));
  const act = (words: string, what: object) => {
    close();
    void acts.run(words, (act) => ask('tags.change', { act, id: tag.id, ...what }, UNHURRIED));
  };
  return (
    <Dialog title={`Tag “${tag.name}”`} close={close}>
      <form
        class="rows"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() && name !== tag.name) act(`Renamed to ${name.trim()}`, { rename: name });
        }}
      >
        <label>
          <span>Name</span>
          <input value={name} maxLength={80} onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <button type="submit" class="plain" disabled={!name.trim() || name === tag.name}>
          {taken ? `Rename and merge with “${taken.name}”` : 'Rename'}
        </button>
        <p class="hint">A “/” nests a tag in another: “ml/rl”. What is nested in this one follows.</p>
      </form>
      <div class="rows">
        <span id="tag-colour">Colour</span>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a border and a legend */}
        <div class="colours" role="group" aria-labelledby="tag-colour">
          {Array.from({ length: TAG_COLOURS }, (_, colour) => (
            <button
              key={`${colour}`}
              type="button"
              class="chip"
              data-colour={colour}
              aria-pressed={colour === tag.colour}
              aria-label={`Colour ${colour + 1}`}
              onClick={() => act('Recoloured', { colour })}
            >
              {tag.name.slice(0, 1)}
            </button>
          ))}
        </div>
      </div>
      {tags.length > 1 && (
        <div class="rows">
          <label>
            <span>Merge into</span>
            <select value={into} onChange={(event) => setInto(event.currentTarget.value)}>
              <option value="">Choose a tag</option>
              {tags
                .filter(({ id }) => id !== tag.id)
                .map((other) => (
                  <option key={other.id} value={other.id}>
                    {other.name} ({figure(other.uses)})
                  </option>
                ))}
            </select>
          </label>
          <button type="button" class="plain" disabled={!into} onClick={() => act('Merged', { into })}>
            Merge
          </button>
        </div>
      )}
      {tag.uses > 0 && (
        <div class="rows">
          <ExportForm choice={{ tag: tag.id }} words="Export its papers" />
        </div>
      )}
      <div class="rows">
        <button type="button" class="plain danger" onClick={() => act(`Deleted the tag ${tag.name}`, { remove: true })}>
          Delete the tag
        </button>
        <p class="hint">{papers(tag.uses)} lose it; the papers stay. Can be undone.</p>
      </div>
    </Dialog>
  );
}
