import type { CitedAs, Mark, Status } from '@/papers/paper';
import { inWords, type TroubleName, WORDS } from '@/papers/trouble';
import { Corner, Sign } from './icons';
import { Painted } from './Painted';
import { StatusMenu } from './StatusMenu';
import { trusted } from './trusted';
import { STATUS_WORDS } from './words';

/** What a strip can be asked to do. */
export interface MarksActs {
  save(): void;
  status(status: Status): void;
  /** Shift and click anywhere on the strip selects a range of cards. */
  select(range: boolean): void;
  edit(focus: 'tags' | 'note'): void;
  copy(as: CitedAs): void;
  undo(): void;
}

export interface MarksProps {
  /** Names the strip for those who hear it. */
  title: string;
  mark: Mark | undefined;
  /** What has just happened and can be undone: "Saved". */
  said?: { text: string; rev?: number | undefined } | undefined;
  trouble?: TroubleName | undefined;
  acts: MarksActs;
}

const SHOWN_TAGS = 3;

/** The strip on a card: save, status, tags, note, and what is known of the paper. Always of the same size. */
export function Marks({ title, mark, said, trouble, acts }: MarksProps) {
  const saved = mark !== undefined && mark.status !== 'dismissed';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a border and a legend that no strip has
    <div
      class={`strip${mark ? ' known' : ''}${saved ? ' saved' : ''}`}
      onClickCapture={(event) => {
        if (!event.shiftKey || !event.isTrusted) return;
        event.preventDefault();
        event.stopPropagation();
        acts.select(true);
      }}
      role="group"
      tabIndex={-1}
      aria-label={`Dogear: ${title}`}
      aria-description={spoken(mark)}
    >
      <button
        type="button"
        class="corner"
        aria-pressed={saved}
        aria-label={saved ? 'Saved' : 'Save'}
        title={saved ? 'Saved: press to remove' : 'Save'}
        onClick={trusted(acts.save)}
      >
        <Corner folded={saved} />
      </button>
      <StatusMenu status={mark?.status} choose={acts.status} copy={acts.copy} />
      <button type="button" aria-label="Tags" title="Tags" onClick={trusted(() => acts.edit('tags'))}>
        <Sign name="tag" />
      </button>
      <button type="button" aria-label="Note" title="Note" onClick={trusted(() => acts.edit('note'))}>
        <Sign name="note" />
      </button>
      {trouble ? (
        <TroubleNote name={trouble} />
      ) : (
        <span class="text">
          {said && (
            <span class="undo">
              <Painted text={said.rev ? `${said.text} · ` : said.text} />
              {said.rev && (
                <button type="button" aria-label="Undo" onClick={trusted(acts.undo)}>
                  <Painted text="Undo" />
                </button>
              )}
            </span>
          )}
          {mark?.tags.slice(0, SHOWN_TAGS).map((tag) => (
            <span key={tag.name} class="chip" style={`--tone: var(--tag-${tag.colour})`} title={tag.name}>
              <Painted text={tag.name} />
            </span>
          ))}
          {mark && mark.tags.length > SHOWN_TAGS && <Painted class="more" text={`+${mark.tags.length - SHOWN_TAGS}`} />}
          {mark?.note && <Painted class="note" text={mark.note} />}
        </span>
      )}
    </div>
  );
}

/** What went wrong, in place; the whole of it on demand. */
function TroubleNote({ name }: { name: TroubleName }) {
  const [happened] = WORDS[name];
  return (
    <>
      <button
        type="button"
        class="trouble"
        aria-label={happened}
        onClick={({ isTrusted, currentTarget }) => {
          if (isTrusted) (currentTarget.nextElementSibling as HTMLElement).togglePopover();
        }}
      >
        <Painted text={happened} />
      </button>
      <div class="menu trouble-more" popover="auto">
        <Painted text={inWords(name)} />
      </div>
    </>
  );
}

/** What a strip says of its paper to those who hear it. */
function spoken(mark: Mark | undefined): string {
  const status = mark ? STATUS_WORDS[mark.status] : 'not saved';
  const tags = mark?.tags.length ? `tags ${mark.tags.map((tag) => tag.name).join(', ')}` : undefined;
  return [status, tags, mark?.note && `note: ${mark.note}`].filter(Boolean).join('; ');
}
