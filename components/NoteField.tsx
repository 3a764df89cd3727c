import { useEffect, useRef, useState } from 'preact/hooks';
import { asTrouble, type TroubleName } from '@/papers/trouble';
import { LinkList, type LinkOffer, useLinkOffers } from './LinkOffers';
import { TroubleNotice } from './TroubleNotice';
import { useEvent } from './use-event';

export interface NoteFieldProps {
  /** As it is stored, and in which revision it was. */
  note: string;
  noteRev: number;
  /**
   * Stores the text, which was begun from revision `base`, and gives what is stored now: the same text, or one that
   * holds it together with what was written elsewhere meanwhile.
   */
  save(text: string, base: number): Promise<{ text: string; rev: number }>;
  autofocus?: boolean | undefined;
  /** Is given a function that stores what is not stored yet, and gives whether all of it is. */
  flush?: ((flush: () => Promise<boolean>) => void) | undefined;
  /** Gives papers to link to for what was typed after `[[`. */
  suggest?: ((text: string) => Promise<LinkOffer[]>) | undefined;
}

/** Longest wait from a keystroke to the disk, in ms. */
const PAUSE = 350;

/** A note in Markdown that saves by itself and says so. What cannot be saved stays in the field. */
export function NoteField({ note, noteRev, save, autofocus, flush, suggest }: NoteFieldProps) {
  const [text, setText] = useState(note);
  const [state, setState] = useState<'' | 'Saving…' | 'Saved' | 'Both texts are kept'>('');
  const [trouble, setTrouble] = useState<TroubleName>();
  const area = useRef<HTMLTextAreaElement>(null);
  const links = useLinkOffers(suggest);
  const held = useRef({
    text: note,
    stored: note,
    base: noteRev,
    timer: 0,
    saving: undefined as Promise<boolean> | undefined,
  });

  const change = (now: string) => {
    held.current.text = now;
    setText(now);
  };
  const store = useEvent(async (): Promise<boolean> => {
    const { current } = held;
    clearTimeout(current.timer);
    current.timer = 0;
    if (current.saving) await current.saving;
    const sent = current.text;
    if (sent === current.stored) return true;
    setState('Saving…');
    current.saving = save(sent, current.base).then(
      (now) => {
        current.stored = now.text;
        current.base = now.rev;
        setTrouble(undefined);
        setState(now.text === sent ? 'Saved' : 'Both texts are kept');
        // Typed on while it was being joined with another text: what was typed goes where its beginning went.
        if (now.text !== sent) change(now.text.replace(sent, () => current.text));
        return true;
      },
      (error: unknown) => {
        setState('');
        setTrouble(asTrouble(error).name);
        return false;
      },
    );
    const stored = await current.saving;
    current.saving = undefined;
    return stored && current.text !== current.stored ? store() : stored;
  });

  // Written elsewhere, and nothing is half typed here: show that.
  useEffect(() => {
    const { current } = held;
    if (noteRev > current.base && current.text === current.stored && !current.saving) {
      current.base = noteRev;
      current.stored = note;
      change(note);
      setState('');
    }
  }, [note, noteRev]);
  useEffect(() => {
    flush?.(store);
    const leave = () => void store();
    addEventListener('pagehide', leave);
    addEventListener('blur', leave);
    return () => {
      removeEventListener('pagehide', leave);
      removeEventListener('blur', leave);
      leave();
    };
  }, []);
  useEffect(() => {
    if (autofocus && area.current) {
      area.current.focus();
      area.current.setSelectionRange(text.length, text.length);
    }
  }, []);
  const keep = () => {
    setState('');
    held.current.timer ||= window.setTimeout(store, PAUSE);
  };
  const link = ({ id }: LinkOffer) => {
    const field = area.current;
    if (!field) return;
    const from = field.value.lastIndexOf('[[', field.selectionStart);
    field.setRangeText(`[[${id}]]`, from, field.selectionStart, 'end');
    change(field.value);
    links.close();
    keep();
  };
  return (
    <div class="note-field">
      {/* The copy behind the text makes the field grow with it, without measuring. */}
      <div class="grow" data-text={`${text}\n`}>
        <textarea
          ref={area}
          aria-label="Note"
          placeholder="Note: private, in Markdown, saved as you type"
          value={text}
          onInput={(event) => {
            const { value, selectionStart } = event.currentTarget;
            change(value);
            keep();
            if (suggest) links.look(value.slice(0, selectionStart));
          }}
          onKeyDown={(event) => links.onKeyDown(event, link)}
          onBlur={links.close}
          aria-autocomplete={suggest ? 'list' : undefined}
          aria-controls={suggest ? links.id : undefined}
          aria-activedescendant={links.offers.length ? `${links.id}-${links.chosen}` : undefined}
        />
      </div>
      {suggest && <LinkList links={links} take={link} />}
      {trouble && <TroubleNotice name={trouble} again={() => void store()} />}
      <div class="small" role="status">
        {state}
      </div>
    </div>
  );
}
