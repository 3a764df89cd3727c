import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Title } from '@/components/Formula';
import { Empty } from '@/components/PaperItem';
import { papers, printOf } from '@/components/print';
import { dayAfter, until } from '@/papers/days';
import { useLive, withLibrary } from '@/papers/live';
import { GRADES, type GradeName, reviewed } from '@/papers/review';
import { answeredToday, queueOf, type ReviewQueue } from '@/papers/review-queue';
import type { PaperRow } from '@/papers/rows';
import { useActs } from './acts';
import { NoteView } from './NoteView';
import { TagChip } from './PaperList';
import type { Shared } from './shared';

const GRADE_WORDS: Record<GradeName, string> = { again: 'Again', hard: 'Hard', good: 'Good', easy: 'Easy' };

/** What to read today, one paper at a time; each answer is one key. `undone`: the revision that was taken back last. */
export function Review({ go, tags, settings, undone }: Shared & { undone: number | undefined }) {
  const acts = useActs();
  const [queue, setQueue] = useState<ReviewQueue>();
  const [at, setAt] = useState(0);
  const [shown, setShown] = useState(false);
  /** What was answered of this queue, the last at the end: by what it is taken back, and where one comes back to then. */
  const answers = useRef<{ rev: number; at: number }[]>([]);
  const answered = useLive((library) => answeredToday(library, Date.now()), []);
  const { queueOrder, queueUnread } = settings;
  // The queue of a session stands still: what is answered does not move what comes next.
  useEffect(() => {
    let wanted = true;
    withLibrary((library) => queueOf(library, settings, Date.now())).then((made) => {
      // Settings come after the first drawing; the queue by those before may take longer than the one by them.
      if (!wanted) return;
      setQueue(made);
      setAt(0);
      answers.current = [];
    }, acts.fail);
    return () => {
      wanted = false;
    };
  }, [queueOrder, queueUnread]);
  const keys = useMemo(() => (queue ? [...queue.due, ...queue.unread] : []), [queue]);
  const key = keys[at];
  const live = useLive(async (library) => (key ? library.papers.get(key) : undefined), [key]);
  const abstract = useLive(async (library) => (key && (await library.abstracts.get(key))) || null, [key]);
  const row = live.value?.key === key ? live.value : undefined;
  const due = at < (queue?.due.length ?? 0);

  const answer = async (words: string, what: object) => {
    if (!row) return;
    const rev = await acts.change(words, [row.key], what);
    if (rev === undefined) return;
    answers.current.push({ rev, at });
    setShown(false);
    setAt(at + 1);
  };
  const grade = (name: GradeName) => void answer(GRADE_WORDS[name], { grade: name });
  const inDays = (days: number) => ({ reviewAt: dayAfter(Date.now(), days) });
  const nextWeek = () => void answer('Again in a week', { ...inDays(7), answered: true });
  // What is put off is still to be done.
  const snooze = () => void answer('Put off until tomorrow', inDays(1));
  // Only what was answered here, one after the other: the last change of the library may be one of another page.
  const takeBack = async () => {
    const last = answers.current.pop();
    if (!last) return;
    if (await acts.undo(last.rev)) setAt(last.at);
    else answers.current.push(last);
  };
  const keysOf: Record<string, () => void> = {
    1: () => grade('again'),
    2: () => grade('hard'),
    3: () => grade('good'),
    4: () => grade('easy'),
    w: nextWeek,
    s: snooze,
    d: () => void answer('Dismissed', { status: 'dismissed', reviewAt: null, answered: true }),
    ' ': () => setShown(true),
    o: () => row?.url && window.open(row.url, '_blank', 'noopener'),
    b: () => setAt(Math.max(0, at - 1)),
    z: () => void takeBack(),
  };
  // Taken back where it is said that it was done.
  useEffect(() => {
    const taken = answers.current.find(({ rev }) => rev === undone);
    if (!taken) return;
    answers.current = answers.current.filter((one) => one !== taken);
    setAt(taken.at);
  }, [undone]);
  // Before the card is seen: a key that is pressed at once is meant for this card, not for the one before it.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if ((event.target as Element).closest('input, textarea, select, dialog')) return;
      // A button that has the focus is pressed by its own key.
      if (event.key === ' ' && (event.target as Element).closest('button, a')) return;
      const run = keysOf[event.key];
      if (!run) return;
      event.preventDefault();
      run();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  });

  if (!queue) return null;
  const left = Math.max(0, keys.length - at);
  const dueLeft = Math.max(0, queue.due.length - at);
  const goal = settings.dailyGoal;
  const done = answered.value ?? 0;
  return (
    <div class="review">
      <p class="hint" role="status">
        {keys.length > 0 &&
          `${papers(left)} left${left > 0 ? `: ${dueLeft} due again, ${left - dueLeft} unread` : ''}.`}
        {goal > 0 && ` Today ${done} of ${goal}.`}
      </p>
      {goal > 0 && <progress max={goal} value={Math.min(done, goal)} aria-label="Daily goal" />}
      {!key && <Finished any={keys.length > 0} />}
      {row && (
        <article class="review-card">
          <span class="kind">{due ? 'Due again' : 'Unread'}</span>
          <h2>
            <a href={row.url || undefined} target="_blank" rel="noreferrer">
              <Title text={row.title} />
            </a>
          </h2>
          <p class="print">
            {printOf(row).join(' · ')}
            {row.tagIds.map((id) => (
              <TagChip key={id} tag={tags.get(id)} />
            ))}
          </p>
          {due && !shown ? (
            <button type="button" class="plain" onClick={() => setShown(true)}>
              Show note and abstract <kbd>Space</kbd>
            </button>
          ) : (
            <>
              {row.note && <NoteView text={row.note} under={2} />}
              {due && !row.note && abstract.value === null && <p class="hint">Neither note nor abstract.</p>}
              {abstract.value?.key === row.key && (
                <p class="abstract-text">
                  <Title text={abstract.value.text} />
                </p>
              )}
            </>
          )}
          <Answers row={row} grade={grade} nextWeek={nextWeek} snooze={snooze} />
          <p class="hint">
            <button type="button" class="link" onClick={() => go({ page: 'papers', q: '', paper: row.key })}>
              Open in the library
            </button>{' '}
            · <kbd>o</kbd> opens the paper, <kbd>d</kbd> dismisses, <kbd>b</kbd> goes back, <kbd>z</kbd> undoes
          </p>
        </article>
      )}
    </div>
  );
}

interface AnswersProps {
  row: PaperRow;
  grade(name: GradeName): void;
  nextWeek(): void;
  snooze(): void;
}

function Answers({ row, grade, nextWeek, snooze }: AnswersProps) {
  const now = Date.now();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a border and a legend
    <div class="answers" role="group" aria-label="How well do you know it?">
      {GRADES.map((name, at) => (
        <button key={name} type="button" class={`plain grade ${name}`} onClick={() => grade(name)}>
          <strong>{GRADE_WORDS[name]}</strong>
          <span>
            {until(reviewed(row, name, now).reviewAt, now)} <kbd>{at + 1}</kbd>
          </span>
        </button>
      ))}
      <button type="button" class="plain grade" onClick={nextWeek}>
        <strong>In a week</strong>
        <span>
          7 d <kbd>w</kbd>
        </span>
      </button>
      <button type="button" class="plain grade" onClick={snooze}>
        <strong>Snooze</strong>
        <span>
          1 d <kbd>s</kbd>
        </span>
      </button>
    </div>
  );
}

function Finished({ any }: { any: boolean }) {
  return (
    <Empty>
      <strong>{any ? 'Done for today' : 'Nothing to review today'}</strong>
      <span>
        Papers come back when they are due. How many unread ones join them, and in which order, stands in the{' '}
        <a href="#settings">settings</a>.
      </span>
    </Empty>
  );
}
