import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type BarSeries, Bars } from '@/components/Bars';
import { Dialog } from '@/components/Dialog';
import { Title } from '@/components/Formula';
import { Empty } from '@/components/PaperItem';
import { dayOf, monthOf, papers, printOf } from '@/components/print';
import { dayAfter, isoDay } from '@/papers/days';
import { weeksOf } from '@/papers/figures';
import { useLive } from '@/papers/live';
import { useRowsOf } from './finder';
import type { Shared } from './shared';

const WEEKS = 26;
const SHOWN_TAGS = 5;
const MOST_LISTED = 200;

/** What was saved and read, week by week; every bar leads to its papers. */
export function Pictures({ go, tags }: Shared) {
  const [listed, setListed] = useState<{ title: string; keys: string[] }>();
  const top = useMemo(() => [...tags.values()].sort((a, b) => b.uses - a.uses).slice(0, SHOWN_TAGS), [tags]);
  const { value } = useLive((library) => weeksOf(library, WEEKS, top, Date.now()), [top.map(({ id }) => id).join()]);
  if (!value) return null;
  const { weeks, days } = value;
  if (!weeks.some(({ saved, read }) => saved + read.length > 0)) {
    return (
      <Empty>
        <strong>No picture yet</strong>
        <span>
          Here stands what was saved and read in each of the last {WEEKS} weeks.{' '}
          <a href="#papers">Save or read a paper</a>, and it begins.
        </span>
      </Empty>
    );
  }
  const labels = weeks.map(({ from }) => dayOf(from));
  const showSaved = (at: number, q = '') => {
    const week = weeks[at];
    if (week) go({ page: 'papers', q: `saved:${isoDay(week.from)}..${isoDay(week.to - 1)}${q}` });
  };
  const showRead = (at: number) => {
    const week = weeks[at];
    if (week) setListed({ title: `Read in the week of ${labels[at]}`, keys: week.read });
  };
  const showTurned = (at: number) => {
    const week = weeks[at];
    const title = `Became unread, or no longer unread, in the week of ${labels[at]}`;
    if (week) setListed({ title, keys: week.turned });
  };
  const series: BarSeries[] = [
    { name: 'Saved', values: weeks.map(({ saved }) => saved), open: showSaved },
    { name: 'Read', values: weeks.map(({ read }) => read.length), open: showRead, strong: true },
  ];
  return (
    <div class="pictures">
      <Bars title="Saved and read by week" labels={labels} series={series} />
      <Bars
        title="Unread papers, more or fewer than the week before"
        labels={labels}
        series={[
          {
            name: 'Change',
            values: weeks.map(({ unread }) => unread),
            open: showTurned,
          },
        ]}
      />
      {top
        .filter(({ id }) => weeks.some((week) => week.tags[id]))
        .map((tag) => (
          <Bars
            key={tag.id}
            title={`“${tag.name}” by week`}
            labels={labels}
            small
            series={[
              {
                name: 'Saved',
                colour: tag.colour,
                values: weeks.map((week) => week.tags[tag.id] ?? 0),
                open: (at) => showSaved(at, ` tag:"${tag.name}"`),
              },
            ]}
          />
        ))}
      <Calendar days={days} show={(day, keys) => setListed({ title: `Read on ${dayOf(day)}`, keys })} />
      {listed && (
        <Dialog title={listed.title} close={() => setListed(undefined)}>
          <Listed keys={listed.keys} open={(paper) => go({ page: 'papers', q: '', paper })} />
        </Dialog>
      )}
    </div>
  );
}

function Listed({ keys, open }: { keys: string[]; open(key: string): void }) {
  const [most, setMost] = useState(MOST_LISTED);
  const shown = useMemo(() => keys.slice(0, most), [keys, most]);
  const rows = useRowsOf(shown);
  const list = useRef<HTMLUListElement>(null);
  const there = rows !== undefined;
  useLayoutEffect(() => {
    // They come after their dialog, unless its user has gone elsewhere in it by then.
    if (there && document.activeElement?.matches('dialog h2')) list.current?.querySelector('button')?.focus();
  }, [there]);
  return (
    <ul ref={list} class="plain-list">
      {rows?.map((row) => (
        <li key={row.key}>
          <button type="button" class="name" onClick={() => open(row.key)}>
            <Title text={row.title} />
          </button>
          <span class="print">{printOf(row).join(' · ')}</span>
        </li>
      ))}
      {keys.length > most && (
        <li>
          <button type="button" class="link" onClick={() => setMost(most + MOST_LISTED)}>
            Show more of {papers(keys.length)}
          </button>
        </li>
      )}
    </ul>
  );
}

/** The days of the last weeks, darker the more was read. */
function Calendar({ days, show }: { days: Map<number, string[]>; show(day: number, keys: string[]): void }) {
  const frame = useRef<HTMLDivElement>(null);
  // Where there is no room for all weeks, the last ones are in sight.
  useLayoutEffect(() => frame.current?.scrollTo(frame.current.scrollWidth, 0), []);
  const today = dayAfter(Date.now(), 0);
  const first = dayAfter(today, -((new Date(today).getDay() + 6) % 7) - (WEEKS - 1) * 7);
  const cells: number[] = [];
  for (let day = first; day <= today; day = dayAfter(day, 1)) cells.push(day);
  return (
    <section>
      <h2>Reading days</h2>
      <div class="calendar" ref={frame}>
        {cells.map((day, at) => {
          // The week in which a month begins, or the first one.
          // A month that ends at once has no room for its name.
          const begun = at === 0 && new Date(dayAfter(day, 20)).getMonth() === new Date(day).getMonth();
          const month = begun || (at > 0 && at % 7 === 0 && new Date(dayAfter(day, 6)).getDate() <= 7);
          return month ? (
            <span key={`month ${day}`} class="month" style={{ gridColumn: at / 7 + 1 }} aria-hidden="true">
              {monthOf(dayAfter(day, at === 0 ? 0 : 6))}
            </span>
          ) : null;
        })}
        {cells.map((day, at) => {
          const keys = days.get(day) ?? [];
          const where = { gridColumn: Math.floor(at / 7) + 1, gridRow: (at % 7) + 2 };
          const words = `${dayOf(day)}: ${papers(keys.length)}`;
          return keys.length ? (
            <button
              key={day}
              type="button"
              data-level={Math.min(4, keys.length)}
              aria-label={words}
              title={words}
              style={where}
              onClick={() => show(day, keys)}
            />
          ) : (
            <span key={day} title={words} style={where} />
          );
        })}
      </div>
    </section>
  );
}
