import { X } from 'lucide-preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { foldTag, type Tag } from '@/papers/paper';
import { figure } from './print';

export interface TagFieldProps {
  /** The tags that the paper has. */
  tags: Tag[];
  /** All tags in use, most used first. */
  known: Tag[];
  /** Gives nothing that is true where they are not stored; their names stay in the field then. */
  add(names: string[]): Promise<unknown>;
  remove(id: string): void;
  autofocus?: boolean | undefined;
  /**
   * For many papers, how many ("12 papers"): what Enter will do to them is said, and what is half typed waits for it when
   * the focus leaves.
   */
  many?: string | undefined;
  /** Hears of what is half typed. */
  typed?(text: string): void;
}

const MOST = 6;

/** The tags of one paper: chips, and a combobox that suggests tags in use (WAI-ARIA APG, list autocomplete). */
export function TagField({ tags, known, add, remove, autofocus, many, typed: tell }: TagFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(-1);
  const [open, setOpen] = useState(false);
  useLayoutEffect(() => {
    if (autofocus) input.current?.focus();
  }, []);
  useLayoutEffect(() => tell?.(text.trim()), [text]);
  const has = new Set(tags.map((tag) => tag.id));
  const typed = foldTag(text);
  const fits = known.filter((tag) => !has.has(tag.id) && foldTag(tag.name).includes(typed));
  // Names that begin with what was typed come first; within each, the most used.
  const offers = [
    ...fits.filter((tag) => foldTag(tag.name).startsWith(typed)),
    ...fits.filter((tag) => !foldTag(tag.name).startsWith(typed)),
  ].slice(0, MOST);
  const listed = open && offers.length > 0;

  const take = (names: string) => {
    const several = names
      .split(/[,;\n]/)
      .map((name) => name.trim())
      .filter(Boolean);
    if (several.length) void add(several).then((stored) => stored || setText((now) => now || several.join(', ')));
    setText('');
    setChosen(-1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && offers.length) {
      setOpen(true);
      setChosen((chosen + step + offers.length + (chosen < 0 && step < 0 ? 1 : 0)) % offers.length);
    } else if (event.key === 'Enter' || event.key === ',') take(offers[chosen]?.name ?? text);
    else if (event.key === 'Tab' && listed && chosen >= 0) take(offers[chosen]?.name ?? text);
    else if (event.key === 'Backspace' && text === '') {
      const last = tags.at(-1);
      if (last) remove(last.id);
      return;
    } else return;
    event.preventDefault();
  };
  return (
    <div class="tag-field">
      <div class="tag-line">
        {tags.map((tag) => (
          <span key={tag.id} class="chip" data-colour={tag.colour}>
            <span>{tag.name}</span>
            <button type="button" aria-label={`Remove tag ${tag.name}`} onClick={() => remove(tag.id)}>
              <X size={11} aria-hidden="true" />
            </button>
          </span>
        ))}
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label="Tags"
          aria-autocomplete="list"
          aria-expanded={listed}
          aria-controls={`${id}list`}
          aria-activedescendant={listed && chosen >= 0 ? `${id}-${chosen}` : undefined}
          aria-describedby={many ? `${id}many` : undefined}
          autocomplete="off"
          spellcheck={false}
          maxLength={400}
          placeholder={tags.length ? 'Add a tag' : 'Tags: type and press Enter'}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setChosen(-1);
            setOpen(true);
          }}
          onKeyDown={onKeyDown}
          onFocus={() => setOpen(true)}
          onBlur={() => {
            setOpen(false);
            if (!many) take(text);
          }}
        />
      </div>
      {many && (
        <p id={`${id}many`} class="hint">
          {text.trim() && `Enter adds “${offers[chosen]?.name ?? text.trim()}” to ${many}.`}
        </p>
      )}
      <div id={`${id}list`} role="listbox" aria-label="Suggested tags" class="offers" hidden={!listed}>
        {listed &&
          offers.map((tag, at) => (
            <div
              key={tag.id}
              id={`${id}-${at}`}
              role="option"
              tabIndex={-1}
              aria-selected={at === chosen}
              // Before the field loses its focus and takes what was half typed.
              onPointerDown={(event) => {
                event.preventDefault();
                take(tag.name);
              }}
            >
              <span class="chip" data-colour={tag.colour}>
                <span>{tag.name}</span>
              </span>
              <span class="uses">{figure(tag.uses)}</span>
            </div>
          ))}
      </div>
    </div>
  );
}
