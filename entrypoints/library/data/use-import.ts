import { useEffect, useRef, useState } from 'preact/hooks';
import type { ColumnMap } from '@/formats/format';
import type { Outcome } from '@/papers/messages';
import { asTrouble, type Trouble } from '@/papers/trouble';
import { bring, type Decision } from './bringing';
import { ImportReading, type Progress, type ReadResult, type Source } from './reading';

/** Where an import stands. */
export type Stage =
  | { at: 'rest' }
  | { at: 'reading'; progress: Progress }
  | { at: 'preview'; result: ReadResult }
  | { at: 'bringing'; done: number }
  | { at: 'done'; outcome: Outcome }
  | { at: 'failed'; words: string; trouble?: Trouble };

export interface Import {
  stage: Stage;
  /** What is being imported; kept so that it can be read once more with other columns. */
  sources: Source[];
  exact: boolean;
  read(sources: Source[], exact?: boolean, columns?: ColumnMap): void;
  bring(decision: Decision): void;
  cancel(): void;
}

/** One import from its files to its end. `settled` hears when something was brought in. */
export function useImport(settled: () => void = () => {}): Import {
  const [stage, setStage] = useState<Stage>({ at: 'rest' });
  const reading = useRef<ImportReading>();
  const result = useRef<ReadResult>();
  const abort = useRef<AbortController>();
  const [sources, setSources] = useState<Source[]>([]);
  const [exact, setExact] = useState(false);
  const end = () => {
    reading.current?.end();
    reading.current = undefined;
    abort.current?.abort();
  };
  useEffect(() => end, []);
  const fail = (error: unknown, own: ImportReading) => {
    if (own !== reading.current) return; // Cancelled.
    const trouble = (error as Error).name in { Error: 1, TypeError: 1 } ? undefined : asTrouble(error);
    setStage({ at: 'failed', words: (error as Error).message, ...(trouble && { trouble }) });
  };

  return {
    stage,
    sources,
    exact,
    read(files, restore = false, columns) {
      end();
      const own = new ImportReading();
      reading.current = own;
      setSources(files);
      setExact(restore);
      setStage({ at: 'reading', progress: { bytes: 0, total: 1, papers: 0 } });
      own
        .read(files, restore, (progress) => setStage({ at: 'reading', progress }), columns, columns && 'csv')
        .then((found) => {
          result.current = found;
          setStage({ at: 'preview', result: found });
        })
        .catch((error) => fail(error, own));
    },
    bring(decision) {
      const own = reading.current;
      if (!own || !result.current) return;
      abort.current = new AbortController();
      setStage({ at: 'bringing', done: 0 });
      bring(own, result.current, decision, (done) => setStage({ at: 'bringing', done }), abort.current.signal)
        .then((outcome) => {
          setStage({ at: 'done', outcome });
          end();
          settled();
        })
        .catch((error) => fail(error, own));
    },
    cancel() {
      end();
      setStage({ at: 'rest' });
    },
  };
}
