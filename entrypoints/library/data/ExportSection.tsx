import { useState } from 'preact/hooks';
import { figure } from '@/components/print';
import { STATUS_WORDS } from '@/components/words';
import type { Choice } from '@/papers/exporting';
import { useLive } from '@/papers/live';
import { STATUSES, type Status } from '@/papers/paper';
import { ExportForm } from './ExportForm';

/** Writes the library, or a status or tag of it, to a file. */
export function ExportSection() {
  const [what, setWhat] = useState('all');
  const tags = useLive(
    async (library) => (await library.tags.orderBy('folded').toArray()).filter((tag) => tag.uses),
    [],
  );
  return (
    <section class="data-section" aria-labelledby="export-title">
      <h2 id="export-title">Export</h2>
      <p>
        Everything that you have made of your papers, in a file that is yours. Dogear JSON holds all of it; the others
        hold what their programs know. What you have searched for or selected is exported from the list itself.
      </p>
      <ExportForm choice={choiceOf(what)}>
        <label>
          <span>Papers</span>
          <select value={what} onChange={(event) => setWhat(event.currentTarget.value)}>
            <option value="all">All of them</option>
            <optgroup label="By status">
              {STATUSES.map((status) => (
                <option key={status} value={`status:${status}`}>
                  {STATUS_WORDS[status]}
                </option>
              ))}
            </optgroup>
            {tags.value && tags.value.length > 0 && (
              <optgroup label="By tag">
                {tags.value.map(({ id, name, uses }) => (
                  <option key={id} value={`tag:${id}`}>
                    {name} ({figure(uses)})
                  </option>
                ))}
              </optgroup>
            )}
          </select>
        </label>
      </ExportForm>
    </section>
  );
}

function choiceOf(what: string): Choice {
  const [kind, value = ''] = what.split(/:(.*)/s);
  if (kind === 'status') return { filter: { status: value as Status } };
  if (kind === 'tag') return { tag: value };
  return { all: true };
}
