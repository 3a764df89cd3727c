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

  /** The id of the tag of that name, made when there is none. */
  async idOf(name: string, draft: Draft): Promise<string> {
    const folded = foldTag(name);
    const known = this.byName.get(folded);
    if (known) return known.id;
    const like = this.offered.get(folded);
    const id = like?.id && !this.byId.has(like.id) ? like.id : randomKey();
    const colour = like?.colour ?? this.counts.indexOf(Math.min(...this.counts));
    const tag = { id, name: name.normalize('NFC').replace(/\s+/g, ' ').trim(), folded, colour };
    await draft.putTag(id, tag);
    this.hold(tag);
    return id;
  }

  /** Makes those tags that a file has and no paper carries. */
  async makeOffered(draft: Draft): Promise<void> {
    for (const { name } of this.offered.values()) await this.idOf(name, draft);
  }

  private hold(tag: Omit<TagRow, 'uses'>): void {
    this.byId.set(tag.id, tag);
    this.byName.set(tag.folded, tag);
    const at = tag.colour % TAG_COLOURS;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
  }
}
