import { useState } from 'preact/hooks';
import type { TablePreview } from '@/formats/csv';
import { COLUMN_FIELDS, type ColumnField, type ColumnMap } from '@/formats/format';
import type { Source } from './reading';

const BEGINNING = 64 * 1024;

const WORDS: Partial<Record<ColumnField, string>> = {
  published: 'date of publication',
  url: 'address',
  pdf: 'address of the PDF',
  doi: 'DOI',
  arxiv: 'arXiv number',
  ids: 'identifiers',
  savedAt: 'date of saving',
  updatedAt: 'date of the last change',
  reviewAt: 'review date',
};

/** Says by hand which column of a table is what, where its names tell it wrongly or not at all. */
export function ColumnsByHand({ source, again }: { source: Source; again(columns: ColumnMap): void }) {
  const [table, setTable] = useState<TablePreview>();
  const [columns, setColumns] = useState<(ColumnField | '')[]>([]);
  const open = async () => {
    const { previewTable } = await import('@/formats/csv');
    const { data } = source;
    const text = typeof data === 'string' ? data.slice(0, BEGINNING) : await data.slice(0, BEGINNING).text();
    const found = previewTable(text);
    const byColumn = found.header.map(
      (_, at) => COLUMN_FIELDS.find((field) => found.columns[field]?.includes(at)) ?? ('' as const),
    );
    setTable(found);
    setColumns(byColumn);
  };
  if (!table) {
    return (
      <button type="button" class="link" onClick={() => void open()}>
        Columns by hand
      </button>
    );
  }
  const read = () => {
    const map: ColumnMap = {};
    columns.forEach((field, at) => {
      if (field) map[field] = [...(map[field] ?? []), at];
    });
    again(map);
  };
  return (
    <fieldset class="columns">
      <legend>Columns</legend>
      {table.header.map((name, at) => (
        <label key={at}>
          <span>
            {name || `Column ${at + 1}`}
            <small>{table.rows[0]?.[at]?.slice(0, 60)}</small>
          </span>
          <select
            value={columns[at] ?? ''}
            onChange={(event) => {
              const value = event.currentTarget.value as ColumnField | '';
              setColumns(columns.map((field, other) => (other === at ? value : field)));
            }}
          >
            <option value="">leave out</option>
            {COLUMN_FIELDS.map((field) => (
              <option key={field} value={field}>
                {WORDS[field] ?? field}
              </option>
            ))}
          </select>
        </label>
      ))}
      <button type="button" class="plain" onClick={read}>
        Read it again like this
      </button>
    </fieldset>
  );
}
