import type { Library } from './database';
import { type Draft, randomKey } from './draft';
import type { IncomingTag } from './incoming';
import { foldTag, TAG_COLOURS } from './paper';
import type { TagRow } from './rows';

/** All tags by name and by id, for acts on so many papers that asking the table each time would take too long. */
export class Palette {
  private byId = new Map<string, Omit<TagRow, 'uses'>>();
  private byName = new Map<string, Omit<TagRow, 'uses'>>();
  private offered = new Map<string, IncomingTag>();
  private counts = new Array<number>(TAG_COLOURS).fill(0);

  static async read(library: Library): Promise<Palette> {
    const palette = new Palette();
    for (const tag of await library.tags.toArray()) palette.hold(tag);
    return palette;
  }

  /** Tags as a file has them: new ones take their colours, and their ids where those are free. */
  offer(tags: readonly IncomingTag[]): void {
    for (const tag of tags) this.offered.set(foldTag(tag.name), tag);
  }

  name(id: string): string | undefined {
    return this.byId.get(id)?.name;
  }

  /** The ids of the tags of these names, which were made before (`make`). */
  ids(names: readonly string[]): string[] {
    return [...new Set(names.flatMap((name) => this.byName.get(foldTag(name))?.id ?? []))];
  }

  /** Makes tags where there is none of that name. It waits for nothing but the database: see `Draft.load`. */
  async make(names: Iterable<string>, draft: Draft): Promise<void> {
    for (const name of new Set(names)) {
      const folded = foldTag(name);
      if (this.byName.has(folded)) continue;
      const like = this.offered.get(folded);
      const id = like?.id && !this.byId.has(like.id) ? like.id : randomKey();
      const colour = like?.colour ?? this.counts.indexOf(Math.min(...this.counts));
      const tag = { id, name: name.normalize('NFC').replace(/\s+/g, ' ').trim(), folded, colour };
      await draft.putTag(id, tag);
      this.hold(tag);
    }
  }

  /** Makes those tags that a file has and no paper carries. */
  makeOffered(draft: Draft): Promise<void> {
    const names = [...this.offered.values()].map(({ name }) => name);
    return this.make(names, draft);
  }

  private hold(tag: Omit<TagRow, 'uses'>): void {
    this.byId.set(tag.id, tag);
    this.byName.set(tag.folded, tag);
    const at = tag.colour % TAG_COLOURS;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
  }
}
