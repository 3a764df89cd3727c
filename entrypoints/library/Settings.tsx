import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { figure, papers } from '@/components/print';
import { removedOnes } from '@/papers/lists';
import { useLive } from '@/papers/live';
import { ask } from '@/papers/remote';
import type { Settings as Chosen } from '@/papers/settings';
import { useActs } from './acts';
import { BackupLine } from './data/BackupLine';
import { ExportForm } from './data/ExportForm';
import { counted, sized } from './data/words';
import { KeyChoices } from './KeyChoices';
import { SiteSwitches } from './SiteSwitches';
import { useDraft } from './use-draft';

/** Everything that can be chosen, in words. Stored as soon as it is chosen. */
export function Settings({ settings }: { settings: Chosen }) {
  const acts = useActs();
  const choose = (change: Partial<Chosen>) =>
    ask('settings.change', { settings: change }).then(() => acts.say('Settings stored'), acts.fail);
  return (
    <div class="settings">
      <Section title="Look">
        <Choice
          label="Colours"
          value={settings.look}
          options={{ system: 'As the system', light: 'Light', dark: 'Dark' }}
          choose={(look) => void choose({ look })}
        />
      </Section>
      <Section title="Review">
        <Choice
          label="Order of unread papers"
          value={settings.queueOrder}
          options={{ newest: 'Newest first', oldest: 'Oldest first', rating: 'Best rated first', shuffle: 'Shuffled' }}
          choose={(queueOrder) => void choose({ queueOrder })}
        />
        <Amount
          label="Unread papers in the queue"
          value={settings.queueUnread}
          choose={(queueUnread) => void choose({ queueUnread })}
        />
        <Amount
          label="Daily goal (0: none)"
          value={settings.dailyGoal}
          choose={(dailyGoal) => void choose({ dailyGoal })}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={settings.badge}
            onChange={({ currentTarget: { checked } }) => void choose({ badge: checked })}
          />
          The toolbar button counts the papers that are due
        </label>
      </Section>
      <Section title="Notes">
        <Lines
          label="Template for new notes"
          hint="In Markdown. {title}, {authors} and {date} are filled in."
          value={settings.noteTemplate}
          choose={(noteTemplate) => void choose({ noteTemplate })}
        />
      </Section>
      <Section title="Listings">
        <Lines
          label="Watch-words"
          hint="One word, name or phrase on each line. Papers that have one in title, authors or abstract get a thin edge."
          value={settings.watchWords.join('\n')}
          choose={(text) => void choose({ watchWords: linesOf(text) })}
        />
        <SiteSwitches settings={settings} choose={choose} />
      </Section>
      <Section title="Keys on listings">
        <KeyChoices keys={settings.keys} choose={(keys) => void choose({ keys })} />
      </Section>
      <Data />
    </div>
  );
}

function Data() {
  // Counted anew with every change; what the browser has stored for it is asked each time.
  const { value } = useLive(async (library) => {
    const { papers: rows, tags, journal } = library;
    const [all, trash, named, changes] = await Promise.all([
      rows.count(),
      removedOnes(library).count(),
      tags.count(),
      journal.count(),
    ]);
    const estimate = await navigator.storage?.estimate?.().catch(() => undefined);
    return { kept: all - trash, trash, named, changes, used: estimate?.usage };
  }, []);
  return (
    <Section title="Data">
      <p>
        Everything lies in this browser’s own storage, on this computer, and nowhere else.
        {value &&
          ` ${papers(value.kept)}${value.trash ? ` and ${figure(value.trash)} in the trash` : ''}, ${counted(value.named, 'tag')} and ${counted(value.changes, 'change')}`}
        {value?.used !== undefined && `; ${sized(value.used)} in all`}.
      </p>
      <BackupLine />
      <ExportForm choice={{ all: true }} only="dogear" words="Save everything as Dogear JSON" />
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: Record<T, string>;
  choose(value: T): void;
}

function Choice<T extends string>({ label, value, options, choose }: ChoiceProps<T>) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(event) => choose(event.currentTarget.value as T)}>
        {(Object.keys(options) as T[]).map((option) => (
          <option key={option} value={option}>
            {options[option]}
          </option>
        ))}
      </select>
    </label>
  );
}

function Amount({ label, value, choose }: { label: string; value: number; choose(value: number): void }) {
  const field = useDraft(String(value), (text) => choose(Math.max(0, Math.min(200, Math.round(Number(text))))), true);
  return (
    <label>
      <span>{label}</span>
      <input type="number" min={0} max={200} {...field} />
    </label>
  );
}

function Lines({
  label,
  hint,
  value,
  choose,
}: {
  label: string;
  hint: string;
  value: string;
  choose(text: string): void;
}) {
  const id = useId();
  const field = useDraft(value, choose, true);
  return (
    <label class="lines">
      <span>{label}</span>
      <textarea rows={3} aria-label={label} aria-describedby={id} {...field} />
      <span id={id} class="hint">
        {hint}
      </span>
    </label>
  );
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim().slice(0, 80))
    .filter(Boolean);
}
