import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Query } from '@/papers/query';
import { useDraft } from './use-draft';

/** One filter: its name, and beside it what can be chosen. */
export function Field({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <fieldset class="filter-field">
      <legend class="said">{name}</legend>
      <span aria-hidden="true">{name}</span>
      <div>{children}</div>
    </fieldset>
  );
}

interface BoxesProps {
  options: (readonly [value: string, words: string])[];
  chosen: string[];
  choose(values: string[]): void;
}

/** Several of a few: each with a box. */
export function Boxes({ options, chosen, choose }: BoxesProps) {
  return (
    <div class="boxes">
      {options.map(([value, words]) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={({ currentTarget: { checked } }) =>
              choose(checked ? [...chosen, value] : chosen.filter((one) => one !== value))
            }
          />
          <span title={words}>{words}</span>
        </label>
      ))}
    </div>
  );
}

type Mode = 'any' | 'all' | 'none';

/** Papers with any, all or none of some tags. */
export function TagChoice({ query, names, change }: { query: Query; names: string[]; change(query: Query): void }) {
  const terms = query.filter(({ field }) => field === 'tag');
  const [mode, setMode] = useState<Mode>(
    terms.some(({ not }) => not) ? 'none' : terms.some(({ values }) => values.length > 1) ? 'any' : 'all',
  );
  const chosen = terms.flatMap(({ values }) => values);
  const write = (values: string[], how: Mode) => {
    const rest = query.filter(({ field }) => field !== 'tag');
    if (values.length === 0) return change(rest);
    const made: Query =
      how === 'all'
        ? values.map((value) => ({ field: 'tag', values: [value] }))
        : [{ field: 'tag', values, ...(how === 'none' && { not: true }) }];
    change([...rest, ...made]);
  };
  if (names.length === 0) return null;
  return (
    <Field name="Tags">
      <select
        aria-label="Which of the tags"
        value={mode}
        onChange={({ currentTarget: { value } }) => {
          setMode(value as Mode);
          write(chosen, value as Mode);
        }}
      >
        <option value="any">Any of</option>
        <option value="all">All of</option>
        <option value="none">None of</option>
      </select>
      <Boxes options={names.map((name) => [name, name])} chosen={chosen} choose={(values) => write(values, mode)} />
    </Field>
  );
}

/** The years of publishing, as `2024..2026`; open at either end where nothing is given. */
export function Years({ value, set }: { value: string; set(value: string): void }) {
  const [from = '', to = from] = value.split('..');
  const write = (first: string, last: string) =>
    set(first || last ? (first === last ? first : `${first}..${last}`) : '');
  const first = useDraft(from, (year) => write(year, to));
  const last = useDraft(to, (year) => write(from, year));
  return (
    <Field name="Published">
      <input aria-label="From the year" type="number" placeholder="from" {...first} />
      <span class="to">to</span>
      <input aria-label="To the year" type="number" placeholder="to" {...last} />
    </Field>
  );
}
